"""Every questionnaire of the catalogue compiles, and its reader finds in a filled form what the form asks."""

import io
from xml.etree.ElementTree import Element

import pytest
from defusedxml import ElementTree

from naikkelas.instruments import xform
from naikkelas.instruments.forms import compiled, questionnaires
from naikkelas.instruments.questionnaire import Questionnaire
from naikkelas.instruments.records import visit_record
from naikkelas.instruments.wording import XF, Wording, wording
from naikkelas.ops.demo.filled import fill
from naikkelas.rules.measure import All, Condition

ALL = questionnaires()
PARADATA = {
    "visit_code": "K-001",
    "today": "2020-03-12",
    "start": "2020-03-12T09:00:00.000+07:00",
    "end": "2020-03-12T09:30:00.000+07:00",
    "deviceid": "uji",
    "location": "-5.72 105.59 40 6.5",
    "note": "Ditemui pemilik & pegawai < 5",
}


def root(name: str) -> Element:
    return ElementTree.parse(io.BytesIO(compiled(name).encode())).getroot()


def asked(words: Wording) -> dict[str, set[str]]:
    """Choices by name of question."""
    return {path.rpartition("/")[2]: set(question.choices) for path, question in words.questions.items()}


def columns(condition: Condition) -> set[str]:
    if isinstance(condition, All):
        return set().union(*(columns(part) for part in condition.conditions))
    return {condition.column}


def filled(one: Questionnaire, **changes: object) -> xform.Submission:
    """A form with every fact answered: numbers count up from 1, words take their first choice."""
    answers = (
        PARADATA
        | {name: n for n, name in enumerate(one.numbers, 1)}
        | {name: allowed[0] for name, allowed in one.words.items()}
    )
    return xform.read(fill(compiled(one.id), "uuid:1", answers | changes, {}))


def test_the_instruments_of_the_programmes_and_innovations_are_there():
    assert set(ALL) == {
        "novice_entrepreneur", "market", "plut", "cooperative", "enterprise", "village_cooperative",
        "pesantren_cooperative", "tourism_cooperative", "training_alumnus", "branding",
    }  # fmt: skip


@pytest.mark.parametrize("name", ALL)
def test_a_form_names_itself_its_version_and_speaks_both_languages(name: str):
    form = root(name)
    instance = form.find(f".//{XF}instance")[0]
    assert (instance.get("id"), instance.get("version")) == (name, ALL[name].version)
    languages = {t.get("lang") for t in form.iter(f"{XF}translation")}
    assert languages == {"Bahasa Indonesia (id)", "English (en)"}
    assert form.find(".//{http://www.w3.org/1999/xhtml}title").text == ALL[name].title.id
    assert all(child.tag.startswith("{") for child in form.iter())


@pytest.mark.parametrize("name", ALL)
def test_every_label_is_told_in_both_languages_and_none_is_empty(name: str):
    words = wording(compiled(name))
    for path, question in words.questions.items():
        assert question.label.id.strip(), path
        assert question.label.en.strip(), path
        for choice, label in question.choices.items():
            assert label.id, (path, choice)
            assert label.en, (path, choice)
    assert words.groups


@pytest.mark.parametrize("name", ALL)
def test_a_form_sends_nothing_elsewhere_and_takes_no_list_from_elsewhere(name: str):
    text = compiled(name)
    assert "<submission" not in text
    sources = {i.get("src") for i in root(name).iter(f"{XF}instance") if i.get("src")}
    assert sources == {"jr://file-csv/visits.csv"}


@pytest.mark.parametrize("name", ALL)
def test_facts_are_questions_of_the_form_and_words_are_its_choices(name: str):
    one = ALL[name]
    nodes = {
        bind.get("nodeset").rpartition("/")[2]: bind.get("type") for bind in root(name).iter(f"{XF}bind")
    }
    choices = asked(wording(compiled(name)))
    assert set(one.numbers) <= set(nodes)
    # a calculated sum has no control and so no type of its own
    assert {
        question: nodes[question] for question in one.numbers if nodes[question] not in ("int", "string")
    } == {}
    for question, allowed in one.words.items():
        assert set(allowed) == choices[question], question


@pytest.mark.parametrize("name", ALL)
def test_a_filled_form_is_read_into_all_its_facts(name: str):
    one = ALL[name]
    record = visit_record(one, filled(one))
    assert record.doubts == []
    assert record.facts == {q: n for n, q in enumerate(one.numbers, 1)} | {
        q: allowed[0] for q, allowed in one.words.items()
    }
    assert (record.instrument, record.form_version, record.instance_id) == (name, one.version, "uuid:1")
    assert (record.visit_code, record.visited_on.isoformat(), record.point) == (
        "K-001",
        "2020-03-12",
        (-5.72, 105.59, 6.5),
    )
    assert (record.ended_at - record.started_at).total_seconds() == 1_800
    assert PARADATA["note"] in {answer["text"] for answer in record.answers}


@pytest.mark.parametrize("name", ALL)
def test_a_form_left_empty_has_no_facts_and_no_doubts(name: str):
    record = visit_record(ALL[name], xform.read(fill(compiled(name), "uuid:1", {"visit_code": "K-001"}, {})))
    assert set(record.facts.values()) == {None}
    assert record.doubts == []
    assert (record.visited_on, record.started_at, record.point) == (None, None, None)


@pytest.mark.parametrize("wrong", ["12,5", "12.5", "-1", "１２", "1e3", "9" * 19, "banyak", "0x1", "1 000"])
@pytest.mark.parametrize("name", ALL)
def test_a_number_that_is_none_is_a_doubt_and_no_fact(name: str, wrong: str):
    one = ALL[name]
    record = visit_record(one, filled(one, **{one.numbers[0]: wrong}))
    assert record.facts[one.numbers[0]] is None
    ((kind, params),) = record.doubts
    assert (kind.code, params) == ("visit.not_a_number", {"question": one.numbers[0], "value": wrong})
    assert wrong in kind.text("id", **params)


@pytest.mark.parametrize("name", ALL)
def test_a_word_that_is_no_choice_is_a_doubt_and_no_fact(name: str):
    one = ALL[name]
    question = list(one.words)[-1]
    record = visit_record(one, filled(one, **{question: "x" * 200}))
    assert record.facts[question] is None
    assert [(kind.code, params) for kind, params in record.doubts] == [
        ("visit.not_a_choice", {"question": question, "value": "x" * 60})
    ]


def test_the_ledger_of_a_recipient_keeps_every_line():
    ledger = [{"spent_for": "raw", "spent_idr": 5}, {"spent_for": "rent", "spent_idr": 7}]
    found = xform.read(
        fill(compiled("novice_entrepreneur"), "uuid:1", {"visit_code": "K-1"}, {"ledger": ledger})
    )
    assert found.all("spent_idr") == ["5", "7"]
    words = wording(compiled("novice_entrepreneur"))
    second = next(a for a in found.answers if "[2]" in a.path and a.question == "spent_for")
    assert words.question(second.path).choices["rent"].id == "Sewa"


@pytest.mark.parametrize("name", ALL)
def test_finding_rules_look_only_at_facts_and_say_everything_in_both_languages(name: str):
    one = ALL[name]
    assert len({rule.id for rule in one.findings}) == len(one.findings)
    for rule in one.findings:
        assert columns(rule.when) <= {*one.numbers, *one.words}, rule.id
        assert rule.amount in {"", *one.numbers}, rule.id
        for text in (rule.title, rule.condition, rule.criterion, rule.recommendation):
            assert text.id.strip(), rule.id
            assert text.en.strip(), rule.id
