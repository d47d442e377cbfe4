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


def exported(request: HttpRequest) -> Callable[[str, int], None]:
    """For a Listing with names: what is written when it is taken away."""

    def write(filters: str, rows: int) -> None:
        actions.log_export(
            area=request.frame.area.code, place=request.resolver_match.view_name, filters=filters, rows=rows,
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

    def counted() -> Iterator[bytes]:
        try:
            yield from parts
        finally:
            actions.count_export(taken=row, rows=rows(), by=request.user, at=request.at)

    return counted()
