"""What import-linter cannot state: whose models are whose, and that foreign keys go down as imports do."""

from django.apps import apps

from tests.architecture.source import DOORS, SLICES, floor_of, imports, modules


def _imports_of_models(name: str) -> set[str]:
    """The slices whose models a module imports."""
    found = set()
    for target in imports(modules()[name]):
        parts = target.split(".")
        if parts[0] == "naikkelas" and "models" in parts[2:3]:
            found.add(parts[1])
    return found


def test_models_are_imported_in_their_own_slice_alone():
    strangers = {
        name: slices - {name.split(".")[1]}
        for name in modules()
        if name.count(".") and (slices := _imports_of_models(name)) - {name.split(".")[1]}
    }
    assert strangers == {}


def test_no_door_imports_models():
    assert [
        n for n in modules() if n.split(".")[1:2] and n.split(".")[1] in DOORS and _imports_of_models(n)
    ] == []


def test_a_broken_boundary_would_be_seen():
    """The tests above look at something: models are imported, each in its own slice."""
    users = {s for name in modules() for s in _imports_of_models(name)}
    assert users == set(SLICES)


def test_foreign_keys_go_down_the_house():
    up = []
    for model in apps.get_models():
        if not model.__module__.startswith("naikkelas."):
            continue
        own = model.__module__.split(".")[1]
        for field in model._meta.get_fields(include_parents=True):
            target = getattr(field, "remote_field", None) and field.related_model
            if not target or field.auto_created or not target.__module__.startswith("naikkelas."):
                continue
            other = target.__module__.split(".")[1]
            if other != own and floor_of(other) <= floor_of(own):
                up.append(f"{model.__name__}.{field.name} → {other}")
    assert up == []


def test_the_trail_has_no_foreign_keys():
    """It outlives what it tells of."""
    event = apps.get_model("trail", "Event")
    assert [f.name for f in event._meta.get_fields() if f.is_relation] == []


def test_a_slice_has_no_other_rooms():
    """models, queries, actions, tasks, admin: what a room may do is in its name."""
    rooms = {"models", "queries", "actions", "tasks", "admin", "apps"}
    listed = {
        "naikkelas.trail.changing",  # what a change turns into what
        "naikkelas.trail.columns",  # a column type, on the lowest floor with a database
        "naikkelas.trail.prepared",  # a way to ask, likewise
        "naikkelas.trail.rows",  # a way to write many, likewise
        "naikkelas.places.below",  # ranges of codes, as questions
        "naikkelas.trail.chain", "naikkelas.trail.sealing", "naikkelas.trail.verifying",  # what it can be trusted by
        "naikkelas.accounts.access", "naikkelas.accounts.roles",
        "naikkelas.intake.awards", "naikkelas.intake.comparing", "naikkelas.intake.money_books", "naikkelas.intake.list_books",
        "naikkelas.notices.kinds", "naikkelas.notices.mailing", "naikkelas.notices.families", "naikkelas.notices.delivering",
        "naikkelas.notices.sending", "naikkelas.notices.digests", "naikkelas.notices.pushing",
        "naikkelas.intake.alike", "naikkelas.intake.matching", "naikkelas.intake.switchboard", "naikkelas.intake.writer",
        "naikkelas.registry.choosing",
        "naikkelas.reports.figures", "naikkelas.reports.report", "naikkelas.reports.render", "naikkelas.reports.catalogue",
        "naikkelas.reports.heading", "naikkelas.reports.tables", "naikkelas.reports.pp39",  # what reports share
    }  # fmt: skip
    rooms_found = {
        ".".join(n.split(".")[:3]) for n in modules() if n.count(".") >= 2 and n.split(".")[1] in SLICES
    }
    assert {n for n in rooms_found if n.split(".")[2] not in rooms} == listed
