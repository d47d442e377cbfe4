"""`naikkelas places import-boundaries` and `places load`."""

import json

from tests.samples.boundaries import collection, feature, lampung, square


def test_outlines_are_stored_or_refused_with_the_feature_named(empty, tmp_path):
    file = tmp_path / "batas.geojson"
    file.write_text(json.dumps(lampung()))
    assert "15 outlines stored, 0 features" in empty.run("places", "import-boundaries", str(file)).stdout
    file.write_text(
        json.dumps(collection(feature("99.99", square(105, -5)), feature("18.01", square(105, -5))))
    )
    done = empty.run("places", "import-boundaries", str(file), "--source", "uji")
    assert "1 outlines stored, 1 features with an unknown code passed over" in done.stdout
    file.write_text(json.dumps(collection(feature("18.01", square(105, 50)))))
    refused = empty.run("places", "import-boundaries", str(file), expect=1)
    assert refused.stderr.startswith("Feature 1 (18.01) lies outside Indonesia.")
    for raw, told in (
        (b"", "no valid JSON"), (b"{", "no valid JSON"), (b'{"a": NaN}', "NaN"), (b"[" * 9_000, "levels"),
        (b'{"type":"FeatureCollection","features":[]}', "is not GeoJSON"), (b"\xff\xfe\x00", "no valid JSON"),
    ):  # fmt: skip
        file.write_bytes(raw)
        assert told in empty.run("places", "import-boundaries", str(file), expect=1).stderr
    assert (
        "does not exist"
        in empty.run("places", "import-boundaries", str(tmp_path / "x.json"), expect=2).stderr
    )


def test_a_provinces_regions_are_loaded_and_an_unknown_one_is_bad_usage(empty):
    assert "Lampung: 3433 regions stand now" in empty.run("places", "load", "18").stdout
    assert "no such province" in empty.run("places", "load", "77", expect=2).stderr
    assert empty.counts()["regions"] == 3_433
