"""What the questions and choices of a published form are called, read from its XForm (ODK XForms: itext, itemset).

Old visits are shown in the words of the version that was asked, not of today's.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from xml.etree import ElementTree

from naikkelas.kit.bilingual import Text

XF = "{http://www.w3.org/2002/xforms}"
_ITEXT = re.compile(r"jr:itext\('(.+)'\)")
_INSTANCE = re.compile(r"instance\('(.+?)'\)")
_FILE = re.compile(r"jr://(?:file|file-csv|images|audio|video)/([^\"'<>/]+)")
_NUMBERED = re.compile(r"\[\d+\]")
_JR = "{http://openrosa.org/javarosa}"
BY_DEVICE = frozenset({"start", "end", "deviceid", "today"})
"""What the device answers by itself in our own forms."""
_DEVICE = {
    "start": Text("Mulai diisi", "Filled from"),
    "end": Text("Selesai diisi", "Filled until"),
    "today": Text("Hari pengisian", "Day of filling"),
    "deviceid": Text("Perangkat", "Device"),
    "username": Text("Nama pengguna pada perangkat", "User name on the device"),
    "phonenumber": Text("Nomor telepon perangkat", "Phone number of the device"),
    "email": Text("Alamat surel pada perangkat", "E-mail address on the device"),
    "subscriberid": Text("Nomor pelanggan seluler", "Subscriber number"),
    "simserial": Text("Nomor kartu SIM", "Number of the SIM card"),
}
"""What a device may answer by itself (jr:preloadParams), as people call it."""


@dataclass(frozen=True)
class Question:
    """One question: where its group stands, its XForm type, its label and those of its choices."""

    label: Text
    type: str
    group: str
    choices: Mapping[str, Text] = field(default_factory=dict)
    many: bool = False
    """More than one choice may be taken."""


@dataclass(frozen=True)
class Wording:
    """Questions and group titles of a form by their path below its root."""

    questions: Mapping[str, Question]
    groups: Mapping[str, Text]
    calculated: frozenset[str] = frozenset()
    """What the form works out by itself and asks nobody."""
    devices: Mapping[str, Question] = field(default_factory=dict)
    """What the device answers by itself."""

    def asks_nobody(self, path: str) -> bool:
        return path in self.devices or path in BY_DEVICE or self.works_out(path)

    def works_out(self, path: str) -> bool:
        return _unnumbered(path) in self.calculated

    def question(self, path: str) -> Question | None:
        """The question of an answer's path; which repeat it stood in does not matter."""
        short = _unnumbered(path)
        return self.questions.get(short) or self.devices.get(short)


def _unnumbered(path: str) -> str:
    return _NUMBERED.sub("", path) if "[" in path else path


@lru_cache(maxsize=64)
def wording(xform: str) -> Wording:
    """Read the wording of an XForm that was compiled here."""
    root = ElementTree.fromstring(xform)  # noqa: S314 - our own compiler wrote it
    texts = _texts(root)
    lists = _choice_lists(root, texts)
    types = {b.get("nodeset", ""): b.get("type", "string") for b in root.iter(f"{XF}bind")}
    questions: dict[str, Question] = {}
    groups: dict[str, Text] = {}
    body = root.find("{http://www.w3.org/1999/xhtml}body")
    for control in body.iter() if body is not None else ():
        path, label = control.get("ref", ""), control.find(f"{XF}label")
        said = _label(label, texts)
        if not path or said is None:
            continue
        short = path.split("/", 2)[-1]
        if control.tag == f"{XF}group":
            groups[short] = said
            continue
        itemset = control.find(f"{XF}itemset")
        source = _INSTANCE.search(itemset.get("nodeset", "")) if itemset is not None else None
        questions[short] = Question(
            said, types.get(path, "string"), short.rpartition("/")[0], lists.get(source[1], {}) if source else {},
            control.tag == f"{XF}select",
        )  # fmt: skip
    sums = {b.get("nodeset", "").split("/", 2)[-1] for b in root.iter(f"{XF}bind") if b.get("calculate")}
    return Wording(questions, groups, frozenset(sums - questions.keys()), _devices(root))


def _devices(root: ElementTree.Element) -> dict[str, Question]:
    found = {}
    for bind in root.iter(f"{XF}bind"):
        path, asked = bind.get("nodeset", "").split("/", 2)[-1], bind.get(f"{_JR}preloadParams", "")
        if bind.get(f"{_JR}preload") in ("timestamp", "date", "property") and not path.startswith("meta/"):
            label = _DEVICE.get(asked, Text(asked, asked))
            found[path] = Question(label, bind.get("type", "string"), path.rpartition("/")[0])
    return found


def _label(label: ElementTree.Element | None, texts: Mapping[str, Text]) -> Text | None:
    """A label in both languages; a form in one language writes it where it stands."""
    if label is None:
        return None
    found = _ITEXT.match(label.get("ref", ""))
    if found is not None:
        return texts.get(found[1])
    plain = "".join(label.itertext()).strip()
    return Text(plain, plain) if plain else None


@lru_cache(maxsize=64)
def files_in(xform: str) -> list[str]:
    """The files that a form loads (jr://…), each once."""
    return list(dict.fromkeys(_FILE.findall(xform)))


def _texts(root: ElementTree.Element) -> dict[str, Text]:
    """Every translated text by its id. The language is the code in brackets: “Bahasa Indonesia (id)”."""
    by_language: dict[str, dict[str, str]] = {}
    for translation in root.iter(f"{XF}translation"):
        language = translation.get("lang", "").rstrip(")").rpartition("(")[2]
        by_language[language] = {
            text.get("id", ""): "".join(value.itertext())
            for text in translation.iter(f"{XF}text")
            if (value := text.find(f"{XF}value")) is not None
        }
    first = next(iter(by_language.values()), {})
    in_id, in_en = by_language.get("id", first), by_language.get("en", first)
    return {key: Text(in_id.get(key, text), in_en.get(key, text)) for key, text in first.items()}


def _choice_lists(root: ElementTree.Element, texts: Mapping[str, Text]) -> dict[str, dict[str, Text]]:
    return {
        instance.get("id", ""): {
            item.findtext(f"{XF}name", ""): texts.get(
                item.findtext(f"{XF}itextId", ""), Text(plain := item.findtext(f"{XF}label", ""), plain)
            )
            for item in instance.iter(f"{XF}item")
            if item.findtext(f"{XF}itextId", "") in texts or item.findtext(f"{XF}label")
        }
        for instance in root.iter(f"{XF}instance")
        if instance.get("id")
    }
