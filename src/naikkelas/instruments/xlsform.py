"""From an office's XLSForm to an XForm and a list of what is wrong with it. Run in the cage: a stranger's file.

pyxform is a compiler, not a gate: what it lets through that would freeze phones, send answers elsewhere or leave the
form is looked for here (form_lint).
"""

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

from naikkelas.instruments import compiling, form_lint
from naikkelas.instruments.cage import Answer

MAX_BYTES = 5_000_000
_MAX_UNPACKED = 40_000_000
_MAX_PARTS = 200
_KINDS = {"xlsx": ".xlsx", "xls": ".xls", "md": ".md"}


def compiled(content: bytes, filename: str) -> Answer:
    """Values: `problems`, and where the form could be compiled `xform`, `form_id`, `version`, `title`, `reading`."""
    problems: list[dict[str, Any]] = []
    ending = filename.rpartition(".")[2].lower()
    _unpackable(content, ending, problems)
    if any(p["error"] for p in problems):
        return Answer({"problems": problems})
    try:
        book = _sheets(content, ending)
    except Exception as fault:  # whatever a stranger's file makes a parser raise is the file's fault
        return _only("xlsform.file", detail=_short(fault))
    serves = form_lint.taken_out(book, "settings", "nk_instrument")
    problems += form_lint.of_sheets(book)
    if any(p["error"] for p in problems):
        return Answer({"problems": problems})
    result, faults = compiling.compiled(book)
    if faults:
        return Answer({"problems": [*problems, *faults]})
    settings = (book.get("settings") or [{}])[0]
    problems += [_noted(warning) for warning in result.warnings]
    try:
        reading, found = form_lint.of_xform(str(result.xform), book, serves)
    except ElementTree.ParseError as fault:  # the compiler writes down what no XML may hold
        return Answer({"problems": [*problems, form_lint.told("xlsform.compiler", detail=_short(fault))]})
    problems += found
    return Answer(
        {
            "problems": problems,
            "xform": str(result.xform),
            "form_id": str(settings.get("form_id") or settings.get("id_string") or ""),
            "version": str(settings.get("version") or ""),
            "title": str(settings.get("form_title") or settings.get("title") or ""),
            "reading": reading,
        }
    )


def _noted(warning: str) -> dict[str, Any]:
    """What the compiler minds, with the row it names."""
    row, text = compiling.row_named(warning)
    if "max-pixels" in text:
        return form_lint.told("xlsform.photo_size", sheet="survey", row=row)
    return form_lint.told("xlsform.note", sheet="survey" if row else "", row=row, detail=text)


def _only(code: str, **params: Any) -> Answer:
    return Answer({"problems": [form_lint.told(code, **params)]})


def _short(fault: Exception) -> str:
    return compiling.short(str(fault) or type(fault).__name__)


def _unpackable(content: bytes, ending: str, problems: list[dict[str, Any]]) -> None:
    """Refuse before anything is parsed: too large, macros, zip bombs, other files."""
    if len(content) > MAX_BYTES:
        problems.append(form_lint.told("xlsform.too_large", limit=MAX_BYTES // 1_000_000))
    elif ending == "xlsm":
        problems.append(form_lint.told("xlsform.macro"))
    elif ending not in _KINDS:
        problems.append(form_lint.told("xlsform.file", detail=f".{ending[:20]}"))
    elif ending == "xlsx":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as parts:
                infos = parts.infolist()
                if len(infos) > _MAX_PARTS or sum(i.file_size for i in infos) > _MAX_UNPACKED:
                    problems.append(form_lint.told("xlsform.too_large", limit=_MAX_UNPACKED // 1_000_000))
                elif any("vbaProject" in i.filename for i in infos):
                    problems.append(form_lint.told("xlsform.macro"))
                elif any(_declares(parts, i) for i in infos if i.filename.endswith((".xml", ".rels"))):
                    problems.append(form_lint.told("xlsform.file", detail="DOCTYPE"))
                else:
                    problems += _hidden(parts)
        except (
            zipfile.BadZipFile,
            RuntimeError,
            NotImplementedError,
            OSError,
            ValueError,
            KeyError,
        ) as fault:
            problems.append(form_lint.told("xlsform.file", detail=_short(fault)))


def _declares(parts: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    with parts.open(info) as part:
        return b"<!DOCTYPE" in part.read(4_000)


def _hidden(parts: zipfile.ZipFile) -> list[dict[str, Any]]:
    book = parts.read("xl/workbook.xml").decode("utf-8", "replace")
    tags = re.findall(r"<sheet\b[^>]*>", book)
    names = [
        m[1]
        for t in tags
        if 'state="' in t and 'state="visible"' not in t and (m := re.search(r'name="([^"]*)"', t))
    ]
    return [form_lint.told("xlsform.hidden_sheet", value=name[:60]) for name in names]


def _sheets(content: bytes, ending: str) -> dict[str, Any]:
    from pyxform.xls2json_backends import get_xlsform

    data = get_xlsform(xlsform=io.BytesIO(content), file_type=_KINDS[ending])
    return {name: getattr(data, name) for name in data.__slots__ if getattr(data, name) is not None}
