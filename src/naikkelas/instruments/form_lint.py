"""What a form's sheets and its XForm show that a compiler does not mind: told with sheet, row and remedy."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

from naikkelas.instruments import form_facts, patterns, xpath
from naikkelas.instruments.form_problems import ERRORS

MOST_QUESTIONS, MOST_CHOICES, DEEPEST, MOST_REPEATS = 2_000, 5_000, 20, 1_000
LONGEST_NAME, LONGEST_LABEL, LONGEST_NOTE, LONGEST_CHOICE = 60, 250, 1_000, 80
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,249}")
_FILE = re.compile(
    r"[^./\\:*?\"<>|\s][^/\\:*?\"<>|]{0,120}\.(?:csv|geojson|xml|png|jpg|jpeg|svg|mp3|m4a|mp4|3gpp|wav)", re.I
)
_EXPRESSIONS = (
    "calculation",
    "relevant",
    "constraint",
    "required",
    "readonly",
    "choice_filter",
    "repeat_count",
    "default",
)
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
XF = "{http://www.w3.org/2002/xforms}"
JR = "{http://openrosa.org/javarosa}"


def told(
    code: str, *, sheet: str = "", row: int | None = None, column: str = "", **params: Any
) -> dict[str, Any]:
    return {
        "code": code,
        "sheet": sheet,
        "row": row,
        "column": column,
        "params": params,
        "error": code in ERRORS,
    }


def taken_out(book: dict[str, Any], sheet: str, column: str) -> str:
    """A column of ours that the compiler must not see."""
    rows = [dict(row) for row in book.get(sheet) or []]
    value = next((str(row.pop(column)).strip() for row in rows if row.get(column)), "")
    if value:
        book[sheet] = rows
        book[f"{sheet}_header"] = [
            {k: v for k, v in h.items() if k != column} for h in book.get(f"{sheet}_header") or []
        ]
    return value


def rows_of(book: Mapping[str, Any], sheet: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a sheet with the number that the sender sees."""
    for at, row in enumerate(book.get(sheet) or [], 2):
        if row:
            yield at, {str(k): str(v) for k, v in row.items() if v is not None}


def of_sheets(book: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        *_settings(book),
        *_limits(book),
        *_files(book),
        *_names(book),
        *_characters(book),
        *_references(book),
        *_texts(book),
    ]


def _settings(book: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    row = next((r for _, r in rows_of(book, "settings")), {})
    form_id = row.get("form_id", row.get("id_string", ""))
    if not _NAME.fullmatch(form_id):
        yield told("xlsform.form_id", sheet="settings", row=2, column="form_id", value=form_id[:60])
    if not 0 < len(row.get("version", "")) <= 30 or "/" in row.get("version", ""):
        yield told("xlsform.version", sheet="settings", row=2, column="version")
    for column in ("submission_url", "public_key"):
        if row.get(column):
            yield told(f"xlsform.{column}", sheet="settings", row=2, column=column)


def _limits(book: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    survey = list(rows_of(book, "survey"))
    if not any(row.get("type") for _, row in survey):
        yield told("xlsform.empty", sheet="survey")
    if len(survey) > MOST_QUESTIONS:
        yield told("xlsform.too_many_questions", sheet="survey", count=len(survey), limit=MOST_QUESTIONS)
    choices = len(book.get("choices") or [])
    if choices > MOST_CHOICES:
        yield told("xlsform.too_many_choices", sheet="choices", count=choices, limit=MOST_CHOICES)
    depth = 0
    for at, row in survey:
        kind = row.get("type", "").lower().replace("_", " ").strip()
        depth += kind.startswith("begin ") - kind.startswith("end ")
        if depth > DEEPEST:
            yield told("xlsform.too_deep", sheet="survey", row=at, column="type", count=depth, limit=DEEPEST)
            break
        count = row.get("repeat_count", "").strip()
        if re.fullmatch(r"[0-9.eE+]+", count) and (len(count) > 6 or float(count) > MOST_REPEATS):
            yield told(
                "xlsform.repeat_count", sheet="survey", row=at, column="repeat_count", value=count[:20], limit=MOST_REPEATS
            )  # fmt: skip


def _files(book: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Everything that names a file names just that: no folder, no address."""
    for at, row in rows_of(book, "survey"):
        kind = row.get("type", "").split()
        if len(kind) > 1 and kind[0].endswith("_from_file") and not _FILE.fullmatch(kind[1]):
            yield told(
                "xlsform.bad_file_ref", sheet="survey", row=at, column="type", value=" ".join(kind[1:])[:80]
            )
    if book.get("external_choices"):
        yield told("xlsform.external", sheet="external_choices")
    for sheet in ("survey", "choices"):
        for at, row in rows_of(book, sheet):
            for column, text in row.items():
                media = column.split("::")[0].lower() in ("media", "image", "audio", "video", "big-image")
                if media and not _FILE.fullmatch(text):
                    yield told("xlsform.bad_file_ref", sheet=sheet, row=at, column=column, value=text[:80])


def _names(book: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    seen: dict[str, tuple[str, int]] = {}
    for at, row in rows_of(book, "survey"):
        name = row.get("name", "")
        if len(name) > LONGEST_NAME:
            yield told(
                "xlsform.long_name",
                sheet="survey",
                row=at,
                column="name",
                value=name[:30],
                limit=LONGEST_NAME,
            )
        same = unicodedata.normalize("NFKC", name).casefold()
        if name and same in seen and seen[same][0] != name:
            yield told(
                "xlsform.twin_names",
                sheet="survey",
                row=at,
                column="name",
                value=name[:60],
                other=seen[same][1],
            )
        seen.setdefault(same, (name, at))


def _references(book: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """${names} of questions that are not there: the compiler stops at the first, and says it in English."""
    names = {row.get("name", "") for _, row in rows_of(book, "survey")}
    for at, row in rows_of(book, "survey"):
        for column, text in row.items():
            for name in _REFERENCE.findall(text) if column != "name" else ():
                if name.removeprefix("last-saved#") not in names:
                    close = difflib.get_close_matches(name, names, 1)
                    hint = f" → ${{{close[0]}}}" if close else ""
                    yield told(
                        "xlsform.unknown_question", sheet="survey", row=at, column=column, value=f"${{{name[:60]}}}{hint}"
                    )  # fmt: skip


def _characters(book: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Characters that no XML may hold; they come along when text is copied from elsewhere."""
    for sheet in ("survey", "choices", "settings"):
        for at, row in rows_of(book, sheet):
            for column, text in row.items():
                if _UNWRITABLE.search(text) or _UNWRITABLE.search(column):
                    yield told(
                        "xlsform.character", sheet=sheet, row=at, column=_UNWRITABLE.sub("", column)[:60]
                    )


def _texts(book: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Texts that lack in a language that others have, and labels too long for a phone."""
    for sheet in ("survey", "choices"):
        header = [str(name) for name in (book.get(f"{sheet}_header") or [{}])[0]]
        columns = [name for name in header if name.split("::")[0].split(":")[0].strip().lower() == "label"]
        for at, row in rows_of(book, sheet):
            given = [c for c in columns if row.get(c)]
            for column in columns if given else ():
                if column not in given:
                    language = column.partition("::")[2] or "default"
                    yield told("xlsform.translation", sheet=sheet, row=at, column=column, value=language)
            note = row.get("type", "") == "note"
            limit = LONGEST_CHOICE if sheet == "choices" else LONGEST_NOTE if note else LONGEST_LABEL
            for column in given:
                if len(row[column]) > limit:
                    yield told(
                        "xlsform.long_label", sheet=sheet, row=at, column=column, count=len(row[column]), limit=limit
                    )  # fmt: skip


def of_xform(xform: str, book: Mapping[str, Any], serves: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """How each question is read, and what is wrong with formulas and facts."""
    root = ElementTree.fromstring(xform)  # noqa: S314 - our own compiler wrote it
    where = {row["name"]: at for at, row in rows_of(book, "survey") if row.get("name")}
    binds = list(root.iter(f"{XF}bind"))
    paths = _paths(root)
    problems = list(_formulas(binds, paths, where))
    reading = form_facts.reading(xform, binds, serves)
    problems += form_facts.problems(reading, where, told)
    problems += [
        told("xlsform.media_needed", value=name) for name in reading["files"] if name not in form_facts.SERVED
    ]
    reading["rows"] = where
    return reading, problems


def _paths(root: ElementTree.Element) -> set[str]:
    """Every node of the form's own instance."""
    model = root.find(f".//{XF}model")
    first = model.find(f"{XF}instance") if model is not None else None
    found: set[str] = set()

    def walk(element: ElementTree.Element, path: str) -> None:
        here = f"{path}/{element.tag.rpartition('}')[2]}"
        found.add(here)
        for child in element:
            walk(child, here)

    if first is not None and len(first):
        walk(first[0], "")
    return found


def _formulas(
    binds: list[ElementTree.Element], paths: set[str], where: dict[str, int]
) -> Iterator[dict[str, Any]]:
    needs: dict[str, set[str]] = {}
    for bind in binds:
        path = bind.get("nodeset", "")
        row = where.get(path.rpartition("/")[2])
        for attribute, column in (
            ("calculate", "calculation"), ("relevant", "relevant"), ("constraint", "constraint"), ("required", "required"),
            ("readonly", "readonly"),
        ):  # fmt: skip
            formula = bind.get(attribute, "")
            if not formula or formula in ("true()", "false()"):
                continue
            try:
                found = xpath.read(formula)
            except (xpath.NotXPath, RecursionError):
                yield told("xlsform.xpath", sheet="survey", row=row, column=column, value=formula[:120])
                continue
            for problem in _calls(found):
                yield problem | {"sheet": "survey", "row": row, "column": column}
            read = {_resolved(ref, path) for ref in found.paths} - {""}
            for ref in sorted(read - paths):
                if "*" not in ref and ref.count("/") > 1:
                    yield told(
                        "xlsform.unknown_question", sheet="survey", row=row, column=column, value=ref.rpartition("/")[2]
                    )  # fmt: skip
            if attribute in ("calculate", "relevant"):
                needs.setdefault(path, set()).update(read & paths)
    circle = _circle(needs)
    if circle:
        names = [path.rpartition("/")[2] for path in circle]
        yield told("xlsform.circular", sheet="survey", row=where.get(names[0]), path=" → ".join(names))


def _calls(found: xpath.Found) -> Iterator[dict[str, Any]]:
    for name in sorted(found.functions - xpath.FUNCTIONS):
        close = difflib.get_close_matches(name, xpath.FUNCTIONS, 1)
        yield told("xlsform.function", value=name[:60], hint=f"→ {close[0]}()" if close else "")
    for pattern in found.patterns:
        try:
            if patterns.is_catastrophic(pattern):
                yield told("xlsform.pattern", value=pattern[:80])
        except patterns.NotAPattern:
            yield told("xlsform.not_a_pattern", value=pattern[:80])
    for name in found.files:
        if not _FILE.fullmatch(name if "." in name else f"{name}.csv"):
            yield told("xlsform.bad_file_ref", value=name[:80])


def _resolved(ref: str, at: str) -> str:
    """A path as written, made absolute from the node it stands at. '.' alone is the node itself and no reference."""
    if ref.startswith("/"):
        return ref
    parts = at.split("/")
    for step in ref.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts = [*parts, step]
    return "/".join(parts) if ref != "." else ""


def _circle(needs: Mapping[str, set[str]]) -> list[str]:
    """The first circle of nodes that wait for each other, in order and closed; empty where there is none. Whoever
    stands in a group waits for what the group waits for."""

    def waits(path: str) -> Iterator[str]:
        above = path
        while above.count("/") > 1:
            yield from sorted(needs.get(above, ()))
            above = above.rpartition("/")[0]

    state: dict[str, int] = {}
    for start in needs:
        trail: list[str] = []
        stack: list[tuple[str, Iterator[str]]] = [(start, waits(start))]
        if state.get(start):
            continue
        state[start] = 1
        trail.append(start)
        while stack:
            node, more = stack[-1]
            after = next(more, None)
            if after is None:
                state[node] = 2
                stack.pop()
                trail.pop()
            elif state.get(after) == 1:
                return [*trail[trail.index(after) :], after]
            elif not state.get(after):
                state[after] = 1
                trail.append(after)
                stack.append((after, waits(after)))
    return []
