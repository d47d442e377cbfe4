"""Fields that forms of several pages have."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from naikkelas.kit import clock
from naikkelas.places import queries as places

_CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?")
_SPOKEN = re.compile(
    r"^(desa|kelurahan|kel|kampung|pekon|tiyuh|kecamatan|kec|kabupaten|kab|kota)\b\.?\s*", re.IGNORECASE
)
_MOST_TOLD = 5


def day_field(label: Any, *, required: bool = True, **more: Any) -> forms.DateField:
    """A day, chosen from the browser's own calendar."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}), **more
    )


class PastDayField(forms.DateField):
    """The day of something that happened: today at the latest, by the clock of the doors."""

    def __init__(self, **more: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}), **more)

    def clean(self, value: Any) -> Any:
        day = super().clean(value)
        if day and day > clock.now().date():
            raise forms.ValidationError(_("This day has not come yet. Write the day on which it happened."))
        return day


class PlaceField(forms.CharField):
    """A village or kecamatan as people call it, "Hajimena" or "Sukajaya, Way Khilau", or by its code. Gives the code.

    `within` is the area that it must lie in where only the name is written; who may write there the action decides.
    """

    within = "0"

    def __init__(self, **more: Any) -> None:
        more.setdefault("label", gettext_lazy("Village or kecamatan"))
        more.setdefault(
            "help_text",
            gettext_lazy(
                "By name, with the kecamatan where needed (Hajimena, Natar), or by code (18.01.06.2018)."
            ),
        )
        super().__init__(max_length=100, **more)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        if _CODE.fullmatch(text):
            if places.known(text) is None:
                raise forms.ValidationError(
                    _("No area has the code %(code)s. Write the name of the village or kecamatan instead.")
                    % {"code": text}
                )
            return text
        found = self._called(text)
        if len(found) == 1:
            return str(found[0].code)
        if not found:
            raise forms.ValidationError(
                _(
                    "No village or kecamatan in %(area)s is called “%(name)s”. See how it is written, or write its code."
                )
                % {"area": places.name_of(self.within), "name": text}
            )
        told = "; ".join(f"{region.title}, {_above(region)} ({region.code})" for region in found[:_MOST_TOLD])
        raise forms.ValidationError(
            _("%(n)s places are called “%(name)s”: %(told)s. Write the kecamatan too, or the code.")
            % {"n": len(found), "name": text, "told": told + ("; …" if len(found) > _MOST_TOLD else "")}
        )

    def _called(self, text: str) -> list:
        """The places with this name, whose places above have the names that follow it."""
        name, *above = [_SPOKEN.sub("", part.strip()) for part in text.split(",")]
        wanted = [part.casefold() for part in above if part]
        for level in ("village", "district"):
            named = places.below(self.within, level).filter(name__iexact=name)
            if found := [region for region in named if _lies_in(region.code, wanted)]:
                return found
        return []


def _names_above(code: str) -> list[str]:
    return [places.known(above).name for above in places.codes_above(code) if places.known(above)]


def _lies_in(code: str, wanted: list[str]) -> bool:
    names = {name.casefold() for name in _names_above(code)}
    return all(part in names for part in wanted)


def _above(region: Any) -> str:
    """What tells this place from another of its name."""
    return places.name_of(region.parent_id)
