"""What a benchmark found: one line a goal, told as a table and kept as JSON and Markdown."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True)
class Line:
    """One thing measured. `ratio` is measured / limit (or measured / peer), and is met when on the right side of `goal`."""

    what: str
    measured: str
    against: str
    """The peer or limit, with its own figure from the same run."""
    ratio: float
    goal: str
    met: bool | None
    """None where there is no goal: shown for comparison."""


@dataclass
class Verdict:
    """All lines of one benchmark, and what else was seen."""

    name: str
    title: str
    lines: list[Line] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)

    def at_most(self, what: str, value: float, limit: float, times: float, unit: str, against: str) -> None:
        """A goal of the form: no more than `times` the limit."""
        ratio = value / limit
        self.lines.append(
            Line(
                what, f"{value:.1f} {unit}", f"{against}: {limit:.1f} {unit}", round(ratio, 2), f"≤ {times:g}",
                ratio <= times,
            )
        )  # fmt: skip

    def at_least(
        self, what: str, value: float, peer: float, times: float | None, unit: str, against: str
    ) -> None:
        """A goal of the form: at least `times` the peer; None shows the ratio without judging it."""
        ratio = value / peer
        goal = "–" if times is None else f"≥ {times:g}"
        self.lines.append(
            Line(
                what, f"{value:.1f} {unit}", f"{against}: {peer:.1f} {unit}", round(ratio, 2), goal,
                None if times is None else ratio >= times,
            )
        )  # fmt: skip

    def check(self, what: str, found: str, wanted: str) -> None:
        """Something that must simply be so."""
        same = found == wanted
        self.lines.append(Line(what, found, wanted, 1.0 if same else 0.0, "= 1", same))

    def table(self) -> str:
        head = ("what", "measured", "against", "ratio", "goal", "met?")
        rows = [
            (line.what, line.measured, line.against, f"{line.ratio:.2f}", line.goal, _word(line.met))
            for line in self.lines
        ]
        widths = [max(len(row[n]) for row in [head, *rows]) for n in range(len(head))]
        text = [
            "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
            for row in [head, *rows]
        ]
        text.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
        return "\n".join(text)

    def keep(self, machine: dict[str, str]) -> Path:
        """Write the result beside the others; return the Markdown file."""
        RESULTS.mkdir(exist_ok=True)
        stem = f"{self.name}-{machine['date'][:10]}-{machine['commit']}"
        kept = {"machine": machine, **asdict(self)}
        (RESULTS / f"{stem}.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n")
        facts = "\n".join(f"- {name}: {value}" for name, value in machine.items())
        notes = "".join(f"- {note}\n" for note in self.notes)
        page = RESULTS / f"{stem}.md"
        page.write_text(f"# {self.title}\n\n{self.table()}\n\n{notes}\n## Measured on\n\n{facts}\n")
        return page


def _word(met: bool | None) -> str:
    return "" if met is None else "yes" if met else "MISSED"
