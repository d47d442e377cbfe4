"""What the office of an area does with what was held for it: mend, refuse, dismiss, think again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from naikkelas.ops.play.doors import Browser

if TYPE_CHECKING:
    from naikkelas.ops.play.story import Play


def held(p: Play, desk: Browser, code: str, mistyped: str) -> None:
    """The office looks at what was held: mends a code that was typed wrongly, refuses a second visit to the same."""
    for pk in dict.fromkeys(re.findall(r"/kiriman-tertahan/(\d+)/", desk.page("/kiriman-tertahan/"))):
        page = desk.page(f"/kiriman-tertahan/{pk}/")
        if 'value="release"' not in page:
            _kept_aside(p, desk, pk)
            continue
        wrong = mistyped[:-1] + ("X" if mistyped[-1:] != "X" else "Y")
        if mistyped and f'value="{wrong}"' in page:
            desk.send(f"/kiriman-tertahan/{pk}/", {"answer:visit_code": mistyped})
            p.book.visits[code].add(mistyped)
            p.book.done["mended"] += 1
        else:
            desk.send(
                f"/kiriman-tertahan/{pk}/", {"decision": "refuse", "reason": "Sudah dikunjungi rekan setim."}
            )
            p.book.done["refused"] += 1


def _kept_aside(p: Play, desk: Browser, pk: str) -> None:
    """Beside the one that counts: every second is dismissed, the first of them after a second thought; the others wait."""
    p.book.done["seen aside"] += 1
    if p.book.done["seen aside"] % 2 == 0:
        return
    page, given = (
        f"/kiriman-tertahan/{pk}/",
        {"decision": "refuse", "reason": "Isian yang pertama sudah benar."},
    )
    desk.send(page, given)
    if not p.book.done["dismissed"]:
        desk.page(page)
        desk.send(page, {"decision": "bring_back"})
        desk.page(page)
        desk.send(page, given)
        p.book.done["brought back"] += 1
    p.book.done["dismissed"] += 1
