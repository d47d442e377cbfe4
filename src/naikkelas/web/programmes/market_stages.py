"""The steps of a market: its next stage, the decree, and the requirements with their documents."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from naikkelas.kit import money
from naikkelas.places import queries as places
from naikkelas.programmes import actions
from naikkelas.programmes.queries import market as queries
from naikkelas.programmes.queries import standing
from naikkelas.web import evidence
from naikkelas.web.gate import page
from naikkelas.web.programmes.market import market_of
from naikkelas.web.programmes.market_forms import DecreeForm, RequirementForm, StageForm
from naikkelas.web.tried import tried


def _stage(stage: str):
    found = next((s for s in queries.stages() if s.id == stage), None)
    if found is None or stage == queries.PROPOSED:
        raise Http404("stage")
    return found


def _lacking(project, stage: str) -> list:
    lines = queries.requirement_lines(project)
    return [line for line in lines if line.requirement.stage == stage and line.blocks]


@page("programmes.record", post=True)
def market_stage(request: HttpRequest, pk: int, stage: str) -> HttpResponse:
    """Record that a market reached a stage; what is missing for it stands beside the form."""
    project, named = market_of(request, pk), _stage(stage)
    if stage == queries.DECIDED:
        return redirect("programmes-market-decree", pk)
    lacking = _lacking(project, stage)
    unbuilt = stage == queries.HANDED_OVER and (project.actual_bp or 0) < 10_000
    form = StageForm(
        request.POST or None, graded=stage == queries.DOCUMENTS_CHECKED, lacking=bool(lacking) or unbuilt,
        initial={"reached_on": request.at.date()},
    )  # fmt: skip

    def reach(data: dict) -> None:
        actions.reach_market_stage(project=project, stage=stage, **data, by=request.user, at=request.at)

    if request.method == "POST" and tried(form, reach):
        messages.success(request, _("The stage was recorded."))
        return redirect("programmes-market-detail", pk)
    context = {
        "project": project, "stage": named, "form": form, "lacking": lacking, "unbuilt": unbuilt,
        "path": places.path(project.facility.area_id),
    }  # fmt: skip
    return render(request, "programmes/market_stage.html", context, status=422 if form.errors else 200)


@page("programmes.edit", post=True)
def market_decree(request: HttpRequest, pk: int) -> HttpResponse:
    """The decree: from which allocation, how much. From here on the market is a recipient with money."""
    project = market_of(request, pk)
    known = {str(a.pk): a for a in queries.allocations_for(project)}
    lacking = _lacking(project, queries.DECIDED)
    choices = [
        (key, f"{a.ceiling.document_no}: {money.rupiah(standing(a), get_language())} {a.activity}")
        for key, a in known.items()
    ]
    form = DecreeForm(request.POST or None, allocations=choices, lacking=bool(lacking))

    def decide(data: dict) -> None:
        allocation = known[data.pop("allocation")]
        actions.decide_market(project=project, allocation=allocation, **data, by=request.user, at=request.at)

    if request.method == "POST" and tried(form, decide):
        messages.success(request, _("The decree was recorded; the market is a recipient now."))
        return redirect("programmes-market-detail", pk)
    context = {
        "project": project, "form": form, "lacking": lacking, "allocations": known,
        "path": places.path(project.facility.area_id),
    }  # fmt: skip
    return render(request, "programmes/market_decree.html", context, status=422 if form.errors else 200)


@page("programmes.record", post=True, get=False)
def market_stage_back(request: HttpRequest, pk: int) -> HttpResponse:
    project = market_of(request, pk)
    actions.take_back_market_stage(
        project=project, reason=request.POST.get("reason", ""), by=request.user, at=request.at
    )
    messages.success(request, _("The last stage was taken back. What it said stays in the trail."))
    return redirect("programmes-market-detail", pk)


@page("programmes.record", post=True)
def market_requirement(request: HttpRequest, pk: int, requirement: str) -> HttpResponse:
    """What was found of one requirement: met, missing or not needed, with its document."""
    project = market_of(request, pk)
    line = next((ln for ln in queries.requirement_lines(project) if ln.requirement.id == requirement), None)
    if line is None:
        raise Http404("requirement")
    names = ("state", "document_no", "document_on", "remark")
    initial = {name: getattr(line.check, name) for name in names} if line.check else {"state": "met"}
    form = RequirementForm(request.POST or None, initial=initial)

    def check(data: dict) -> None:
        name, content = evidence.received(request, "file")
        paper = actions.Paper(name, content) if content is not None else None
        actions.check_requirement(
            project=project, requirement=requirement, paper=paper, **data, by=request.user, at=request.at
        )

    if request.method == "POST" and tried(form, check):
        messages.success(request, _("Saved."))
        return redirect("programmes-market-detail", pk)
    context = {
        "project": project, "line": line, "form": form, "path": places.path(project.facility.area_id)
    }  # fmt: skip
    return render(request, "programmes/market_requirement.html", context, status=422 if form.errors else 200)


@page("person.see")
def market_paper(request: HttpRequest, pk: int, requirement: str) -> HttpResponse:
    """A requirement's document. It may name persons, so it is for those who may see them."""
    project = market_of(request, pk)
    check = get_object_or_404(queries.checks_of(project), requirement=requirement)
    if not check.file_sha256:
        raise Http404("file")
    return evidence.download(check.file_sha256, check.file_name)
