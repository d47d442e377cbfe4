"""Two submissions for one visit beside each other; which of them counts is chosen with a reason."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.intake import actions, queries
from naikkelas.kit.problems import Refused
from naikkelas.web.gate import page
from naikkelas.web.intake import versions


@page("intake.mend", post=True)
def submission_choose(request: HttpRequest, pk: int) -> HttpResponse:
    """One submission beside the one that counts; a post lets it count."""
    delivery = get_object_or_404(queries.submissions_visible_to(request.user), pk=pk)
    error, status = "", 200
    if request.method == "POST":
        if not beside(request, delivery)["see"]:
            raise PermissionDenied("person.see")
        try:
            return _choose(request, delivery)
        except Refused as refusal:
            error, status = refusal.text(get_language()), refusal.status
            delivery = queries.delivery(pk)
    context = {"delivery": delivery, **beside(request, delivery), "error": error}
    return render(request, "intake/submission_choose.html", context, status=status)


def _choose(request: HttpRequest, delivery) -> HttpResponse:
    version = actions.choose(
        delivery=delivery, seen=request.POST.get("seen", ""), reason=request.POST.get("reason", ""), by=request.user,
        at=request.at,
    )  # fmt: skip
    if version.state == "held":
        messages.error(request, version.summary.get(get_language(), ""))
        return redirect("intake-held-detail", version.pk)
    messages.success(request, _("This submission counts now; the other one stays kept."))
    if "visit" in version.summary:
        return redirect("monev-visit-detail", version.summary["visit"])
    return redirect("intake-submission-detail", version.pk)


def beside(request: HttpRequest, delivery) -> dict[str, object]:
    """What a page needs to show a submission beside the one that counts, what differs first; `standing` is None where no
    other one that the reader may see stands against it."""
    standing = queries.standing_beside(delivery)
    if standing and not queries.submissions_visible_to(request.user).filter(pk=standing.pk).exists():
        standing = None
    see = standing is None or versions.may_see(request, standing)
    answers = queries.answers_of(delivery) if see else []
    lines = versions.compared(delivery, answers, queries.answers_of(standing)) if standing and see else []
    return {
        "standing": standing,
        "see": see,
        "answers": answers,
        "differs": [line for line in lines if line["changed"]],
        "same": [line for line in lines if not line["changed"]],
        "seen": standing and queries.stance(delivery, standing),
        "choosable": bool(standing and see and delivery.body),
        "counts": bool(standing) and standing.summary.get("office", {}).get("of") == delivery.pk,
        "files": {
            "this": queries.attachments_of(delivery),
            "other": standing and queries.attachments_of(standing),
        },
    }
