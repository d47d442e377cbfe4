"""Reminding people of duties to report by e-mail: five working days before, one before, and when late; each once."""

from __future__ import annotations

import hashlib
import logging
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from naikkelas.accounts import access
from naikkelas.accounts import queries as accounts
from naikkelas.kit import days
from naikkelas.kit.bilingual import Text
from naikkelas.notices import queries as notices
from naikkelas.notices.actions import notify
from naikkelas.notices.mailing import letter
from naikkelas.places import queries as places
from naikkelas.reports.models import Reminder
from naikkelas.reports.queries import reports
from naikkelas.reports.queries.duties import Duty, duties
from naikkelas.trail.actions import Actor, note

if TYPE_CHECKING:
    from django.core.mail import EmailMessage

    from naikkelas.accounts.models import User

SOON, NEXT = 5, 1
log = logging.getLogger("naikkelas.reminders")
_SUBJECT = Text(
    "naikkelas: {count} kewajiban laporan perlu perhatian",
    "naikkelas: {count} duties to report need attention",
)
_SUBJECT_ONE = Text("naikkelas: {what}", "naikkelas: {what}")
_HELLO = Text("Yth. {name},", "Dear {name},")
_INTRO = Text("Laporan berikut perlu perhatian:", "What needs attention:")
_TO = Text("Kepada: {whom}", "To: {whom}")
_TODAY = Text("tenggat hari ini, {day}", "due today, {day}")
_BEFORE = Text("tenggat {day}, sebelum hari kerja berikutnya", "due {day}, before the next working day")
_LEFT = Text("tenggat {day}, {n} hari kerja lagi", "due {day}, {n} working days left")
_LEFT_ONE = Text("tenggat {day}, 1 hari kerja lagi", "due {day}, 1 working day left")
_LATE = Text("tenggat {day}, terlambat {n} hari kerja", "due {day}, {n} working days late")
_LATE_ONE = Text("tenggat {day}, terlambat 1 hari kerja", "due {day}, 1 working day late")
_PAGE = "/laporan/kewajiban/"
_END = Text(
    "Kalender kewajiban: {url}\nMengatur atau mematikan pengingat: {url}pengingat/\n",
    "Calendar of duties: {url}\nTo change reminders or switch them off: {url}pengingat/\n",
)
_END_WITHOUT = Text(  # no address is set: a path alone leads nowhere from a mail
    "Buka naikkelas › Laporan › Kewajiban laporan; di sana pengingat juga dapat dimatikan.\n",
    "Open naikkelas › Reports › Duties to report; reminders can be switched off there too.\n",
)


def send_reminders(*, by: Actor, at: datetime) -> int:
    """One mail to each person who has something new to be reminded of; returns how many went out. What could not be
    sent is tried again the next time. Who chose that duties come with the mail of the day or week is told there alone."""
    sent = 0
    for user in accounts.wanting_reminders():
        if not access.may(user, "reports.issue"):
            continue
        today = timezone.localdate(at, places.zone_of(user.area_id))
        gathered = notices.gathered(user, "duty.due")
        claimed = _claim(user=user, due=_due(user, today), mailed=not gathered, by=by, at=at)
        if not claimed or gathered:
            continue
        try:
            _message(user, claimed).send()
            sent += 1
        except OSError:  # smtplib's errors are OSErrors
            log.exception("a reminder could not be sent; it is tried again")
            _give_back(user, claimed)
    return sent


def _due(user: User, today: date) -> list[tuple[Duty, str]]:
    """The own duties that stand at a stage of reminding."""
    own = duties(user.area_id, (today.year - 1, today.year), today)
    found = []
    for duty in own:
        left = duty.left_workdays
        if duty.area.code != user.area_id or left is None or left > SOON:
            continue
        if duty.state in ("open", "issued", "late"):
            found.append((duty, "late" if duty.late_workdays else "next" if left <= NEXT else "soon"))
    return found


@transaction.atomic
def _claim(
    *, user: User, due: list[tuple[Duty, str]], mailed: bool, by: Actor, at: datetime
) -> list[tuple[Duty, str]]:
    """Write down what is going to be sent, before it is sent: two workers never remind of the same."""
    known = set(Reminder.objects.filter(user=user).values_list("duty", "stage"))
    new = [(duty, stage) for duty, stage in due if (duty.key, stage) not in known]
    Reminder.objects.bulk_create(Reminder(user=user, duty=d.key, stage=stage, sent_at=at) for d, stage in new)
    if new:
        note(
            by=by, at=at, action="duty.reminded", on=("user", user.pk), area=user.area_id, count=len(new),
        )  # fmt: skip
        # behind the bell too, once however often the mail is tried; where it is mailed at once, the mail is this module's own
        what = "/".join(sorted(f"{duty.key}:{stage}" for duty, stage in new))
        notify(
            kind="duty.due", to=user, about=("duties", user.area_id), at=at, by=by, mailed=mailed, count=len(new),
            once=hashlib.md5(what.encode(), usedforsecurity=False).hexdigest(),
        )  # fmt: skip
    return new


def _give_back(user: User, claimed: list[tuple[Duty, str]]) -> None:
    for duty, stage in claimed:
        Reminder.objects.filter(user=user, duty=duty.key, stage=stage).delete()


def _message(user: User, claimed: list[tuple[Duty, str]]) -> EmailMessage:
    lang = user.language
    told = [_told(duty, lang) for duty, _stage in claimed]
    url = f"{settings.NAIKKELAS_URL}{_PAGE}" if settings.NAIKKELAS_URL else ""
    end = (_END if url else _END_WITHOUT).to(lang).format(url=url)
    subject = (
        _SUBJECT_ONE.to(lang).format(what=f"{_what(claimed[0][0], lang)}, {_when(claimed[0][0], lang)}")
        if len(claimed) == 1
        else _SUBJECT.to(lang).format(count=len(claimed))
    )
    body = "\n\n".join([_HELLO.to(lang).format(name=user.name), _INTRO.to(lang), *told, end])
    return letter(user.email, subject, body)


def _told(duty: Duty, lang: str) -> str:
    """What, when, to whom, and where it is found, each on a line of its own."""
    lines = [
        f"- {_what(duty, lang)}",
        f"  {_when(duty, lang)}",
        f"  {_TO.to(lang).format(whom=duty.obligation.receiver.to(lang))}",
    ]
    if base := settings.NAIKKELAS_URL:
        lines.append(f"  {base}{_PAGE}{duty.key}/")
    return "\n".join(lines)


def _what(duty: Duty, lang: str) -> str:
    report = reports()[duty.obligation.report]
    case = f" ({report.cases[duty.obligation.case].name.to(lang)})" if duty.obligation.case else ""
    period = str(duty.period.year) if duty.obligation.every == "year" else duty.period.label(lang)
    return f"{report.title.to(lang)}{case}, {period}, {duty.area.title}"


def _when(duty: Duty, lang: str) -> str:
    late, left = duty.late_workdays, duty.left_workdays
    if late:
        text = _LATE_ONE if late == 1 else _LATE
    elif not left:
        text = _TODAY if duty.due_on == duty.as_of else _BEFORE
    else:
        text = _LEFT_ONE if left == 1 else _LEFT
    return text.to(lang).format(day=days.day_text(duty.due_on, lang), n=late or left)
