"""Notices by e-mail: at once, or gathered for a day or a week by the clock of the reader's own office."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction

from naikkelas.kit import days
from naikkelas.kit.bilingual import Text
from naikkelas.notices import queries
from naikkelas.notices.digests import ripe
from naikkelas.notices.kinds import GROUPS, KINDS
from naikkelas.notices.models import Notice
from naikkelas.places import queries as places

if TYPE_CHECKING:
    from naikkelas.accounts.models import User

TOO_OLD = timedelta(days=14)
"""What could not be sent for so long is no news any more: the bell has it."""
LINES = 10
"""How many lines of a group a mail holds: the bell has all."""
log = logging.getLogger("naikkelas.notices")
_ONE = Text("naikkelas: {text}", "naikkelas: {text}")
_MANY = Text("naikkelas: {count} pemberitahuan", "naikkelas: {count} notices")
_HELLO = Text("Yth. {name},", "Dear {name},")
_DUE = Text(" (tenggat {day})", " (due {day})")
_MORE = Text(
    "… dan {count} lagi, semuanya di lonceng naikkelas.", "… and {count} more: the bell in naikkelas has all."
)
_END = Text(
    "Semua pemberitahuan: {url}/pemberitahuan/\nPilih apa yang dikirim, ke mana, dan kapan: {url}/pemberitahuan/pilihan/\n",
    "All notices: {url}/pemberitahuan/\nChoose what is sent, where and when: {url}/pemberitahuan/pilihan/\n",
)
_END_WITHOUT = Text(  # no address is set: a path alone leads nowhere from a mail
    "Buka naikkelas, lalu lonceng di atas: semua pemberitahuan, dan pilihan apa yang dikirim.\n",
    "Open naikkelas, then the bell at the top: all notices, and the choice of what is sent.\n",
)


_HEADERS = {"Auto-Submitted": "auto-generated"}
"""RFC 3834: machines send no answers of absence to it."""


def letter(to: str, subject: str, body: str) -> EmailMessage:
    """A mail of ours to one person: plain text, a subject of one line."""
    return EmailMessage(" ".join(subject.split())[:200], body, to=[to], headers=_HEADERS)


def send_mails(at: datetime) -> int:
    """Send what is to be sent by now; return how many mails went out. Run every minute or so."""
    waiting = Notice.objects.exclude(mail="off").filter(mailed_at=None, made_at__gt=at - TOO_OLD)
    people: defaultdict[int, list[Notice]] = defaultdict(list)
    for notice in waiting.select_related("user__area").order_by("id"):
        people[notice.user_id].append(notice)
    return sum(_send(found, at) for found in people.values())


def _send(found: list[Notice], at: datetime) -> bool:
    """One mail to one person with everything that is due by now."""
    user = found[0].user
    local = at.astimezone(places.zone_of(user.area_id))
    due = [notice for notice in found if ripe(notice.mail, notice.made_at, local)]
    if not due or not user.email or not user.is_active:
        return False
    claimed = _claim(due, at)
    if not claimed:
        return False
    try:
        _message(user, claimed).send()
    except OSError:  # smtplib's errors are OSErrors
        log.exception("a notice could not be mailed; it is tried again")
        Notice.objects.filter(pk__in=[n.pk for n in claimed]).update(mailed_at=None)
        return False
    return True


@transaction.atomic
def _claim(due: list[Notice], at: datetime) -> list[Notice]:
    """Write down what is going to be sent before it is sent: two workers never mail the same."""
    rows = Notice.objects.select_for_update().filter(pk__in=[n.pk for n in due], mailed_at=None)
    free = set(rows.values_list("pk", flat=True))
    Notice.objects.filter(pk__in=free).update(mailed_at=at)
    return [notice for notice in due if notice.pk in free]


def _message(user: User, notices: list[Notice]) -> EmailMessage:
    lang, url = user.language, settings.NAIKKELAS_URL
    if len(notices) == 1:
        subject, told = _ONE.to(lang).format(text=queries.text(notices[0], lang)), [_line(notices[0], lang)]
    else:
        subject, told = _MANY.to(lang).format(count=len(notices)), list(_by_group(notices, lang))
    end = (_END if url else _END_WITHOUT).to(lang).format(url=url)
    return letter(user.email, subject, "\n\n".join([_HELLO.to(lang).format(name=user.name), *told, end]))


def _by_group(notices: list[Notice], lang: str) -> Iterator[str]:
    """A paragraph for each group of kinds; in it what is urgent first, then the newest."""
    for group, name in GROUPS.items():
        rows = [n for n in notices if n.kind in KINDS and KINDS[n.kind].group == group]
        rows.sort(key=lambda n: (KINDS[n.kind].urgent, n.made_at, n.pk), reverse=True)
        if rows:
            more = [_MORE.to(lang).format(count=len(rows) - LINES)] if len(rows) > LINES else []
            yield "\n".join(
                [f"{name.to(lang)} ({len(rows)})", *(_line(n, lang) for n in rows[:LINES]), *more]
            )


def _line(notice: Notice, lang: str) -> str:
    due = _DUE.to(lang).format(day=days.day_text(notice.due_on, lang)) if notice.due_on else ""
    base = settings.NAIKKELAS_URL
    link = f"\n  {base}/pemberitahuan/{notice.pk}/" if base else ""
    return f"- {queries.text(notice, lang)}{due}{link}"
