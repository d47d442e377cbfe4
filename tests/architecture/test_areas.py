"""Every column that holds an area is decided: does it go along when areas change, or stay under the code of its day?

Add a new one to the side it belongs to (docs/adr/0020): what lies somewhere today goes along, what was done stays.
"""

from django.apps import apps

from naikkelas.trail.columns import CodeField
from tests.architecture.source import modules

GOES_ALONG = {
    "registry.Enterprise.area": "enterprise", "registry.Cooperative.area": "cooperative", "registry.Merge.area": "merge",
    "registry.Apart.area": "apart", "places.Facility.area": "facility", "accounts.User.area": "user",
    "monev.Finding.area": "finding", "monev.CycleArea.area": "cycle_area", "monev.PlannedVisit.area": "planned_visit",
}  # fmt: skip
"""Column → the name by which it is handed to places.actions.move_records."""
STAYS = {
    # the areas themselves, and what tells how they changed
    "places.Region.code", "places.Region.parent", "places.Boundary.region", "places.RegionChange.area_code",
    "places.RegionCrosswalk.old_code", "places.RegionCrosswalk.new_code", "places.RegionMove.old_code",
    "places.RegionMove.new_code",
    # what was done, decided, asked or found on a day, under the code of that day
    "trail.Event.area_code", "registry.PersonAccess.area_code", "registry.StatusDecree.area", "monev.Cycle.area",
    "registry.ProvinceAsked.area", "monev.CitizenReport.area", "reports.Letter.area",
    "reports.AssignmentLetter.area", "monev.Visit.area", "monev.BackCheck.area", "intake.Delivery.area",
    "intake.ChangeBatch.area",
    "reports.FrozenFigures.area", "reports.Issue.area", "privacy.PersonRequest.area",
    # worked out anew from the records, which went along
    "registry.QualityScore.area", "registry.QualityIssue.area",
    # by what a list knew a record: lists of former years still bear that code
    "registry.FormerIdentity.area_code",
    # budgets and programmes are of the area that decreed them
    "programmes.Programme.area", "programmes.Allocation.area", "programmes.Recipient.area", "programmes.YearClosing.area",
    "programmes.LocalType.area", "programmes.Call.area", "programmes.Application.area", "programmes.Cohort.area",
    "programmes.PlutCentre.area", "programmes.PlutGuest.area",
    # of an office that told another system of its area
    "notices.Subscription.area",
    # kept from the records by the database itself, or for an office and its quarter
    "registry.Tally.area_code", "registry.Touched.area_code", "programmes.LedgerLine.area",
    "programmes.LedgerSum.area", "reports.Target.area",
    "reports.Sending.area",
    # of an office, found from above and below
    "intake.SavedMapping.area", "forms.FormVersion.area",
}  # fmt: skip


def area_columns() -> set[str]:
    return {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("naikkelas.")
        for field in model._meta.concrete_fields
        if isinstance(field, CodeField)
        or (field.is_relation and field.related_model._meta.label == "places.Region")
    }


def test_every_column_with_an_area_goes_along_or_stays():
    assert area_columns() == set(GOES_ALONG) | STAYS
    assert not set(GOES_ALONG) & STAYS


def test_what_goes_along_is_moved_and_counted_for_undoing():
    sources = {
        name: ast_text(name) for name in ("naikkelas.monev.actions.areas", "naikkelas.registry.actions.areas")
    }
    sources["accounts"] = ast_text("naikkelas.accounts.actions")
    marks = ast_text("naikkelas.monev.queries")
    for column, table in GOES_ALONG.items():
        assert any(f"'{table}'" in text for text in sources.values()), column
        assert f"'{table}':" in marks, f"{column}: monev.queries.newest_records"


def ast_text(name: str) -> str:
    import ast

    found = [tree for module, tree in modules().items() if module == name or module.startswith(f"{name}.")]
    return "\n".join(ast.unparse(tree) for tree in found)
