"""Translations without GNU gettext: extract what is marked, compile the catalogue, check that nothing is missing.

python scripts/messages.py extract          add new texts to the Indonesian catalogue, drop those no longer used
python scripts/messages.py compile FILE.po  write the .mo beside it
python scripts/messages.py check            fail on texts without translation, and on placeholders that differ
"""

import io
import os
import re
import sys
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "naikkelas.conf.settings")
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCE = Path("src/naikkelas")
CATALOGUE = SOURCE / "locale/id/LC_MESSAGES/django.po"
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
HEADER = """\
# Indonesian, the reviewed language of naikkelas.
msgid ""
msgstr ""
"Language: id\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""
CALL = re.compile(r"""\bn?p?gettext\((?:[^()'"]|'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")*\)""")
PLACEHOLDER = re.compile(r"%\((\w+)\)s|\{(\w+)\}")


def _empty() -> Catalog:
    found = Catalog(locale="id", fuzzy=False)
    # Indonesian words have one form for all numbers
    found.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    return found


def marked() -> Catalog:
    """Every text marked for translation, with where it stands."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    found = _empty()
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.rglob("templates/**/*.html")]):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = _calls_only(templatize(text, origin=str(path)))
        for line, message, _comments, context in extract(
            "python", io.BytesIO(text.encode()), keywords=KEYWORDS
        ):
            if message:
                found.add(message, locations=[(str(path), line)], context=context)
    return found


def _calls_only(text: str) -> str:
    """Only the gettext calls of a templatized page, each on the line where it stood: the rest is no Python."""
    lines = [""] * (text.count("\n") + 1)
    for call in CALL.finditer(text):
        lines[text.count("\n", 0, call.start())] += call[0] + ";"
    return "\n".join(lines)


def kept() -> Catalog:
    if not CATALOGUE.exists():
        return _empty()
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="id")


def extract_all() -> None:
    old, new = kept(), marked()
    for message in new:
        if message.id and (known := old.get(message.id, message.context)):
            message.string = known.string
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        file.write(HEADER.encode())
        write_po(file, new, width=110, sort_output=True, no_location=True, omit_header=True)
    missing = sum(1 for m in new if m.id and not any(m.string or ""))
    print(f"{len(new)} texts, {missing} without translation")


def compile_one(path: Path) -> None:
    with path.open("rb") as file, path.with_suffix(".mo").open("wb") as out:
        write_mo(out, read_po(file, locale="id"))


def check() -> int:
    old, faults = kept(), []
    for message in marked():
        if not message.id:
            continue
        known = old.get(message.id, message.context)
        where = ", ".join(f"{file}:{line}" for file, line in message.locations[:2])
        if known is None or not any(known.string or ""):  # one text, or its plural forms
            faults.append(f"not translated: {message.id!r} ({where})")
        elif set(PLACEHOLDER.findall(str(message.id))) != set(PLACEHOLDER.findall(str(known.string))):
            faults.append(f"placeholders differ: {message.id!r} and {known.string!r}")
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["extract"]:
            extract_all()
        case ["compile", path]:
            compile_one(Path(path))
        case ["check"]:
            sys.exit(check())
        case _:
            sys.exit(__doc__)
