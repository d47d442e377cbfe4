"""Which areas need a push, and why: a plain ranking, every point of it said in words."""

from dataclasses import dataclass

from naikkelas.analytics.queries import Figure
from naikkelas.kit.bilingual import Text
from naikkelas.monev.queries import AreaLine

LATE = Text("terlambat {n} hari kerja", "{n} working days late")
OVERDUE = Text("{n} temuan lewat tenggat", "{n} findings overdue")
FEW_VISITS = Text("baru {n}% dikunjungi", "only {n}% visited")
LOW_ABSORPTION = Text("serapan {n}%", "absorption {n}%")
UNASSIGNED = Text("{n} kunjungan belum ditugaskan", "{n} visits not assigned")


@dataclass(frozen=True)
class Need:
    """An area with its points (the higher, the more it needs) and the reasons."""

    line: AreaLine
    points: int
    reasons: list[tuple[Text, int]]

    def told(self, lang: str) -> list[str]:
        return [text.to(lang).format(n=n) for text, n in self.reasons]


def ranked(lines: list[AreaLine], absorption: dict[str, Figure]) -> list[Need]:
    """Areas that have a reason, most points first. Points: 3 a working day late (at most 30), 5 an overdue finding,
    1 for each two percent of visits missing, 1 for each four percent of money not disbursed, 1 an unassigned visit."""
    needs = [_need(line, absorption.get(line.cycle_area.area_id)) for line in lines]
    return sorted((n for n in needs if n.points), key=lambda n: (-n.points, n.line.cycle_area.area_id))


def _need(line: AreaLine, money: Figure | None) -> Need:
    found: list[tuple[int, Text, int]] = []
    if line.late:
        found.append((min(30, 3 * line.late_workdays), LATE, line.late_workdays))
    if line.findings_overdue:
        found.append((5 * line.findings_overdue, OVERDUE, line.findings_overdue))
    if line.visited < line.planned:
        found.append(((100 - line.percent) // 2, FEW_VISITS, line.percent))
    if money and money.whole and money.part < money.whole:
        percent = round(100 * money.part / money.whole)
        found.append(((100 - percent) // 4, LOW_ABSORPTION, percent))
    if line.planned > line.assigned:
        found.append((line.planned - line.assigned, UNASSIGNED, line.planned - line.assigned))
    found.sort(key=lambda f: -f[0])
    return Need(line, sum(points for points, *_ in found), [(text, n) for _, text, n in found])
