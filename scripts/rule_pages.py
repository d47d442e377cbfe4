"""Pages of the rules for lawyers and auditors, made from the rule sets and the truth tables that the tests check.

python scripts/rule_pages.py        write docs/rules/ anew
python scripts/rule_pages.py check  fail where a page is not what would be written
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from naikkelas.kit.bilingual import Text  # noqa: E402
from naikkelas.kit.collect import collect  # noqa: E402
from naikkelas.kit.days import day_text  # noqa: E402
from naikkelas.kit.money import number  # noqa: E402
from naikkelas.rules import cooperative_health  # noqa: E402
from naikkelas.rules.catalogues import rule_heads  # noqa: E402
from naikkelas.rules.measure import All, AtLeast, AtMost, Condition, In, Is, Known, Measure, Term  # noqa: E402
from naikkelas.rules.rule_set import Head  # noqa: E402
from naikkelas.rules.size_class import rule_sets  # noqa: E402
from scripts import health_pages, market_pages, quality_pages, startup_pages  # noqa: E402
from tests.spec.truth import MISSING, Case, cases, head, indicator_rows  # noqa: E402

FOLDER = ROOT / "docs/rules"
LANGUAGES = {"id": ".md", "en": ".en.md"}
"""The Indonesian page has the plain name; the English one stands beside it."""
NOT_RULE_SETS = ("meeting_time", "person_nik")

TITLE = Text("Aturan dan indikator", "Rules and indicators")
ABOUT = Text(
    "Setiap putusan naikkelas menyimpan kumpulan aturan, masukan, alasan dan hari penilaiannya. Halaman-halaman ini dibuat "
    "dari aturan yang dijalankan dan tabel kasus yang diuji: kasus yang tertulis di sini sungguh menghasilkan jawaban itu.",
    "Every verdict of naikkelas keeps its rule set, inputs, reason and day of judgement. These pages are made from the rules "
    "that run and from the tables of cases that are tested: a case written here really gives that answer.",
)
MADE = Text(
    "<!-- Dibuat oleh scripts/rule_pages.py; jangan disunting di sini. -->",
    "<!-- Written by scripts/rule_pages.py; do not edit here. -->",
)
MARKS = {
    "read": Text(
        "dibaca dalam sumber, bukan lembaran negaranya sendiri", "read in a source, not in the gazette itself"
    ),
    "unconfirmed": Text("belum terkonfirmasi", "not yet confirmed"),
    "proposal": Text("usulan naikkelas", "our proposal"),
}
SOURCE, FORCE, MARK, VERSION = (
    Text("Sumber hukum", "Legal source"), Text("Berlaku", "In force"), Text("Kepastian", "How sure"), Text("Versi", "Version"),
)  # fmt: skip
NOW, CASES, WHY, NUMBERS = (
    Text("sekarang", "now"), Text("Kasus", "Cases"), Text("Keterangan", "What it shows"), Text("Batas", "Thresholds"),
)  # fmt: skip
INDICATORS = Text("Indikator", "Indicators")
PART, WHOLE, UNIT, ASKED = (
    Text("Pembilang", "Numerator"), Text("Penyebut", "Denominator"), Text("Satuan", "Unit"), Text("Sumber", "Source"),
)  # fmt: skip
COUNT, SUM, EVERY, NONE = (
    Text("banyaknya baris", "number of rows"), Text("jumlah", "sum of"), Text("semua baris", "every row"),
    Text("tidak ada", "none"),
)  # fmt: skip
WITH, AND, IS_KNOWN = Text("dengan", "where"), Text("dan", "and"), Text("diketahui", "is known")
BANDED = Text("Memakai skala nilai Permendagri 86/2017.", "Uses the bands of Permendagri 86/2017.")
LABELS = {
    "annual_sales_idr": Text("Omzet setahun (Rp)", "Annual sales (IDR)"),
    "net_worth_idr": Text("Kekayaan bersih (Rp)", "Net worth (IDR)"),
    "capital_idr": Text("Modal usaha (Rp)", "Business capital (IDR)"),
    "founded_on": Text("Berdiri", "Founded"),
    "as_of": Text("Hari penilaian", "Day of judgement"),
    "verdict": Text("Putusan", "Verdict"),
    "reason": Text("Dasar", "Basis"),
    "flags": Text("Tanda", "Flag"),
    "rule_set": Text("Aturan", "Rule set"),
    "before_sales_idr": Text("Omzet dulu (Rp)", "Sales before (IDR)"),
    "before_net_worth_idr": Text("Kekayaan bersih dulu (Rp)", "Net worth before (IDR)"),
    "before_on": Text("Hari pertama", "First day"),
    "after_sales_idr": Text("Omzet kemudian (Rp)", "Sales after (IDR)"),
    "after_on": Text("Hari kedua", "Second day"),
    "after_net_worth_idr": Text("Kekayaan bersih kemudian (Rp)", "Net worth after (IDR)"),
    "law": Text("Menurut aturan pada", "Under the law at the"),
    "before_evidence": Text("Bukti dulu", "Evidence before"),
    "after_evidence": Text("Bukti kemudian", "Evidence after"),
    "before_workers": Text("Tenaga kerja dulu", "Workers before"),
    "after_workers": Text("Tenaga kerja kemudian", "Workers after"),
    "before_markets": Text("Pasar dulu", "Markets before"),
    "after_markets": Text("Pasar kemudian", "Markets after"),
    "held": Text("Legalitas yang diketahui", "Credentials known"),
    "rat_years": Text("Tahun buku dengan RAT", "Book years with meeting"),
    "evidence_on": Text("Bukti kegiatan", "Evidence of activity"),
    "not_found": Text("Tidak ditemukan", "Not found"),
    "dissolution": Text("Pembubaran", "Dissolution"),
    "level": Text("Tingkat bahaya", "Level of danger"),
    "points": Text("Nilai", "Points"),
    "signs": Text("Tanda bahaya", "Signs"),
    "rat_held": Text("Tahun buku: hari RAT", "Book year: day of meeting"),
    "reported_years": Text("Tahun buku terlapor", "Book years reported"),
    "certificate_until": Text("Sertifikat sampai", "Certificate until"),
    "book_year": Text("Tahun buku", "Book year"),
    "held_on": Text("RAT", "Meeting held"),
    "time": Text("Ketepatan waktu", "Timeliness"),
    "part": PART,
    "whole": WHOLE,
    "band": Text("Nilai", "Band"),
    "opened_on": Text("Temuan disampaikan", "Finding reported"),
    "answered_on": Text("Jawaban diterima", "Answer received"),
    "answer_due_on": Text("Tenggat jawaban", "Answer due"),
    "review_due_on": Text("Tenggat telaah", "Review due"),
    "day": Text("Sesudah hari", "After the day"),
    "count": Text("Hari kerja", "Working days"),
    "due": Text("Jatuh pada", "Falls on"),
    "obligation": Text("Kewajiban", "Duty"),
    "year": Text("Tahun", "Year"),
    "quarter": Text("Triwulan", "Quarter"),
    "lags": Text("Tertinggal", "Lags"),
    "target_part": Text("Target: pembilang", "Target: numerator"),
    "target_whole": Text("Target: penyebut", "Target: denominator"),
    "lower": Text("Makin rendah makin baik", "Lower is better"),
    "achieved": Text("Capaian", "Achieved"),
    "person_nik": Text("NIK", "NIK"),
    "fault": Text("Kesalahan", "Fault"),
    "name": Text("Kelas", "Class"),
    "found": Text("Ditandai", "Marked"),
    "served": Text("Bidang yang dilayani", "Fields served"),
    "without": Text("Tanpa konsultan", "Without consultant"),
    "issued_on": Text("Terbit", "Issued on"),
    "first_on": Text("Layanan pertama", "First service"),
    "obtained": Text("Dihitung", "Counts"),
    "target": Text("Target setahun", "Target of the year"),
    "target_due": Text("Seharusnya tercapai", "Due"),
    "starts_on": Text("Kontrak mulai", "Contract from"),
    "ends_on": Text("Kontrak sampai", "Contract until"),
    "baseline_year": Text("Tahun pembanding", "Year compared with"),
    "tenths": Text("Skor (persepuluh)", "Score (tenths)"),
    **startup_pages.LABELS,
    **market_pages.LABELS,
} | health_pages.LABELS
WORDS = {
    "micro": Text("mikro", "micro"),
    "small": Text("kecil", "small"),
    "medium": Text("menengah", "medium"),
    "large": Text("besar", "large"),
    "unknown": Text("tidak diketahui", "unknown"),
    "none": NONE,
    "ambiguous": Text("kriteria berbeda", "criteria disagree"),
    "up": Text("naik", "up"),
    "down": Text("turun", "down"),
    "same": Text("tetap", "same"),
    "not_comparable": Text("tidak dapat dibandingkan", "not comparable"),
    "reclassified_by_rule": Text("pindah kelas hanya karena aturan", "moved by the law alone"),
    "basis": Text("dasarnya berbeda", "other bases"),
    "no_evidence": Text("jenis bukti tidak disebut", "no kind of evidence"),
    "end": Text("akhir", "end"),
    "start": Text("awal", "start"),
    "visit": Text("kunjungan", "visit"),
    "document": Text("dokumen", "document"),
    "grew": Text("tumbuh", "grew"),
    "not_grown": Text("tidak tumbuh", "not grown"),
    "gained": Text("memperoleh", "gained"),
    "undated": Text("tanggal tidak diketahui", "day not known"),
    "held": Text("sudah punya", "held before"),
    "sales": Text("omzet", "sales"),
    "workers": Text("tenaga kerja", "workers"),
    "market": Text("pasar", "market"),
    "active_rat": Text("aktif, RAT terlaksana", "active, meeting held"),
    "active_no_rat": Text("aktif, belum RAT", "active, no meeting yet"),
    "indicated_inactive": Text("terindikasi tidak aktif", "indicated inactive"),
    "inactive": Text("tidak aktif", "inactive"),
    "proposed_dissolution": Text("diusulkan bubar", "proposed for dissolution"),
    "dissolved": Text("bubar", "dissolved"),
    "rat_held": Text("RAT terlaksana", "meeting held"),
    "rat_within_lookback": Text("RAT dalam masa lihat ke belakang", "meeting within the look-back"),
    "evidence": Text("bukti kegiatan", "evidence of activity"),
    "not_found": Text("tidak ditemukan", "not found"),
    "no_rat": Text("tanpa RAT", "no meeting"),
    "no_rat_long": Text("lama tanpa RAT", "long without meeting"),
    "rat_missing": Text("RAT belum ada", "meeting missing"),
    "rat_late": Text("RAT terlambat", "meeting late"),
    "no_report": Text("tanpa laporan", "no report"),
    "certificate_expired": Text("sertifikat habis", "certificate expired"),
    "certificate_ending": Text("sertifikat segera habis", "certificate ends soon"),
    "members_falling": Text("anggota turun", "members falling"),
    "high": Text("tinggi", "high"),
    "low": Text("rendah", "low"),
    "on_time": Text("tepat waktu", "on time"),
    "late": Text("terlambat", "late"),
    "missing": Text("belum ada", "missing"),
    "waiting": Text("belum jatuh tempo", "not due yet"),
    "percent": Text("persen", "percent"),
    "idr": Text("rupiah", "rupiah"),
    "count": Text("banyaknya", "count"),
    **startup_pages.WORDS,
    **market_pages.WORDS,
} | health_pages.WORDS
# the same word of the code has another name on the scale of achievement
BAND_WORDS = {
    "very_high": Text("sangat tinggi", "very high"),
    "high": Text("tinggi", "high"),
    "medium": Text("sedang", "medium"),
    "low": Text("rendah", "low"),
    "very_low": Text("sangat rendah", "very low"),
}


def pages() -> Iterator[tuple[str, str]]:
    """File name and text of every page."""
    for lang, suffix in LANGUAGES.items():
        written: list[tuple[str, str]] = []
        for name, rules in rule_heads().items():
            written.append((name, rules.title_id if lang == "id" else rules.title_en))
            yield (
                name + suffix,
                _page(
                    written[-1][1],
                    [
                        *_head(rules, lang),
                        *_thresholds(name, lang),
                        *_cases(name, lang),
                    ],
                    lang,
                ),
            )
        for name in NOT_RULE_SETS:
            own = head(name)
            written.append((name, own["title"][lang]))
            yield name + suffix, _page(own["title"][lang], [own["note"][lang], *_cases(name, lang)], lang)
        measures: dict[str, Measure] = collect("naikkelas.rules.indicators", "INDICATOR")
        written.append(("indicators", INDICATORS.to(lang)))
        sections = [part for measure in measures.values() for part in _indicator(measure, lang)]
        yield "indicators" + suffix, _page(INDICATORS.to(lang), sections, lang)
        written.append(("quality", quality_pages.TITLE.to(lang)))
        sections = quality_pages.sections(lang, MARKS, _case_table)
        yield "quality" + suffix, _page(quality_pages.TITLE.to(lang), sections, lang)
        links = "\n".join(f"- [{title}]({name}.md)" for name, title in written)
        yield "index" + suffix, _page(TITLE.to(lang), [ABOUT.to(lang), links], lang)


def _page(title: str, parts: Iterable[str], lang: str) -> str:
    return "\n\n".join([MADE.to(lang), f"# {title}", *parts]) + "\n"


def _head(rules: Head, lang: str) -> list[str]:
    until = day_text(rules.in_force_to, lang) if rules.in_force_to else NOW.to(lang)
    facts = [
        f"- **{SOURCE.to(lang)}**: {rules.legal_source}",
        f"- **{FORCE.to(lang)}**: {day_text(rules.in_force_from, lang)} – {until}",
        f"- **{MARK.to(lang)}**: {MARKS[rules.mark].to(lang)}",
        f"- **{VERSION.to(lang)}**: `{rules.id}` · `{rules.hash}`",
    ]
    return [rules.notes_id if lang == "id" else rules.notes_en, "\n".join(facts), *_sources(rules)]


def _sources(rules: Head) -> list[str]:
    return ["\n".join(f"- <{url}>" for url in rules.source_urls)] if rules.source_urls else []


def _thresholds(name: str, lang: str) -> list[str]:
    """The ceilings of a size-class statute; the worksheet of a health rule set."""
    if name in cooperative_health.rule_sets():
        return health_pages.sections(cooperative_health.rule_sets()[name], lang, _table)
    if name == "quality_score":
        return quality_pages.weights(lang, _table)
    if name in market_pages.NAMES:
        return market_pages.sections(name, lang, MARKS, _table)
    if name in ("wp_2019", "startup_ranking"):
        return startup_pages.sections(name, lang, MARKS, _table)
    if name not in rule_sets():
        return []
    criteria = rule_sets()[name].criteria
    rows = [
        [WORDS[step].to(lang), *(f"≤ {number(c.bands.ceiling(step) or 0, lang)}" for c in criteria)]
        for _, step in criteria[0].bands.steps
    ]
    columns = [LABELS["name"].to(lang), *(LABELS[c.fact].to(lang) for c in criteria)]
    return [f"## {NUMBERS.to(lang)}", _table(columns, rows)]


def _cases(name: str, lang: str) -> list[str]:
    return [f"## {CASES.to(lang)}", _case_table(cases(name), lang)]


def _indicator(measure: Measure, lang: str) -> list[str]:
    facts = [
        f"- **{PART.to(lang)}**: {_term(measure.numerator, lang)}",
        f"- **{WHOLE.to(lang)}**: {_term(measure.denominator, lang) if measure.denominator else NONE.to(lang)}",
        f"- **{UNIT.to(lang)}**: {WORDS[measure.unit].to(lang)}",
        f"- **{ASKED.to(lang)}**: {measure.source}",
        f"- **{VERSION.to(lang)}**: `{measure.key}`",
    ]
    banded = [BANDED.to(lang)] if measure.banded else []
    return [
        f"## {measure.name.to(lang)}", measure.meaning.to(lang), "\n".join(facts), *banded,
        _case_table(indicator_rows(measure.id), lang),
    ]  # fmt: skip


def _term(term: Term, lang: str) -> str:
    what = f"{SUM.to(lang)} `{term.column}`" if term.column else COUNT.to(lang)
    where = f" {AND.to(lang)} ".join(_conditions(term.where, lang))
    return f"{what} {WITH.to(lang)} {where}" if where else f"{what} ({EVERY.to(lang)})"


def _conditions(condition: Condition, lang: str) -> list[str]:
    match condition:
        case Is(column, value):
            return [f"`{column} = {value}`"]
        case In(column, values):
            return [f"`{column}` ∈ {{{', '.join(f'`{v}`' for v in values)}}}"]
        case Known(column):
            return [f"`{column}` {IS_KNOWN.to(lang)}"]
        case AtLeast(column, limit):
            return [f"`{column} ≥ {limit}`"]
        case AtMost(column, limit):
            return [f"`{column} ≤ {limit}`"]
        case All(conditions):
            return [text for part in conditions for text in _conditions(part, lang)]


def _case_table(told: list[Case], lang: str) -> str:
    given = list(dict.fromkeys(key for case in told for key in case.given))
    expected = list(
        dict.fromkeys(key for case in told for key in case.expect if case.expect[key] is not None)
    )
    columns = [_label(key, lang) for key in given] + [f"**{_label(key, lang)}**" for key in expected]
    rows = [
        [case.why[lang]]
        + [_value(key, case.given.get(key), lang) for key in given]
        + [_value(key, case.expect.get(key), lang) for key in expected]
        for case in told
    ]
    return _table([WHY.to(lang), *columns], rows)


def _label(key: str, lang: str) -> str:
    return LABELS[key].to(lang) if key in LABELS else f"`{key}`"


def _value(key: str, value: Any, lang: str) -> str:
    shown: dict[type, Callable[[Any], str]] = {
        bool: lambda v: {"id": "ya", "en": "yes"}[lang] if v else {"id": "tidak", "en": "no"}[lang],
        int: lambda v: str(v) if key.endswith("year") else number(v, lang),
        date: lambda v: day_text(v, lang),
        list: lambda v: ", ".join(
            _value(key, item, lang) if isinstance(item, str) else str(item) for item in v
        ),
        str: lambda v: _word(key, v, lang),
    }
    return "–" if value is None or value == MISSING else shown[type(value)](value)


def _word(key: str, word: str, lang: str) -> str:
    """A stable word of the code as a person says it; as it is where no label of its column is known."""
    if key in ("band", "level") and word in BAND_WORDS:
        return BAND_WORDS[word].to(lang)
    if key == "reason" and ">" in word:
        return " → ".join(WORDS[part].to(lang) for part in word.split(">"))
    if key in LABELS and word in WORDS:
        return WORDS[word].to(lang)
    if key == "reason" and word in LABELS:
        return LABELS[word].to(lang)
    return f"`{word}`" if word.strip() == word and word else f"“{word.replace(chr(10), '↵')}”"


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)


def stale() -> list[str]:
    """Names of pages that are missing, differ from what would be written, or belong to no rule any more."""
    wanted = dict(pages())
    there = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    return sorted(name for name in wanted.keys() | there.keys() if wanted.get(name) != there.get(name))


def write() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = dict(pages())
    for path in FOLDER.glob("*.md"):
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        (FOLDER / name).write_text(text, encoding="utf-8")


def main(command: list[str]) -> int:
    if command != ["check"]:
        write()
        return 0
    if old := stale():
        print(f"Pages of rules are not up to date: {', '.join(old)}. Run: python scripts/rule_pages.py")
    return bool(old)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
