"""The evidence of a proposal in words: what speaks for two records being one, what against, and how strongly."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = tuple[Promise | str, tuple[Promise | str, ...]]

# comparison → (what is compared, its levels from "differs" upward); a level of -1 says nothing and is not shown
ENTERPRISE: dict[str, Words] = {
    "owner_name": (_("Owner's name"), (
        _("names differ"), _("one family name, called otherwise"), _("called the same, other names differ"),
        _("called the same, other names alike"), _("called the same, one has no other name"),
        _("called the same, another name too"), _("names sound nearly the same"), _("names sound the same"),
        _("the same name, titles aside"),
    )),
    "business_name": (_("Business name"), (
        _("names of the businesses differ"), _("one word the same"), _("half of the words the same"), _("the same product"),
        _("the same product and another word"), _("one name holds all words of the other"), _("nearly the same name"),
        _("the same name, UD, CV or Toko aside"),
    )),
    "home": (_("Telephone and address"), (
        _("in different kabupaten/kota"), _("in one kabupaten/kota"), _("in one kecamatan"),
        _("in one village, another telephone"), _("in one village, telephone unknown"),
        _("a like address, another telephone"), _("a like address, telephone unknown"), _("one address, another telephone"),
        _("one address, telephone unknown"), _("one telephone, elsewhere"), _("one telephone in one village"),
        _("one telephone and one address"),
    )),
    "person_nik": (_("Person's NIK"), (_("different NIK"), _("the same NIK"))),
    "nib_number": ("NIB", (_("different NIB"), _("the same NIB"))),
    "born": (_("Year of birth"), (_("another year"), _("a year apart"), _("the same year"))),
    "man_or_woman": (_("Sex"), (_("a man and a woman"), _("the same sex"))),
}  # fmt: skip
COOPERATIVE: dict[str, Words] = {
    "name": (_("Name"), (
        _("names differ"), _("half of the words the same"), _("one name holds all words of the other"),
        _("nearly the same name"), _("the same name, “koperasi” and its kind aside"),
    )),
    "form": (_("Kind in the name"), (
        _("another kind of cooperative"), _("the same kind of cooperative"), _("both of Merah Putih"),
    )),
    "legal_no": (_("Legal number"), (
        _("different legal numbers"), _("legal numbers a sign apart"), _("the same legal number"),
    )),
    "cooperative_nik": (_("Cooperative no. (NIK)"), (_("different numbers"), _("the same number"))),
    "phone": (_("Telephone"), (_("another telephone"), _("one telephone"))),
    "chair": (_("Chair"), (_("another chair"), _("a chair of a like name"), _("the same chair"))),
    "place": (_("Area"), (
        _("in different kabupaten/kota"), _("in one kabupaten/kota"), _("in one kecamatan, other villages"),
        _("in one kecamatan, a village unknown"), _("in one village"),
    )),
    "merah_putih": (_("Village of Merah Putih"), (
        _("called after another village"), _("a like name in another kecamatan"), _("in one village, called otherwise"),
        _("a like name in one kecamatan"), _("the same name in one kabupaten/kota, a kecamatan unknown"),
        _("the same name in one kecamatan, a village unknown"), _("the same name in one village, which has one"),
    )),
}  # fmt: skip
KINDS = {"enterprise": ENTERPRISE, "cooperative": COOPERATIVE}
STRONG, CLEAR = 6, 2
"""Bits from which evidence is called strong, and clear."""


@dataclass(frozen=True)
class Evidence:
    """`bits` is the base-2 logarithm of how much likelier this is for one record twice than for two strangers."""

    what: Promise | str
    finding: Promise | str
    bits: float

    @property
    def speaks(self) -> Promise:
        size = abs(self.bits)
        if size < 0.5:
            return _("says little")
        if self.bits > 0:
            return _("strongly for") if size >= STRONG else _("for") if size >= CLEAR else _("a little for")
        return (
            _("strongly against")
            if size >= STRONG
            else _("against")
            if size >= CLEAR
            else _("a little against")
        )

    @property
    def width(self) -> int:
        """Of a bar that is full at 15 bits, in percent."""
        return min(100, round(abs(self.bits) / 15 * 100))


def told(kind: str, evidence: dict[str, Any]) -> list[Evidence]:
    """What speaks for and against, the weightiest first."""
    found = []
    for name, (level, bits) in evidence.items():
        what, words = KINDS[kind][name]
        if level >= 0:
            found.append(Evidence(what, words[min(level, len(words) - 1)], bits))
    return sorted(found, key=lambda each: -abs(each.bits))
