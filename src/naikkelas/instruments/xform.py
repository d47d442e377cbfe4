"""One filled form as XML, read safely: no DOCTYPE, bounded depth and size, known encodings only.

Sources: OpenRosa metadata and submission specifications; ODK XForms specification (repeats, geopoints).
"""

import hashlib
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from math import isfinite
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape

from naikkelas.kit.problems import Kind, Refused

MAX_BYTES = 1_000_000
MAX_DEPTH = 64
MAX_ELEMENTS = 20_000
_ENCODINGS = {"utf-8", "utf-16", "iso-8859-1", "us-ascii"}

TOO_LARGE = Kind(
    "submission.too_large",
    "Isian lebih besar dari {limit} kB. Kurangi isian berulang lalu kirim lagi.",
    "The submission is larger than {limit} kB. Reduce its repeats and send it again.",
)
FORBIDDEN_DTD = Kind(
    "xml.forbidden_dtd",
    "XML memuat DOCTYPE, yang tidak diterima. Kirim dari ODK Collect atau formulir peramban.",
    "The XML holds a DOCTYPE, which is not taken. Send it from ODK Collect or the browser form.",
)
TOO_DEEP = Kind(
    "xml.too_deep",
    "XML bersarang lebih dari {limit} tingkat atau berisi terlalu banyak unsur.",
    "The XML is nested deeper than {limit} levels, or holds too many elements.",
)
NOT_XML = Kind(
    "xml.not_well_formed",
    "Isian bukan XML yang utuh (baris {line}). Kirim ulang dari aplikasinya.",
    "The submission is no complete XML (line {line}). Send it again from the app.",
)
BAD_ENCODING = Kind(
    "xml.encoding",
    "Pengodean XML “{encoding}” tidak diterima; pakai UTF-8.",
    "The XML encoding “{encoding}” is not taken; use UTF-8.",
)
NO_FORM_ID = Kind(
    "submission.no_form_id",
    "Isian tidak menyebut formulirnya (atribut id pada unsur pertama).",
    "The submission does not name its form (attribute id of the first element).",
)
NO_INSTANCE_ID = Kind(
    "submission.no_instance_id",
    "Isian tidak mempunyai instanceID. Perbarui formulir di ponsel lalu kirim lagi.",
    "The submission has no instanceID. Update the form on the phone and send it again.",
)


class Answer(NamedTuple):
    """One leaf of the form: its path below the root (repeats numbered from 1) and text."""

    path: str
    text: str

    @property
    def question(self) -> str:
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True)
class Submission:
    """A filled form: which form and version, its identity, and its answers in order."""

    form_id: str
    version: str
    instance_id: str
    deprecated_id: str
    answers: tuple[Answer, ...]
    canonical_sha256: str
    encrypted: bool = False
    """What came is a sealed envelope that only the office's own key opens (ODK encrypted forms)."""
    mentioned: frozenset[str] = frozenset()
    """Every text of the form, metadata too: a file belongs to it when its name is among them."""

    def first(self, question: str) -> str:
        """The first answer to a question, stripped; empty where there is none."""
        return self._first.get(question, "")

    @cached_property
    def _first(self) -> dict[str, str]:
        """A form asks for each of its questions by name: looking through all answers each time took longest of all."""
        return {a.question: a.text for a in reversed(self.answers)}

    def all(self, question: str) -> list[str]:
        return [a.text for a in self.answers if a.question == question]

    def corrected(self, answers: dict[str, str]) -> "Submission":
        """The same submission with the first answer to some questions replaced; an unasked one is put in front."""
        rest = dict(answers)
        kept = [a._replace(text=rest.pop(a.question)) if a.question in rest else a for a in self.answers]
        return replace(self, answers=(*(Answer(q, text) for q, text in rest.items()), *kept))

    def day(self, question: str) -> date | None:
        """A date answer ('2020-03-05'); None where it is missing or impossible."""
        try:
            return date.fromisoformat(self.first(question)[:10])
        except ValueError:
            return None

    def moment(self, question: str) -> datetime | None:
        """A dateTime answer with its offset; None where it is missing, impossible or has no offset."""
        try:
            found = datetime.fromisoformat(self.first(question))
        except ValueError:
            return None
        return found if found.tzinfo else None

    def point(self, question: str) -> tuple[float, float, float | None] | None:
        """A geopoint: latitude, longitude in degrees, accuracy in metres."""
        parts = self.first(question).split()
        try:
            latitude, longitude = float(parts[0]), float(parts[1])
            accuracy = float(parts[3]) if len(parts) > 3 and isfinite(float(parts[3])) else None
        except (IndexError, ValueError):
            return None
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            return None
        return latitude, longitude, accuracy


def read(raw: bytes) -> Submission:
    """Parse a submission. Raises Refused (status 400 or 413) when the bytes are no submission at all."""
    if len(raw) > MAX_BYTES:
        raise Refused(TOO_LARGE, status=413, limit=MAX_BYTES // 1000)
    reader = _Reader()
    reader.parse(raw)
    if not reader.form_id:
        raise Refused(NO_FORM_ID, status=400)
    if not reader.instance_id:
        raise Refused(NO_INSTANCE_ID, status=400)
    return Submission(
        form_id=reader.form_id[:251],  # one more than any form of ours has
        version=reader.version[:30],
        instance_id=reader.instance_id[:249],
        deprecated_id=reader.deprecated_id[:249],
        answers=tuple(reader.answers()),
        canonical_sha256=reader.canonical_sha256,
        encrypted=reader.encrypted,
        mentioned=frozenset(reader.texts()),
    )


class _Reader:
    """Walks the XML once, without recursion, keeping leaves and the canonical form.

    Every phone and every reading comes through here: what is asked of each element are local names and no objects.
    """

    def __init__(self) -> None:
        self.form_id = self.version = self.instance_id = self.deprecated_id = ""
        self.encrypted = False
        self.canonical_sha256 = ""
        self._leaves: list[tuple[str, str]] = []

    def parse(self, raw: bytes) -> None:
        canonical: list[str] = []
        try:
            self._parser(canonical).Parse(raw, True)
            self.canonical_sha256 = hashlib.sha256("".join(canonical).encode()).hexdigest()
        except expat.ExpatError as error:
            raise Refused(NOT_XML, status=400, line=error.lineno) from error
        except UnicodeError as error:
            raise Refused(NOT_XML, status=400, line=1) from error
        found = dict(self._leaves)
        self.instance_id = found.get("meta/instanceID", "")
        self.deprecated_id = found.get("meta/deprecatedID", "")

    def _parser(self, canonical: list[str]) -> expat.XMLParserType:
        keep, keep_leaf = canonical.append, self._leaves.append
        names: list[str] = []
        paths: list[str] = []
        """Below the root, each with the slash that its children's begin with; the turns of a repeat numbered."""
        turns: dict[str, int] = {}
        """How often each of them has begun."""
        text: list[str] = []
        """What stands before the next element begins or this one ends."""
        elements, leaf = 0, False

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal elements, leaf
            elements += 1
            if len(names) >= MAX_DEPTH or elements > MAX_ELEMENTS:
                raise Refused(TOO_DEEP, status=400, limit=MAX_DEPTH)
            if text:  # between elements it counts for the canonical form only where it is not white space
                keep(_escaped("".join(text).strip()))
                text.clear()
            if ":" in name:
                name = name.rsplit(":", 1)[-1]
            if names:
                path = f"{paths[-1]}{name}"
                turns[path] = turn = turns.get(path, 0) + 1
                # of the form's own metadata there are no turns: they may stand in two elements called so
                paths.append(f"{path}/" if turn == 1 or path == "meta" else f"{path}[{turn}]/")
            else:
                self._root(attributes)
                paths.append("")
            names.append(name)
            leaf = True
            keep(f"<{name}{_written(attributes)}>" if attributes else f"<{name}>")

        def end(_name: str) -> None:
            nonlocal leaf
            said = "".join(text).strip()
            text.clear()
            keep(f"{_escaped(said)}</{names.pop()}>")
            path = paths.pop()
            if leaf:
                keep_leaf((path[:-1], said))
                leaf = False

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text.append
        return parser

    def _root(self, attributes: dict[str, str]) -> None:
        self.form_id = attributes.get("id", "").strip()
        self.version = attributes.get("version", "").strip()
        self.encrypted = attributes.get("encrypted") == "yes"

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        """Called before the parser asks Python for an encoding it does not know by itself."""
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise Refused(BAD_ENCODING, status=400, encoding=encoding[:40])

    def _doctype(self, *_: object) -> None:
        raise Refused(FORBIDDEN_DTD, status=400)

    def texts(self) -> set[str]:
        return {text for _, text in self._leaves if text}

    def answers(self) -> list[Answer]:
        """The leaves with an answer, those of a repeat under its turn: what is not asked in one turn is left out of it. The
        form's own metadata stand right below its root: a group of questions may be called meta too."""
        return [
            Answer(_by_turn(path) if path[-1] == "]" else path, text)
            for path, text in self._leaves
            if text and path and not path.startswith("meta/") and "/meta/entity/" not in path
        ]


def _by_turn(path: str) -> str:
    """The path of a question that stands twice in its group, as if each answer had a group of its own."""
    path, _, turn = path.rpartition("[")
    parent, _, leaf = path.rpartition("/")
    return f"{parent}[{turn}/{leaf}" if parent else leaf


def _written(attributes: dict[str, str]) -> str:
    return "".join(f" {k}={v!r}" for k, v in sorted(attributes.items()) if not k.startswith("xmlns"))


def _escaped(text: str) -> str:
    return escape(text) if "&" in text or "<" in text or ">" in text else text


def with_answers(raw: bytes, answers: dict[str, str]) -> bytes:
    """The XML with the first answer to some questions replaced; a question that the form does not hold is passed over."""
    for question, text in answers.items():
        name = re.escape(question).encode()
        found = re.search(rb"<(%b)(\s[^<>]*?)?(?:/>|>[^<]*</%b>)" % (name, name), raw)
        if found:
            leaf = b"<%b%b>%b</%b>" % (found[1], found[2] or b"", escape(text).encode(), found[1])
            raw = raw[: found.start()] + leaf + raw[found.end() :]
    return raw


_META = re.compile(rb"<((?:[\w.-]+:)?meta)(?:\s[^<>]*)?>(.*?)</\1\s*>", re.DOTALL)
_NUMBER = re.compile(rb"<((?:[\w.-]+:)?)instanceID(\s[^<>]*)?>[^<]*</\1instanceID\s*>")
_FORMER = re.compile(rb"<((?:[\w.-]+:)?deprecatedID)(?:\s[^<>]*)?(?:/>|>[^<]*</\1\s*>)")
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def renumbered(raw: bytes, number: str, former: str) -> bytes:
    """The same answers under a number of their own, as the version that takes the place of a former one. Given back as it
    is where its metadata are written in a way that is not ours to change: reading it tells."""
    if raw[:2] in _UTF_16:
        raw = re.sub(r"^\s*<\?xml[^>]*\?>", "", raw.decode("utf-16")).encode()
    leaf = rb"<\1instanceID\2>%b</\1instanceID><\1deprecatedID>%b</\1deprecatedID>"
    told = (escape(number).encode(), escape(former).encode())
    for meta in _META.finditer(raw):
        inner, found = _NUMBER.subn(lambda each: each.expand(leaf) % told, _FORMER.sub(b"", meta[2]))
        if found:
            return raw[: meta.start(2)] + inner + raw[meta.end(2) :]
    return raw
