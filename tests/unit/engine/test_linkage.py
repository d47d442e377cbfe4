"""Linking records: on an invented registry with known truth, only what changed, and within a budget."""

import math

import polars as pl
import pytest

from bench import registries
from naikkelas.engine import linkage
from naikkelas.engine.linkage import model, run, training

ROWS, PAIRS = 6_000, 1_200
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def known():
    return registries.made(registries.HARD, 5, rows=ROWS, pairs=PAIRS)


def pairs_of(found: pl.DataFrame) -> set[tuple[int, int]]:
    return set(zip(found["id_a"], found["id_b"], strict=True))


def test_the_invented_registry_is_the_same_each_time_and_has_the_pairs_it_promises(known):
    records, truth = known
    again, truth_again = registries.made(registries.HARD, 5, rows=ROWS, pairs=PAIRS)
    assert records.equals(again)
    assert truth == truth_again
    assert records.columns == list(linkage.COLUMNS)
    assert abs(len(truth) - PAIRS) < 0.03 * PAIRS


@pytest.mark.parametrize(("mess", "least"), [(registries.EASY, 0.95), (registries.HARD, 0.83)])
def test_most_true_pairs_are_found_and_few_others(mess, least):
    records, truth = registries.made(mess, 6, rows=ROWS, pairs=PAIRS)
    found = pairs_of(linkage.pairs(records, threshold=0.9))
    precision, recall = len(found & truth) / len(found), len(found & truth) / len(truth)
    assert 2 * precision * recall / (precision + recall) > least


def test_bits_add_up_to_the_probability(known):
    records, _ = known
    found = linkage.pairs(records, threshold=0.5)
    assert found["probability"].min() >= 0.5
    assert (found["id_a"] < found["id_b"]).all()
    assert found["probability"].is_sorted(descending=True)
    prior = 2 * model.DUPLICATES_A_RECORD / ROWS
    for row in found.sample(50, seed=1).iter_rows(named=True):
        bits = sum(value for name, value in row.items() if name.startswith("bits_"))
        odds = prior / (1 - prior) * 2**bits
        assert math.isclose(odds / (1 + odds), row["probability"], rel_tol=1e-6)


def test_only_what_changed_finds_what_everything_would_have_found_of_it(known):
    records, _ = known
    changed = records["id"].sample(200, seed=3).to_list()
    whole = linkage.pairs(records, threshold=0.5)
    part = linkage.pairs(records, threshold=0.5, changed=changed)
    of_changed = whole.filter(pl.col("id_a").is_in(changed) | pl.col("id_b").is_in(changed))
    assert 0 < part.height < whole.height
    assert pairs_of(part) == pairs_of(of_changed)
    assert part.sort("id_a", "id_b")["probability"].to_list() == pytest.approx(
        of_changed.sort("id_a", "id_b")["probability"].to_list()
    )


def test_a_placeholder_that_hundreds_carry_makes_no_candidates(known):
    records, _ = known
    shared = records.with_columns(pl.lit("0812 7777 1234").alias("phone"))
    counts = run.candidates(model.prepared(shared))
    assert counts["phone"] == 0
    assert counts["owner"] == run.candidates(model.prepared(records))["owner"] > 0


def test_too_many_candidates_are_refused_before_any_is_scored(known, monkeypatch):
    records, _ = known
    monkeypatch.setattr(run, "CANDIDATES_AT_LEAST", 10)
    monkeypatch.setattr(run, "CANDIDATES_A_RECORD", 0)
    with pytest.raises(linkage.TooManyCandidates, match="10 are allowed; most come from block") as refused:
        linkage.pairs(records)
    assert refused.value.counts == run.candidates(model.prepared(records))


def test_how_often_strangers_share_a_village_is_read_off_the_registry(known):
    records, _ = known
    village = records.with_columns(pl.lit("18.01.04.2001").alias("village"))
    assert model.densities(model.prepared(village))["village"] == 1.0
    # one village is no evidence where all live in it
    everywhere = linkage.pairs(records, threshold=0.5).height
    assert linkage.pairs(village, threshold=0.5).height < everywhere


def test_two_who_only_name_their_kecamatan_do_not_share_a_village():
    records, _ = registries.made(registries.EASY, 7, rows=400, pairs=80)
    vague = records.with_columns(pl.col("village").str.slice(0, 8))
    table = model.prepared(vague)
    assert table["village"].null_count() == table["block_first"].null_count() == 400
    assert table["district"].null_count() == 0
    best = "level_home"
    assert (
        linkage.pairs(vague, threshold=0.0001)[best].max()
        < linkage.pairs(records, threshold=0.0001)[best].max()
    )


def test_weights_can_be_trained_without_known_pairs(known):
    records, _ = known
    weights = training.train(records, random_pairs=200_000)
    for levels in weights["comparisons"].values():
        for share in ("m", "u"):
            assert math.isclose(sum(level[share] for level in levels), 1, abs_tol=1e-3)
    best = weights["comparisons"]["person_nik"][0]
    assert best["m"] / best["u"] > 1_000
    assert linkage.pairs(records, weights=weights).height > PAIRS / 3


@pytest.mark.parametrize("changed", [None, [1]])
def test_where_nobody_shares_a_block_the_table_is_empty_and_otherwise_the_same(known, changed):
    nothing = dict.fromkeys(("person_nik", "nib", "phone"), pl.lit(None, pl.String))
    records = known[0].head(2).with_columns(
        id=pl.Series([1, 2]), village=pl.lit("18.01.06.2001"), business_name=pl.Series(["Way", "Sekincau"]), **nothing
    )  # fmt: skip
    alike = records.with_columns(owner_name=pl.lit("Budi Santoso"))
    apart = records.with_columns(owner_name=pl.Series(["Budi Santoso", "Ani Hartono"]))
    some, none = (linkage.pairs(rows, threshold=1e-9, changed=changed) for rows in (alike, apart))
    assert (some.height, none.height) == (1, 0)
    assert some.schema == none.schema


def test_shipped_weights_fit_the_comparisons_and_say_where_they_come_from():
    shipped = linkage.trained()
    settings = model.untrained().create_settings_dict(sql_dialect_str="duckdb")
    for comparison in settings["comparisons"]:
        names = [
            one["label_for_charts"] for one in comparison["comparison_levels"] if not one.get("is_null_level")
        ]
        assert [one["level"] for one in shipped["comparisons"][comparison["output_column_name"]]] == names
    assert "not yet tried on a real one" in shipped["origin"]


def test_the_method_is_another_once_its_code_or_weights_are(tmp_path, monkeypatch):
    for file in model.WEIGHTS.parent.glob("*.*"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    monkeypatch.setattr(model, "WEIGHTS", tmp_path / model.WEIGHTS.name)
    fingerprint = model.fingerprint.__wrapped__
    before = fingerprint()
    assert before == linkage.fingerprint()
    for name in ("cleaning.py", "weights.json"):
        with (tmp_path / name).open("a") as file:
            file.write("\n")
        assert fingerprint() != before
        before = fingerprint()
