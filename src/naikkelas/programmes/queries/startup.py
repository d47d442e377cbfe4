"""Reading calls, proposals and recipients' own reports. Lists start from a *_visible_to: nobody sees beyond the area of duty."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DateField, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from naikkelas import vault
from naikkelas.accounts import access
from naikkelas.places import queries as places
from naikkelas.programmes.models import (
    Allocation,
    Application,
    ApplicationFile,
    ApplicationVerdict,
    Call,
    Disbursement,
    Recipient,
    ReportLine,
    ReportLink,
    ReportStep,
    SelfReport,
)
from naikkelas.programmes.queries.aid import same_person
from naikkelas.programmes.queries.ledger import in_decrees
from naikkelas.programmes.queries.programmes import programmes_visible_to
from naikkelas.reference.programme_types import all_types
from naikkelas.reference.uses import categories
from naikkelas.rules import person_nik, startup_eligibility
from naikkelas.rules.startup_eligibility import Candidate
from naikkelas.rules.startup_ranking import RankingFacts

if TYPE_CHECKING:
    from naikkelas.accounts.models import User
    from naikkelas.programmes.models import Programme

TYPE = "startup_capital"
PRODUCTION = "production"
PRODUCTIVE = ("working_capital", "equipment")
USES = tuple(name for name in categories() if name != "construction")
"""What start-up capital may be for: the ledger's categories without buildings."""
LICENSED = ("iumk", "skdu", "register", "nib")


# ── calls and proposals ──


def calls_visible_to(user: User) -> QuerySet[Call]:
    """Calls of the area of duty, and those of an area above it, which its people answer."""
    rows = Call.objects.select_related("programme", "area")
    own = access.visible(user, rows)
    if user.area.level == "nation":
        return own
    return own | rows.filter(area_id__in=_over(user.area_id))


def all_calls() -> QuerySet[Call]:
    return Call.objects.all()


def _over(code: str) -> list[str]:
    """A region's code and those of all that it lies in."""
    return [region.code for region in places.path(code)]


def programmes_for_calls(user: User) -> QuerySet[Programme]:
    return access.visible(user, programmes_visible_to(user).filter(type_id=TYPE)).order_by("-year", "name")


def applications_visible_to(user: User) -> QuerySet[Application]:
    return access.visible(user, Application.objects.select_related("call", "person", "area", "recipient"))


def applications_of(call: Call, user: User) -> QuerySet[Application]:
    return applications_visible_to(user).filter(call=call)


def counts(rows: QuerySet[Application]) -> dict[str, int]:
    """How many proposals there are in each state, and under each verdict."""
    by_state = dict(rows.order_by().values_list("state").annotate(n=Count("id")))
    by_verdict = dict(rows.order_by().exclude(verdict="").values_list("verdict").annotate(n=Count("id")))
    return {"all": sum(by_state.values()), **by_state, **by_verdict}


def asked_sum(rows: QuerySet[Application]) -> int:
    return rows.aggregate(total=Coalesce(Sum("asked_idr"), 0))["total"]


def ranked(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Eligible proposals in their order; the order is stable: equal points by the moment handed in, then the number."""
    wanted = rows.filter(verdict="eligible").exclude(state__in=["draft", "withdrawn"])
    return wanted.order_by("-points", "submitted_at", "number")


def reserve_for(recipient: Recipient) -> QuerySet[Application]:
    """Eligible proposals of the same call that the decree passed over, inside the recipient's allocation: the best first."""
    application = application_of(recipient)
    if application is None:
        return Application.objects.none()
    waiting = application.call.applications.filter(state=Application.State.NOT_CHOSEN)
    return ranked(places.within(waiting, recipient.allocation.area_id, "area_id"))


def refused(rows: QuerySet[Application]) -> QuerySet[Application]:
    """Proposals that were handed in and did not pass every check."""
    wanted = rows.filter(verdict__in=["not_eligible", "incomplete"]).exclude(state__in=["draft", "withdrawn"])
    return wanted.order_by("verdict", "number")


def unjudged(rows: QuerySet[Application]) -> QuerySet[Application]:
    return rows.filter(state="submitted", verdict="").order_by("number")


def verdict_of(application: Application) -> ApplicationVerdict | None:
    """The verdict that stands; None while none was given, or the proposal was changed since."""
    return application.verdicts.order_by("-id").first() if application.verdict else None


def told(verdict: ApplicationVerdict) -> list[dict[str, Any]]:
    """Every check of a verdict with its title, reason in words, source and mark; what the rules no longer know as it stands."""
    rules = startup_eligibility.rule_sets().get(verdict.rule_set)
    rows = []
    for row in verdict.results:
        check = rules.checks.get(row["check"]) if rules else None
        reason = rules.sentence(startup_eligibility.Result(**row)) if rules and check else None
        rows.append(
            {
                "check": row["check"], "outcome": row["outcome"], "title": check.title if check else None, "reason": reason,
                "source": check.source if check else "", "mark": check.mark if check else "unconfirmed",
            }
        )  # fmt: skip
    return rows


def same_grant(application: Application) -> tuple[str, ...] | None:
    """Decrees that gave the person such a grant before; None where there is no NIK to look by."""
    if not application.person.nik_index:
        return None
    once = [t.id for t in all_types().values() if t.once_per_person]
    rows = Recipient.objects.filter(
        same_person(application.person), allocation__ceiling__programme__type_id__in=once
    )
    if application.recipient_id:
        rows = rows.exclude(pk=application.recipient_id)
    return tuple(in_decrees(rows).order_by("decree_on", "id").values_list("decree_no", flat=True).distinct())


def twice(application: Application) -> bool:
    """Whether the same person stands in another standing proposal of the call."""
    others = application.call.applications.exclude(pk=application.pk).exclude(state="withdrawn")
    same = Q(person=application.person_id)
    if application.person.nik_index:
        same |= Q(person__nik_index=application.person.nik_index)
    return others.filter(same).exists()


def lacking(application: Application) -> tuple[str, ...]:
    """Parts of the proposal that are not whole."""
    planned = application.plan.aggregate(total=Coalesce(Sum("amount_idr"), 0))["total"]
    whole = {
        "identity": application.name and application.phone,
        "business": application.business_name and application.product and application.business_address,
        "profit_and_loss": None not in (application.sales_month_idr, application.cost_month_idr),
        "plan": planned and planned == application.asked_idr,
        "photos": application.files.filter(kind__in=["photo_place", "photo_item"]).exists(),
    }
    return tuple(part for part, there in whole.items() if not there)


def candidate(application: Application, as_of: date) -> Candidate:
    """What the rules are told of a proposal; the NIK is opened for the age alone."""
    person = application.person
    born = (
        person_nik.born_on(vault.current().seal.open(person.nik_sealed), as_of) if person.nik_sealed else None
    )
    return Candidate(
        started_on=application.started_on,
        age=person_nik.age_on(born, as_of) if born else None,
        education=application.education,
        id_card=application.id_card,
        licence=application.licence,
        has_tax_id=application.has_tax_id,
        trained=application.trained,
        trained_on=application.trained_on,
        account=application.account,
        occupation=application.occupation,
        same_aid=same_grant(application),
        twice_in_call=twice(application),
        lacking=lacking(application),
    )


def ranking_facts(application: Application) -> RankingFacts:
    planned = planned_by_category(application)
    return RankingFacts(
        production=application.business_kind == PRODUCTION,
        sales_idr=application.sales_month_idr,
        cost_idr=application.cost_month_idr,
        workers=application.workers,
        plan_idr=sum(planned.values()),
        productive_idr=sum(planned.get(name, 0) for name in PRODUCTIVE),
        started_on=application.started_on,
        licensed=application.licence in LICENSED,
        bookkept=bool(application.bookkept),
    )


def planned_by_category(application: Application) -> dict[str, int]:
    """Rupiah by category, in the order in which they were written."""
    found: dict[str, int] = {}
    for line in application.plan.order_by("id"):
        found[line.category] = found.get(line.category, 0) + line.amount_idr
    return found


def allocation_for(application: Application) -> Allocation | None:
    """The programme's allocation that the place of a proposal lies in; the finest where there are several."""
    rows = Allocation.objects.filter(
        ceiling__programme=application.call.programme_id, area_id__in=_over(application.area_id)
    )
    return max(rows, key=lambda a: (len(a.area_id), -a.pk), default=None)


def files_of(application: Application) -> QuerySet[ApplicationFile]:
    return application.files.order_by("id")


def applications_of_persons(ids: list[int]) -> QuerySet[Application]:
    return Application.objects.filter(person_id__in=ids).select_related("call").order_by("id")


# ── recipients and their own reports ──


def recipients_visible(user: User) -> QuerySet[Recipient]:
    """Recipients of start-up capital, with the day of their first payment that stands."""
    rows = Recipient.objects.filter(allocation__ceiling__programme__type_id=TYPE)
    return access.visible(user, with_paid(rows.select_related("person", "allocation__ceiling__programme")))


def with_paid(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    standing = Disbursement.objects.filter(recipient=OuterRef("pk"), reverses=None).exclude(
        Exists(Disbursement.objects.filter(reverses=OuterRef("pk")))
    )
    first = standing.order_by().values("recipient").annotate(day=Min("paid_on")).values("day")
    return rows.annotate(paid_on=Subquery(first, output_field=DateField()))


def with_report(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """With the state of each one's own report, None where there is none."""
    return rows.annotate(report_state=F("self_report__state"))


def recorded_by_category(recipient: Recipient) -> dict[str, int]:
    """What the ledger holds as used, by category."""
    rows = recipient.uses.order_by().values("category").annotate(total=Sum("amount_idr"))
    return {row["category"]: row["total"] for row in rows if row["total"]}


def reports_visible_to(user: User) -> QuerySet[SelfReport]:
    rows = SelfReport.objects.select_related(
        "recipient__area", "recipient__person", "recipient__allocation__ceiling__programme"
    )
    return access.visible(user, rows, "recipient__area_id")


def sent_reports() -> QuerySet[SelfReport]:
    """Every report that was handed in, wherever it stands with the office."""
    rows = SelfReport.objects.exclude(state=SelfReport.State.DRAFT)
    return rows.select_related("recipient__allocation__ceiling__programme")


NEXT = {
    "unconfirmed": ("received", "draft"),
    "received": ("processing", "draft"),
    "processing": ("verified", "draft"),
}


def next_states(state: str) -> tuple[str, ...]:
    """What the office may do with a report in a state; 'draft' gives it back."""
    return NEXT.get(state, ())


def report_of(recipient: Recipient) -> SelfReport | None:
    return SelfReport.objects.filter(recipient=recipient).first()


def lines_of(report: SelfReport) -> QuerySet[ReportLine]:
    return report.lines.order_by("used_on", "id")


def steps_of(report: SelfReport) -> QuerySet[ReportStep]:
    return report.steps.order_by("id")


def used_by_category(report: SelfReport) -> dict[str, int]:
    rows = report.lines.order_by().values("category").annotate(total=Sum("amount_idr"))
    return {row["category"]: row["total"] for row in rows}


def application_of(recipient: Recipient) -> Application | None:
    return Application.objects.filter(recipient=recipient).select_related("call").first()


def link_of(recipient: Recipient) -> ReportLink | None:
    """The newest link that was not revoked."""
    return recipient.report_links.filter(revoked_at=None).order_by("-id").first()


def token_of(link: ReportLink) -> str:
    """The part of the address that cannot be guessed: derived again each time."""
    return vault.current().seal.token(f"report:{link.recipient_id}:{link.nonce}")


def code_of(link: ReportLink) -> str:
    """The code on the letter: eight letters and digits, none of which looks like another."""
    text = vault.current().seal.token(f"report-code:{link.recipient_id}:{link.nonce}")[:8].upper()
    return f"{text[:4]}-{text[4:]}"


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def open_link(token: str, at: datetime) -> ReportLink | None:
    """The link of an address, while it may be used."""
    rows = ReportLink.objects.select_related("recipient__allocation__ceiling__programme", "recipient__person")
    return rows.filter(digest=digest_of(token), revoked_at=None, expires_at__gt=at).first()


def reports_of_persons(ids: list[int]) -> QuerySet[SelfReport]:
    mine = Q(recipient__person_id__in=ids) | Q(recipient__enterprise__owner_id__in=ids)
    return SelfReport.objects.filter(mine).select_related("recipient").order_by("id")


def identity_of_persons(ids: list[int]) -> dict[str, set[str]]:
    """What names these persons in proposals and reports: text, phone, email and number (tax, account, licence)."""
    seal = vault.current().seal
    found: dict[str, set[str]] = {name: set() for name in ("text", "phone", "email", "number")}
    for row in applications_of_persons(ids):
        found["text"] |= {row.name, row.business_name, row.business_address}
        found["phone"].add(row.phone)
        found["number"] |= {seal.open(n) for n in (row.tax_id_sealed, row.account_sealed) if n}
        found["number"].add(row.licence_no)
    for report in reports_of_persons(ids):
        found["text"] |= {report.name, report.business_name, report.business_address}
        found["phone"].add(report.phone)
        found["email"].add(report.email)
    return {name: {value for value in values if value} for name, values in found.items()}


def statistics() -> dict[str, int]:
    """Figures that an erasure must leave as they are."""
    return {
        "applications": Application.objects.count(),
        "asked_idr": asked_sum(Application.objects.all()),
        "reports": SelfReport.objects.count(),
        "used_idr": ReportLine.objects.aggregate(total=Coalesce(Sum("amount_idr"), 0))["total"],
    }


def files_of_persons(ids: list[int]) -> list[tuple[str, str]]:
    """(name, sha256) of everything that was attached for these persons."""
    own = ApplicationFile.objects.filter(application__person_id__in=ids).values_list(
        "file_name", "file_sha256"
    )
    receipts = ReportLine.objects.filter(report__in=reports_of_persons(ids).order_by()).exclude(
        file_sha256=""
    )
    return [*own, *receipts.values_list("file_name", "file_sha256")]


def not_reported(rows: QuerySet[Recipient]) -> QuerySet[Recipient]:
    """Recipients who were paid and have not handed in a report."""
    sent = SelfReport.objects.filter(recipient=OuterRef("pk")).exclude(state="draft")
    return rows.filter(paid_on__isnull=False).exclude(Exists(sent)).order_by(F("paid_on"), "id")
