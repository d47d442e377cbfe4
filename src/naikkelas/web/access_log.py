"""What doors write into the access log of persons: a page that shows somebody, a list that is taken away."""

from collections.abc import Callable, Iterator

from django.http import HttpRequest

from naikkelas.accounts import access
from naikkelas.registry import actions


def seen(request: HttpRequest, person_id: int | None, area: str) -> None:
    """This page shows one person's data to who may see them."""
    if person_id is None or not access.may(request.user, "person.see"):
        return
    place = request.resolver_match.view_name if request.resolver_match else ""
    pk = request.resolver_match.kwargs.get("pk", "") if request.resolver_match else ""
    actions.log_seen(
        person_id=person_id, area=area, place=f"{place} {pk}".strip(), by=request.user, at=request.at
    )


def exported(request: HttpRequest, area: str = "") -> Callable[[str, int], None]:
    """For a Listing with names: what is written when it is taken away. `area`: of the rows, where it is not the page's."""

    def write(filters: str, rows: int) -> None:
        actions.log_export(
            area=area or request.frame.area.code, place=request.resolver_match.view_name, filters=filters, rows=rows,
            by=request.user, at=request.at,
        )  # fmt: skip

    return write


def taken(
    request: HttpRequest, filters: str, parts: Iterator[bytes], rows: Callable[[], int]
) -> Iterator[bytes]:
    """The parts of a file that says only at its end how many rows it holds: written down before the first of them, counted
    after the last, or where it was broken off."""
    row = actions.log_export(
        area=request.frame.area.code, place=request.resolver_match.view_name, filters=filters, rows=None, by=request.user,
        at=request.at,
    )  # fmt: skip

    return _Counted(
        parts, lambda: actions.count_export(taken=row, rows=rows(), by=request.user, at=request.at)
    )


class _Counted:
    """Parts that are counted once, at their end: also of a file of which nothing was fetched, where a generator would not
    even have begun."""

    def __init__(self, parts: Iterator[bytes], count: Callable[[], object]) -> None:
        self._parts, self._count, self._counted = parts, count, False

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self._parts)
        except BaseException:  # its end, or whatever broke it
            self._once()
            raise

    def close(self) -> None:
        if close := getattr(self._parts, "close", None):
            close()
        self._once()

    def _once(self) -> None:
        if not self._counted:
            self._counted = True
            self._count()
