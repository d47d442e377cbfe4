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
    """Beside the one that counts, in turn: one is dismissed, the next counts from now in the place of the other, the third
    waits. The first of each is thought over again."""
    seen, p.book.done["seen aside"] = p.book.done["seen aside"], p.book.done["seen aside"] + 1
    if seen % 3 == 0:
        _dismiss(p, desk, f"/kiriman-tertahan/{pk}/")
    elif seen % 3 == 1:
        _choose(p, desk, pk)


def _dismiss(p: Play, desk: Browser, page: str) -> None:
    given = {"decision": "refuse", "reason": "Isian yang pertama sudah benar."}
    desk.send(page, given)
    if not p.book.done["dismissed"]:
        desk.page(page)
        desk.send(page, {"decision": "bring_back"})
        desk.page(page)
        desk.send(page, given)
        p.book.done["brought back"] += 1
    p.book.done["dismissed"] += 1


def _choose(p: Play, desk: Browser, pk: str) -> None:
    """The office lets it count. Who decides by a page from before that is refused."""
    page, given = f"/kiriman/{pk}/pilih/", {"reason": "Isian kedua dibaca ulang lewat telepon dan benar."}
    seen = re.search(r'name="seen" value="([^"]+)"', desk.page(page))
    assert seen is not None
    desk.send(page, given | {"seen": seen[1]})
    if not p.book.done["chosen"]:
        desk.page(f"/kiriman/{pk}/")
        desk.send(page, given | {"seen": seen[1]}, expect=409)
    p.book.done["chosen"] += 1
