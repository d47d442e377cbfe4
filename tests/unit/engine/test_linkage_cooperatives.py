"""Linking cooperatives: on invented registries with known truth, namesakes apart, the proposed band sure."""

import math

import polars as pl
import pytest

from bench import cooperatives as invented
from naikkelas.engine.linkage import bands, cooperative_training, cooperatives

ROWS, PAIRS = 1_600, 130
BASE = {"legal_no": None, "cooperative_nik": None, "phone": None, "chair": None}


def called(name: str, village: str, **more: str) -> dict[str, str]:
    return {"name": name, "village": village} | more


def pairs_of(found: pl.DataFrame) -> set[tuple[int, int]]:
    return set(zip(found["id_a"], found["id_b"], strict=True))


def compared(*rows: dict[str, str | None]) -> pl.DataFrame:
    """Pairs among some records, in the midst of a kabupaten's worth of others."""
    others, _ = invented.made(invented.EASY, 9, rows=600, pairs=3)
    given = [BASE | {"id": 10_000 + n} | row for n, row in enumerate(rows)]
    columns = list(cooperatives.COLUMNS)
    records = pl.concat([others.select(columns), pl.DataFrame(given, schema=others.schema).select(columns)])
    return cooperatives.pairs(records, threshold=0.5).filter(pl.col("id_a") >= 10_000)


@pytest.mark.slow
@pytest.mark.parametrize(("mess", "least"), [(invented.EASY, 0.95), (invented.HARD, 0.78)])
def test_most_true_pairs_are_found_and_what_is_proposed_is_sure(mess, least):
    right = sure = hits = found_count = true_count = 0
    for seed in (1_001, 1_002, 1_003):
        records, truth = invented.made(mess, seed, rows=ROWS, pairs=PAIRS)
        found = cooperatives.pairs(records, threshold=0.5)
        likely = pairs_of(found.filter(pl.col("probability") >= 0.9))
        proposed = pairs_of(found.filter(bands.proposed_cooperatives(found)))
        hits, found_count, true_count = (
            hits + len(likely & truth),
            found_count + len(likely),
            true_count + len(truth),
        )
        right, sure = right + len(proposed & truth), sure + len(proposed)
    assert 2 * hits / (found_count + true_count) > least
    assert sure > true_count / 4
    assert right / sure >= 0.99


def test_the_invented_registry_is_the_same_each_time_and_has_the_pairs_it_promises():
    records, truth = invented.made(invented.HARD, 5)
    again, truth_again = invented.made(invented.HARD, 5)
    assert records.equals(again)
    assert truth == truth_again
    assert records.columns == list(cooperatives.COLUMNS)
    assert records.height == invented.ROWS == 5_342
    assert abs(len(truth) - invented.TRUE_PAIRS) < 0.03 * invented.TRUE_PAIRS


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # one name in two villages of one kecamatan
        (called("KSU Tani Makmur", "18.01.04.2001"), called("Koperasi Serba Usaha Tani Makmur", "18.01.04.2002")),
        # the neighbour's legal number slipped in
        (called("KUD Karya Jaya", "18.01.04.2001", legal_no="12/BH/KWK.8/1998", chair="Budi Hartono"),
         called("KUD Karya Jaya", "18.01.04.2002", legal_no="12/BH/KWK.8/1998", chair="Ketut Suardana")),
        # two kinds of one village
        (called("KSP Dharma Abadi", "18.01.04.2001"), called("Kopwan Dharma Abadi", "18.01.04.2001")),
        # Merah Putih of villages of one name, and of villages that are called nearly alike
        (called("Koperasi Desa Merah Putih Sidodadi", "18.01.04.2001"), called("KDMP Sidodadi", "18.02.05.2003")),
        (called("Koperasi Desa Merah Putih Sidomulyo", "18.01.04.2001"), called("KDMP Sidomukti", "18.01.04.2002")),
        # Merah Putih and the KUD of its village
        (called("Koperasi Desa Merah Putih Hajimena", "18.01.04.2001"), called("KUD Hajimena", "18.01.04.2001")),
        # numbered
        (called("KPRI SMPN 1 Natar", "18.01.04.2001"), called("KPRI SMPN 2 Natar", "18.01.04.2001")),
    ],
)  # fmt: skip
def test_namesakes_are_not_proposed(first, second):
    found = compared(first, second)
    assert not bands.proposed_cooperatives(found).any()


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (called("Koperasi Desa Merah Putih Karya Jaya", "18.08.08.2002"),
         called("Kopdes Merah Putih KaryaJaya", "18.08.08.2002")),
        (called("KSP Soeka Madju", "18.01.04.2001", legal_no="No. 12/BH/KWK.8/1998"),
         called("Koperasi Simpan Pinjam SUKA MAJU", "18.01.04", legal_no="12.BH.KWK.8.1998")),
        (called("KPN Guru Sukadana", "18.07.01.2001", chair="Drs. Muh. Yusuf Hakim", phone="0812-7711-2233"),
         called("KPRI Guru Sukadana", "18.07.01.2001", chair="Muhammad Yusuf Hakim", phone="+62 81277112233")),
    ],
)  # fmt: skip
def test_what_two_offices_wrote_in_two_ways_is_proposed(first, second):
    found = compared(first, second)
    assert bands.proposed_cooperatives(found).to_list() == [True]


def test_bits_add_up_to_the_probability():
    records, _ = invented.made(invented.HARD, 6, rows=ROWS, pairs=PAIRS)
    found = cooperatives.pairs(records, threshold=0.5)
    prior = 2 * cooperatives.DOUBLES_A_RECORD / ROWS
    for row in found.sample(30, seed=1).iter_rows(named=True):
        odds = prior * 2 ** sum(value for name, value in row.items() if name.startswith("bits_"))
        assert math.isclose(odds / (1 + odds), row["probability"], rel_tol=1e-6)


def test_a_telephone_that_many_give_says_nothing():
    records, _ = invented.made(invented.EASY, 7, rows=100, pairs=8)
    shared = cooperatives.prepared(records.with_columns(pl.lit("0812 7777 1234").alias("phone")))
    assert shared["phone"].null_count() == 100


def test_weights_are_trained_with_known_pairs_and_without():
    records, truth = invented.made(invented.EASY, 8, rows=500, pairs=60)
    same = {later: first for first, later in sorted(truth, reverse=True)}
    label = pl.Series("label", [same.get(number, number) for number in records["id"]])
    known = cooperative_training.train(records.with_columns(label), label="label")
    unknown = cooperative_training.train(records)
    for weights in (known, unknown):
        for name, levels in weights["comparisons"].items():
            assert [one["level"] for one in levels] == [*cooperatives.LEVELS[name][1], cooperatives.DIFFERS]
            for share in ("m", "u"):
                assert math.isclose(sum(one[share] for one in levels), 1, abs_tol=1e-6)
        found = pairs_of(cooperatives.pairs(records, threshold=0.9, weights=weights))
        assert 2 * len(found & truth) / (len(found) + len(truth)) > 0.8


def test_too_many_records_are_not_counted_pair_by_pair(monkeypatch):
    monkeypatch.setattr(cooperative_training, "MOST_RECORDS", 10)
    records, _ = invented.made(invented.EASY, 8, rows=50, pairs=3)
    with pytest.raises(ValueError, match="take a kabupaten"):
        cooperative_training.train(records)


def test_shipped_weights_fit_the_comparisons_and_say_where_they_come_from():
    shipped = cooperatives.trained()
    for name, (_, conditions) in cooperatives.LEVELS.items():
        assert [one["level"] for one in shipped["comparisons"][name]] == [*conditions, cooperatives.DIFFERS]
    assert "not yet tried on a real one" in shipped["origin"]


def test_the_levels_that_bands_speak_of_are_these():
    def level(comparison: str, label: str) -> int:
        conditions = list(cooperatives.LEVELS[comparison][1])
        return len(conditions) - conditions.index(label)

    assert level("name", "nearly the same") == bands.NEARLY_THE_SAME
    assert level("place", "one kecamatan, a village unknown") == bands.ONE_PLACE
    assert level("legal_no", "the same") == bands.THE_SAME_LEGAL
    assert level("chair", "the same") == bands.THE_SAME_CHAIR
    assert level("merah_putih", "one village") == bands.ONE_VILLAGE
    assert level("merah_putih", "one kabupaten/kota, a kecamatan unknown") == bands.ONE_NAME_NEAR
