"""Bad XLSForms, made the same each time, each with the code of the problem that must be told (tests/unit, tests/doors)."""

import io
import zipfile
from collections.abc import Iterator

import xlsxwriter

COLUMNS = (
    "type",
    "name",
    "label",
    "relevant",
    "calculation",
    "constraint",
    "repeat_count",
    "bind::nk:fact",
    "media::image",
)
Row = dict[str, str]


def book(
    survey: list[Row],
    *,
    choices: list[Row] | None = None,
    settings: Row | None = None,
    hidden: str = "",
    extra: tuple[str, ...] = (),
) -> bytes:
    """A workbook with these rows."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as made:
        sheets = {
            "survey": ([*COLUMNS, *extra], survey),
            "choices": (["list_name", "name", "label", "media::image"], choices or []),
            "settings": (list(DEFAULTS | (settings or {})), [DEFAULTS | (settings or {})]),
        }
        for name, (columns, rows) in sheets.items():
            sheet = made.add_worksheet(name)
            if name == hidden:
                sheet.hide()
            for number, row in enumerate([dict(zip(columns, columns, strict=True)), *rows]):
                for at, column in enumerate(columns):
                    if row.get(column):
                        sheet.write_string(number, at, row[column])
    return buffer.getvalue()


DEFAULTS = {"form_id": "uji", "version": "1", "form_title": "Uji"}


def q(kind: str, name: str, label: str = "Label", **more: str) -> Row:
    return {"type": kind, "name": name, "label": label} | {
        k.replace("__", "::").replace("nk_", "nk:"): v for k, v in more.items()
    }


TEXT = q("text", "a", "A")


def cases() -> Iterator[tuple[str, str, bytes, str]]:
    """(name, file name, content, expected code)."""
    yield from _formulas()
    yield from _patterns()
    yield from _files()
    yield from _settings()
    yield from _limits()
    yield from _compiler()
    yield from _not_forms()


def _formulas() -> Iterator[tuple[str, str, bytes, str]]:
    for n, name in enumerate(
        ("foo", "sum2", "IF", "concatenate", "system", "document", "dyn:evaluate", "vlookup")
    ):
        yield f"function-{n}", "f.xlsx", book([TEXT | {"constraint": f"{name}(.) = 1"}]), "xlsform.function"
    for n, text in enumerate(
        (
            "(. > 1",
            ". > > 1",
            "concat('a',",
            "${a} = 'x",
            ". = 1)",
            "and",
            "1 +",
            "[1]",
            "a b",
            "//",
            "'a' 'b'",
            ". >= €",
        )
    ):
        yield (
            f"xpath-{n}",
            "f.xlsx",
            book([TEXT, q("text", "b", constraint=text)]),
            "xlsform.xpath|xlsform.compiler|xlsform.unknown_question",
        )
    for length in (1, 2, 3, 5, 40):
        rows = [
            q("calculate", f"c{n}", "", calculation=f"${{c{(n + 1) % length}}} + 1") for n in range(length)
        ]
        yield f"circle-{length}", "f.xlsx", book([TEXT, *rows]), "xlsform.circular"
    yield "relevance-of-itself", "f.xlsx", book([TEXT | {"relevant": "${a} = 'x'"}]), "xlsform.circular"
    group = [q("begin group", "g", relevant="${b} = '1'"), q("text", "b"), {"type": "end group"}]
    yield "relevance-by-its-group", "f.xlsx", book(group), "xlsform.circular"
    mixed = [q("text", "x", relevant="${y} > 1"), q("calculate", "y", "", calculation="${x} + 1")]
    yield "relevance-and-calculation", "f.xlsx", book(mixed), "xlsform.circular"
    for n, text in enumerate(("${nobody} = 1", "${a} + ${b9}", "${}", "${ a b }")):
        yield (
            f"unknown-{n}",
            "f.xlsx",
            book([TEXT, q("text", "b", relevant=text)]),
            "xlsform.unknown_question|xlsform.compiler|xlsform.xpath",
        )
    for n, path in enumerate(("/data/none = 1", "../none = 1", "/other/a = 1")):
        yield (
            f"unknown-path-{n}",
            "f.xlsx",
            book([TEXT, q("text", "b", relevant=path)]),
            "xlsform.unknown_question",
        )


def _patterns() -> Iterator[tuple[str, str, bytes, str]]:
    bad = (
        "^(a+)+$", "^(a*)*$", "(.*)*x", "([a-z]+)*1", "^(a|a)*$", "^(a|ab)*c$", "(x+x+)+y", "^([0-9]+)*$", "(a?){200}b+(a*)*",
        r"^(\w+\s?)*$", r"^(\d+)+@", "((ab)*)*", "(a*)+b", "^(.+)+$", "a*a*a*b", ".*.*.*=.*", "^(([a-z])+.)+[A-Z]([a-z])+$",
    )  # fmt: skip
    for n, pattern in enumerate(bad):
        yield (
            f"pattern-{n}",
            "f.xlsx",
            book([TEXT | {"constraint": f"regex(., '{pattern}')"}]),
            "xlsform.pattern",
        )
    for n, pattern in enumerate(("(", "[a", "*a", "a{2,1}", "(?P<x")):
        yield (
            f"no-pattern-{n}",
            "f.xlsx",
            book([TEXT | {"constraint": f"regex(., '{pattern}')"}]),
            "xlsform.not_a_pattern|xlsform.xpath",
        )


def _files() -> Iterator[tuple[str, str, bytes, str]]:
    names = (
        "../../etc/passwd.csv", "/etc/passwd.csv", "http://169.254.169.254/x.csv", "file:///etc/passwd.csv", "C:\\x.csv", "..csv",
        "\\\\host\\x.csv", "a/b.csv", "x.exe", "x.csv/../y",
    )  # fmt: skip
    for n, name in enumerate(names):
        yield (
            f"choices-file-{n}",
            "f.xlsx",
            book([q(f"select_one_from_file {name}", "s")]),
            "xlsform.bad_file_ref|xlsform.compiler",
        )
        yield (
            f"picture-{n}",
            "f.xlsx",
            book([TEXT | {"media::image": name}]),
            "xlsform.bad_file_ref|xlsform.compiler",
        )
    for n, name in enumerate(("../x", "http://host/x", "/etc/passwd", "a/b")):
        row = q("calculate", "p", "", calculation=f"pulldata('{name}', 'a', 'b', 'c')")
        yield f"pulldata-{n}", "f.xlsx", book([TEXT, row]), "xlsform.bad_file_ref|xlsform.compiler"


def _settings() -> Iterator[tuple[str, str, bytes, str]]:
    for n, form_id in enumerate(
        ("../../../tmp/x", "<b>x</b>", "a b", "", "é", "x" * 251, "1x", "a/b", "a&b", "'\"")
    ):
        yield f"form-id-{n}", "f.xlsx", book([TEXT], settings={"form_id": form_id}), "xlsform.form_id"
    for n, version in enumerate(("", "1/2", "9" * 60)):
        yield f"version-{n}", "f.xlsx", book([TEXT], settings={"version": version}), "xlsform.version"
    for n, url in enumerate(
        ("https://evil.example/submission", "http://127.0.0.1:1/", "javascript:alert(1)", "//evil.example")
    ):
        yield (
            f"submission-url-{n}",
            "f.xlsx",
            book([TEXT], settings={"submission_url": url}),
            "xlsform.submission_url",
        )
    yield "public-key", "f.xlsx", book([TEXT], settings={"public_key": "MIIBIjANBgkq"}), "xlsform.public_key"
    yield "instrument", "f.xlsx", book([TEXT], settings={"nk_instrument": "markets"}), "xlsform.instrument"
    yield "fact", "f.xlsx", book([q("integer", "k", bind__nk_fact="kiosk_built")]), "xlsform.fact"
    yield "fact-type", "f.xlsx", book([q("text", "k", bind__nk_fact="kiosks_built")]), "xlsform.fact_type"


def _limits() -> Iterator[tuple[str, str, bytes, str]]:
    yield (
        "many-questions",
        "f.xlsx",
        book([q("text", f"q{n}") for n in range(2_100)]),
        "xlsform.too_many_questions",
    )
    choices = [{"list_name": "l", "name": f"c{n}", "label": "x"} for n in range(5_100)]
    yield (
        "many-choices",
        "f.xlsx",
        book([q("select_one l", "s")], choices=choices),
        "xlsform.too_many_choices",
    )
    deep = [q("begin group", f"g{n}") for n in range(30)] + [TEXT] + [{"type": "end group"}] * 30
    yield "deep", "f.xlsx", book(deep), "xlsform.too_deep"
    for n, count in enumerate(("1000000000", "1001", "1e9", "99999999999999999999")):
        rows = [q("begin repeat", "r", repeat_count=count), TEXT, {"type": "end repeat"}]
        yield f"repeats-{n}", "f.xlsx", book(rows), "xlsform.repeat_count"
    yield "long-name", "f.xlsx", book([q("text", "n" * 10_000)]), "xlsform.long_name"
    yield "twins", "f.xlsx", book([q("text", "caf\u00e9"), q("text", "cafe\u0301")]), "xlsform.twin_names"
    yield "twins-by-case", "f.xlsx", book([q("text", "Nama"), q("text", "nama")]), "xlsform.twin_names"


def _compiler() -> Iterator[tuple[str, str, bytes, str]]:
    wrong = {
        "unknown-type": [q("telepathy", "a")], "no-name": [{"type": "text", "label": "x"}], "name-taken": [TEXT, TEXT],
        "unclosed": [q("begin group", "g"), TEXT], "unopened": [TEXT, {"type": "end group"}],
        "no-choices": [q("select_one none", "s")], "no-calculation": [TEXT, q("calculate", "c", "")],
        "bad-name": [q("text", "a b")], "bad-name with markup": [q("text", "a<b")], "bad-name of a number": [q("text", "1a")],
        "unopened and crossed":
            [q("begin group", "g"), q("begin repeat", "r"), TEXT, {"type": "end group"}, {"type": "end repeat"}],
        "empty": [], "no-type": [TEXT, {"name": "b", "label": "x"}], "no-label": [q("text", "a", "")],
    }  # fmt: skip
    for name, rows in wrong.items():
        yield name, "f.xlsx", book(rows), "xlsform." + name.partition(" ")[0].replace("-", "_")
    lists = {
        "no-list": ("select_one none", [("l", "1", "Ya")]),
        "choice-twice": ("select_one l", [("l", "1", "Ya"), ("l", "1", "Tidak")]),
        "choice-no-name": ("select_one l", [("l", "", "Ya")]), "choice-spaces": ("select_multiple l", [("l", "a b", "Ya")]),
    }  # fmt: skip
    for name, (kind, rows) in lists.items():
        choices = [dict(zip(("list_name", "name", "label"), row, strict=True)) for row in rows]
        yield name, "f.xlsx", book([q(kind, "s")], choices=choices), "xlsform." + name.replace("-", "_")


def _not_forms() -> Iterator[tuple[str, str, bytes, str]]:
    good = book([TEXT])
    for n, cut in enumerate((0, 1, 4, 100, len(good) // 2, len(good) - 1, len(good) - 30)):
        yield f"cut-{n}", "f.xlsx", good[:cut], "xlsform.file"
    for n, content in enumerate(
        (
            b"not a form",
            b"\x00" * 500,
            b"<html></html>",
            b"%PDF-1.7",
            b"PK\x03\x04garbage",
            b"| survey |",
            b"{}",
        )
    ):
        yield f"no-form-md-{n}", "f.md", content, "xlsform.file|xlsform.form_id|xlsform.compiler"
        yield f"no-form-xlsx-{n}", "f.xlsx", content, "xlsform.file"
        yield f"no-form-xls-{n}", "f.xls", content, "xlsform.file|xlsform.form_id|xlsform.compiler"
    for name in ("f.xml", "f.exe", "f", "f.xlsx.php", "f.csv", "f.ods"):
        yield f"ending-{name}", name, good, "xlsform.file"
    yield "macro-name", "f.xlsm", good, "xlsform.macro"
    yield "macro-part", "f.xlsx", _with(good, "xl/vbaProject.bin", b"x"), "xlsform.macro"
    yield (
        "doctype",
        "f.xlsx",
        _with(good, "xl/extra.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'),
        "xlsform.file",
    )
    yield "bomb", "f.xlsx", _with(good, "xl/media/zeros.xml", b"\x00" * 45_000_000), "xlsform.too_large"
    many = _with(good, *[part for n in range(300) for part in (f"xl/p{n}.txt", b"x")])
    yield "many-parts", "f.xlsx", many, "xlsform.too_large"
    yield "heavy", "f.md", b"| survey |\n" * 600_000, "xlsform.too_large"


def _with(content: bytes, *parts: str | bytes) -> bytes:
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in zip(parts[::2], parts[1::2], strict=True):
            archive.writestr(str(name), data)
    return buffer.getvalue()
