"""The cycle itself: plan, draw, teams, visits, verification, sending, return, acceptance, findings, and what is late."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from html import unescape

from naikkelas.analytics import tallies
from naikkelas.kit import clock
from naikkelas.kit.periods import Quarter
from naikkelas.monev import actions as monev
from naikkelas.ops.demo.people import People
from naikkelas.ops.play import doubtful, follow_up
from naikkelas.ops.play.doors import Browser, Phone
from naikkelas.ops.play.field import Book, Sender
from naikkelas.ops.play.recount import Line, recount
from naikkelas.trail import sealing
from naikkelas.trail.actions import SYSTEM

Tell = Callable[[str, int, int], None]
WAYS = (
    "accepted", "accepted", "returned_accepted", "accepted", "sent", "late_accepted", "accepted", "returned",
    "late_sent", "accepted", "open", "returned_accepted", "accepted", "late_open", "none",
)  # fmt: skip
"""What becomes of an area, in an order that the dice shuffle."""


@dataclass
class Play:
    """One play: who is signed in, where the story stands, and the book of what was done."""

    port: int
    people: People
    year: int
    dice: random.Random
    played: int
    tell: Tell
    each: tuple[int, int] = (20, 17)

    def __post_init__(self) -> None:
        self.book = Book()
        self._desks: dict[str, Browser] = {}
        self.period = Quarter(self.year, 4)
        self.cycle = 0

    def desk(self, username: str) -> Browser:
        if username not in self._desks:
            self._desks[username] = Browser.signed_in(self.port, username, self.people.password)
        return self._desks[username]

    def requests(self) -> int:
        return sum(desk.asked for desk in self._desks.values())

    def at(self, month: int, day: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment of the year after, by the clock of Lampung; the clock stands there from now."""
        moment = datetime(self.year + 1, month, day, tzinfo=UTC) + timedelta(hours=hour - 7, minutes=minute)
        clock.set_to(moment)
        return moment


def play(p: Play) -> list[Line]:
    """Play the whole cycle and count again at its end."""
    p.at(2, 10)
    plan(p)
    areas = areas_of(p)
    # where few work, all that they do differs
    few = [*dict.fromkeys(WAYS), *WAYS][: p.played]
    fates = few if p.played < len(areas) else p.dice.sample(WAYS, len(WAYS))
    chosen = list(zip(areas, fates, strict=False))
    p.at(2, 11)
    senders = {}
    for n, ((code, pk), fate) in enumerate(chosen):
        p.tell("Tim dan surat tugas", n, len(chosen))
        if fate != "none":
            senders[code] = teams(p, code, pk)
    for n, ((code, pk), fate) in enumerate(chosen):
        p.tell("Kunjungan, verifikasi, pengiriman", n, len(chosen))
        p.book.states[code] = "open"
        if fate != "none":
            field_work(p, code, pk, fate, senders[code])
    p.tell("Yang terlambat", 0, 1)
    late(p, dict(areas))
    follow_up.findings(p)
    p.at(5, 15)
    day(p)
    p.tell("Hitung ulang", 0, 1)
    return recount(p.desk("provinsi"), p.cycle, p.period.slug, p.book)


def day(p: Play) -> None:
    """What the worker does each day and all the time: escalation, deadlines, counts, the chain of the trail."""
    now = clock.now()
    monev.watch_findings(area="18", by=SYSTEM, at=now)
    monev.tell_deadlines(by=SYSTEM, at=now)
    monev.escalate(area="18", by=SYSTEM, at=now)
    tallies.renew(now.date())
    sealing.link_waiting()


def plan(p: Play) -> None:
    """The province plans, draws and opens the cycle, after a look at what it will take."""
    p.tell("Rencana", 0, 1)
    desk = p.desk("provinsi")
    html = desk.page("/monev/baru/")
    monitored = re.findall(r'name="monitored"[^>]*value="(\d+)"', html) or re.findall(
        r'value="(\d+)"[^>]*name="monitored"', html
    )
    where = desk.send("/monev/baru/", {
        "name": f"Monev program strategis {p.year} (simulasi)", "year": str(p.year), "quarter": "4",
        "opens_on": f"{p.year + 1}-02-10", "due_workdays": "50", "monitored": monitored,
    })  # fmt: skip
    p.cycle = int(re.findall(r"\d+", where)[0])
    root = f"/monev/{p.cycle}/"
    steps = {
        "preparation": 3,
        "training": 1,
        "fieldwork": 12,
        "verification": 3,
        "sending": 2,
        "acceptance": 5,
    }
    desk.send(f"{root}kerangka/ubah/", {
        "purpose": "Menilai pelaksanaan dan manfaat program (simulasi).",
        "questions": "Apakah bantuan diterima utuh?\nApakah usaha masih berjalan?",
        "budget_idr": "185000000", "funding": "APBD (contoh)", **{f"days_{k}": str(n) for k, n in steps.items()},
    })  # fmt: skip
    cooperatives, enterprises = p.each
    desk.send(f"{root}rencana/", {
        "whom": "all", "margin": "10", "confidence": "95", "risk_count": "5", "cooperatives": str(cooperatives),
        "enterprises": str(enterprises), "seed": f"simulasi-{p.year}",
    })  # fmt: skip
    desk.page(f"{root}simulasi/")
    page = desk.page(f"{root}kerangka/")
    somebody = re.search(r'name="to".*?value="(\d+)"', page, re.DOTALL)
    if somebody:
        desk.send(f"{root}kerangka/peran/", {"duty": "head", "to": somebody[1]})
    desk.send(f"{root}rencana/", {"decision": "publish"})


def areas_of(p: Play) -> list[tuple[str, int]]:
    """(code, number) of the areas of the cycle, as each office finds its own on its board."""
    html = p.desk("provinsi").page(f"/monev/{p.cycle}/papan/")
    numbers = list(dict.fromkeys(int(n) for n in re.findall(r"/monev/wilayah/(\d+)/", html)))
    codes = {}
    for pk in numbers:
        page = p.desk("provinsi").page(f"/monev/wilayah/{pk}/")
        code = re.search(r"wilayah=(\d\d\.\d\d)", page)
        if code:
            codes[code[1]] = pk
    return sorted(codes.items())


def teams(p: Play, code: str, pk: int) -> Sender:
    """The office gives its phones their keys, makes two teams with duty letters, and assigns the rest by hand."""
    office = code.replace(".", "")
    desk = p.desk(f"dinas{office}")
    phones: list[Phone] = []
    people: list[str] = []
    for user in dict.fromkeys(re.findall(r"/pengaturan/orang/(\d+)/", desk.page("/pengaturan/orang/"))):
        desk.send(f"/pengaturan/orang/{user}/", {"decision": "phone"})
        key = re.findall(rf"/pengaturan/orang/{user}/ponsel/(\d+)/", desk.page(f"/pengaturan/orang/{user}/"))[
            0
        ]
        shown = desk.page(f"/pengaturan/orang/{user}/ponsel/{key}/")
        url = re.search(r'class="nk-token">([^<]+)<', shown)
        assert url is not None
        phones.append(Phone(p.port, unescape(url[1]), f"collect:play{office}{len(phones)}"))
        people.append(user)
    root = f"/monev/wilayah/{pk}/"
    for n, person in enumerate(people):
        desk.page(f"{root}tim/")
        where = desk.send(f"{root}tim/baru/", {"name": f"Tim {n + 1}", "leader": person, "member": [person]})
        team = re.findall(r"/tim/(\d+)/", where)[0]
        left = re.findall(r'name="visit" value="(\d+)"', desk.page(f"/monev/tim/{team}/"))
        desk.send(f"/monev/tim/{team}/kunjungan/", {"visit": left[: len(left) // 2] if n == 0 else left[:-2]})
        desk.send(f"/monev/tim/{team}/surat-tugas/", {
            "starts_on": f"{p.year + 1}-02-12", "ends_on": f"{p.year + 1}-03-04", "basis": "DPA (contoh)",
            "signer_name": "Kepala Dinas (contoh)", "signer_position": "Kepala Dinas", "signer_nip": "",
        })  # fmt: skip
        letter = re.search(r"/monev/surat-tugas/(\d+)/", desk.page(f"/monev/tim/{team}/"))
        assert letter is not None
        assert desk.file(f"/monev/surat-tugas/{letter[1]}/").startswith(b"%PDF")
        p.book.done["letters"] += 1
    loose = re.findall(r'name="visit" value="(\d+)"', desk.page(f"{root}?state=unassigned"))
    if loose:
        desk.send(f"{root}tugaskan/", {"to": people[0], "visit": loose})
    return Sender(code, phones, p.book, p.dice)


def field_work(p: Play, code: str, pk: int, fate: str, sender: Sender) -> None:
    """What one area does between the opening of the cycle and what becomes of it."""
    desk, dice = p.desk(f"dinas{code.replace('.', '')}"), p.dice
    begin = p.at(2, 12)
    todo = sender.visits()
    share = {"late_open": 60, "open": 75}.get(fate, dice.choice((92, 96, 100)))
    made, left = todo[: len(todo) * share // 100], todo[len(todo) * share // 100 :]
    late_days = 18 if fate.startswith("late") else 0
    mistyped = made.pop() if len(made) > 3 else None
    for n, (phone, form, row) in enumerate(made):
        when = begin + timedelta(days=n * (16 + late_days) // len(made), minutes=dice.randrange(300))
        sender.visit(phone, form, row["name"], when)
    end = begin + timedelta(days=22 + late_days)
    if mistyped:
        sender.mistyped(mistyped[0], mistyped[1], mistyped[2]["name"], end - timedelta(days=1))
    sender.read()
    clock.set_to(end)
    doubtful.held(p, desk, code, mistyped[2]["name"] if mistyped else "")
    unreached(p, desk, code, pk, left)
    if fate == "late_open":
        return
    _reject_one(p, desk, code, sender, end)
    verify(p, desk, code)
    if fate == "open":
        return
    send(p, desk, code, pk)
    if fate.endswith("sent"):
        return
    decide(p, desk, code, pk, fate)


def unreached(
    p: Play, desk: Browser, code: str, pk: int, left: list[tuple[int, str, dict[str, str]]]
) -> None:
    """Some of who was not visited could not be met: attempts are recorded, and the drawn ones replaced."""
    by_code = dict(_planned(desk, pk))
    out = p.book.out.setdefault(code, set())
    today = clock.now().date()
    for _phone, form, row in left[: max(1, len(left) // 2)]:
        planned = by_code.get(row["name"])
        if planned is None:
            continue
        for n, channel in ((2, "phone"), (1, "visit")):
            desk.page(f"/rencana-kunjungan/{planned}/")
            desk.send(f"/rencana-kunjungan/{planned}/upaya/", {
                "tried_on": (today - timedelta(days=n)).isoformat(), "channel": channel, "outcome": "moved", "remark": "",
            })  # fmt: skip
        drawn = form in ("cooperative", "enterprise")
        decision = "substitute" if drawn and p.dice.random() < 0.4 else "none"
        given = {"reason": "moved", "remark": "Menurut aparat desa", "decision": decision}
        desk.send(f"/rencana-kunjungan/{planned}/ganti/", given)
        out.add(row["name"])
        p.book.done["unreached"] += 1


def _planned(desk: Browser, pk: int) -> list[tuple[str, str]]:
    """(code, number) of the visits on an area's page."""
    found: list[tuple[str, str]] = []
    page = 1
    while True:
        html = desk.page(f"/monev/wilayah/{pk}/?hal={page}")
        rows = re.findall(r'/rencana-kunjungan/(\d+)/">.*?<div class="nk-sub">([^<]+)</div>', html, re.DOTALL)
        new = [(code, number) for number, code in rows if (code, number) not in found]
        if not new:
            return found
        found += new
        page += 1


def _waiting(p: Play, desk: Browser, code: str) -> list[str]:
    path = f"/kunjungan/?wilayah={code}&periode={p.period.slug}&state=received"
    return list(dict.fromkeys(re.findall(r'name="visit" value="(\d+)"', desk.page(path))))


def _reject_one(p: Play, desk: Browser, code: str, sender: Sender, end: datetime) -> None:
    """The office gives one visit back; the enumerator makes it anew."""
    waiting = _waiting(p, desk, code)
    if not waiting:
        return
    html = desk.page(f"/kunjungan/{waiting[0]}/")
    visit_code = re.search(r"\b[A-Z0-9]+(?:-[A-Z0-9]+)+\b", html.split('id="isi"')[1])
    desk.send(
        f"/kunjungan/{waiting[0]}/putuskan/",
        {"decision": "reject", "reason": "Foto dan jumlah pekerja tidak cocok."},
    )
    p.book.done["given back"] += 1
    for n, form, row in sender.visits():
        if visit_code and row["name"] == visit_code[0]:
            sender.again(n, form, row["name"], end + timedelta(hours=20))
            sender.read()
            return
    known = {row["name"] for _n, _form, row in sender.visits()}
    p.book.visits[code] -= known


def verify(p: Play, desk: Browser, code: str) -> None:
    """Verify all that waits, list page by list page, as the office ticks them."""
    clock.set_to(clock.now() + timedelta(hours=20))
    while waiting := _waiting(p, desk, code):
        desk.send("/kunjungan/verifikasi/", {"visit": waiting})
        p.book.done["verified"] += len(waiting)
    p.book.verified[code] = set(p.book.visits[code])


def _version(desk: Browser, pk: int) -> str:
    found = re.search(r'name="version" value="(\d+)"', desk.page(f"/monev/wilayah/{pk}/"))
    assert found is not None
    return found[1]


def send(p: Play, desk: Browser, code: str, pk: int) -> None:
    reason = "Sebagian responden pindah atau tidak dapat ditemui sampai tenggat."
    desk.send(f"/monev/wilayah/{pk}/kirim/", {"version": _version(desk, pk), "reason": reason})
    p.book.states[code] = "sent"


def decide(p: Play, desk: Browser, code: str, pk: int, fate: str) -> None:
    """The province looks through it; where it returns it with remarks, the office verifies anew and sends again. Two who
    decide by the same page: the second is refused."""
    head, second, root = p.desk("provinsi"), p.desk("provinsi2"), f"/monev/wilayah/{pk}/"
    clock.set_to(clock.now() + timedelta(days=2))
    page = head.page(f"{root}periksa/")
    if fate.startswith("returned"):
        remarks = dict.fromkeys(re.findall(r'name="(remark-\d+)"', page)[:2], "Lengkapi foto depan kantor.")
        version = _version(head, pk)
        head.send(f"{root}putuskan/", {
            "version": version, "decision": "return", "reason": "Foto belum lengkap; perbaiki lalu kirim lagi.", **remarks,
        })  # fmt: skip
        p.book.states[code] = "returned"
        p.book.done["returned"] += 1
        if fate == "returned":
            asked = {int(name.removeprefix("remark-")) for name in remarks}
            p.book.verified[code] -= {c for c, n in _codes_of(head, asked)}
            return
        verify(p, desk, code)
        send(p, desk, code, pk)
        clock.set_to(clock.now() + timedelta(days=1))
    stale, _seen = _version(second, pk), head.page(root)
    head.send(f"{root}putuskan/", {"version": _version(head, pk), "decision": "accept"})
    second.send(
        f"{root}putuskan/",
        {"version": stale, "decision": "return", "reason": "Belum lengkap menurut saya."},
        expect=409,
    )
    p.book.states[code] = "accepted"
    p.book.done["accepted"] += 1
    freeze = re.search(r"/monev/beku/(\d+)/", desk.page(root))
    assert freeze is not None
    address = f"/monev/beku/{freeze[1]}/laporan/"
    assert head.file(address) == desk.file(address)  # the same to the byte, whoever asks
    p.book.done["frozen"] += 1


def _codes_of(desk: Browser, visits: set[int]) -> list[tuple[str, int]]:
    found = []
    for visit in visits:
        code = re.search(
            r"\b[A-Z0-9]+(?:-[A-Z0-9]+)+\b", desk.page(f"/kunjungan/{visit}/").split('id="isi"')[1]
        )
        if code:
            found.append((code[0], visit))
    return found


def late(p: Play, areas: dict[str, int]) -> None:
    """Days pass: late areas are told of by themselves, and by hand; one sends at last."""
    desk = p.desk("provinsi")
    p.at(4, 6)
    for passed in (date(p.year + 1, 4, 7), date(p.year + 1, 4, 13)):
        p.at(passed.month, passed.day)
        day(p)
    for pk, to in re.findall(
        r'/monev/wilayah/(\d+)/ingatkan/.*?name="to" value="(\d+)"',
        desk.page(f"/monev/{p.cycle}/terlambat/"),
        re.DOTALL,
    ):
        desk.send(f"/monev/wilayah/{pk}/ingatkan/", {"to": to, "text": ""})
        p.book.done["nudges"] += 1
