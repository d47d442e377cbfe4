"""From an office's XLSForm to an XForm and a list of what is wrong with it. Run in the cage: a stranger's file.

pyxform is a compiler, not a gate: what it lets through that would freeze phones, send answers elsewhere or leave the
form is looked for here (form_lint).
"""

import io
import re
import zipfile
from typing import Any
from xml.etree import ElementTree

from naikkelas.instruments import compiler_words, form_lint
from naikkelas.instruments.cage import Answer

MAX_BYTES = 5_000_000
_MAX_UNPACKED = 40_000_000
_MAX_PARTS = 200
NAMESPACE = "https://naikkelas.id/xforms"
"""Of bind::nk:fact."""
_ROW = re.compile(r"\[row : (\d+)\]")
_SHEET = re.compile(r"'(survey|choices|settings|entities)' sheet")
_KINDS = {"xlsx": ".xlsx", "xls": ".xls", "md": ".md"}


def compiled(content: bytes, filename: str) -> Answer:
    """Values: `problems`, and where the form could be compiled `xform`, `form_id`, `version`, `title`, `reading`."""
    problems: list[dict[str, Any]] = []
    ending = filename.rpartition(".")[2].lower()
    _unpackable(content, ending, problems)
    if any(p["error"] for p in problems):
        return Answer({"problems": problems})
    from pyxform.xls2xform import convert  # see forms.compiled

    try:
        book = _sheets(content, ending)
    except Exception as fault:  # whatever a stranger's file makes a parser raise is the file's fault
        return _only("xlsform.file", detail=_short(fault))
    serves = form_lint.taken_out(book, "settings", "nk_instrument")
    problems += form_lint.of_sheets(book)
    if any(p["error"] for p in problems):
        return Answer({"problems": problems})
    try:
        result = convert(xlsform=_with_namespace(book), form_name="data")
    except (
        Exception
    ) as fault:  # PyXFormError, and what it does not foresee: ParseError, ValueError, KeyError …
        text = str(fault)
        row, sheet = _ROW.search(text), _SHEET.search(text)
        where: dict[str, Any] = {
            "row": int(row[1]) if row else None,
            "sheet": sheet[1] if sheet else "survey",
        }
        code, about = compiler_words.understood(text)
        params = about if code else {"detail": _short(fault)}
        problems.append(form_lint.told(code or "xlsform.compiler", **where | params))
        return Answer({"problems": problems})
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
    row = _ROW.search(warning)
    text = _ROW.sub("", warning)
    if "max-pixels" in text:
        return form_lint.told("xlsform.photo_size", sheet="survey", row=int(row[1]) if row else None)
    return form_lint.told(
        "xlsform.note", sheet="survey" if row else "", row=int(row[1]) if row else None, detail=_short(text)
    )


def _only(code: str, **params: Any) -> Answer:
    return Answer({"problems": [form_lint.told(code, **params)]})


def _short(fault: object) -> str:
    return re.sub(r"\s+", " ", str(fault) or type(fault).__name__)[:400]


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


def _with_namespace(book: dict[str, Any]) -> dict[str, Any]:
    """The same form with the prefix nk declared, where it is used."""
    header = book.get("survey_header") or [{}]
    if not any(str(name).startswith("bind::nk:") for name in header[0]):
        return book
    settings = [dict(row) for row in book.get("settings") or [{}]]
    declared = settings[0].get("namespaces", "")
    settings[0]["namespaces"] = f'{declared} nk="{NAMESPACE}"'.strip()
    heads = [dict((book.get("settings_header") or [{}])[0]) | {"namespaces": None}]
    return book | {"settings": settings, "settings_header": heads}
