"""The pages of the rules are what the rules and their tables say today."""

from scripts import rule_pages


def test_the_pages_in_docs_are_up_to_date():
    assert rule_pages.stale() == [], "run: python scripts/rule_pages.py"


def test_every_case_stands_in_the_page_of_its_rule_in_both_languages():
    written = dict(rule_pages.pages())
    for name in (
        "uu_20_2008",
        "pp_7_2021",
        "class_change",
        "formalisation",
        "growth",
        "kop_aktif_v1",
        "permenkop_9_2020",
        "perdep_6_2016",
        "perdep_7_2016",
        "kuk",
        "score_bands",
        "workdays",
        "person_nik",
        "quality_score",
    ):
        for lang, suffix in rule_pages.LANGUAGES.items():
            for case in rule_pages.cases(name):
                assert f"| {case.why[lang]} |" in written[name + suffix]


def test_a_page_that_was_edited_by_hand_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(rule_pages, "FOLDER", tmp_path)
    rule_pages.write()
    assert rule_pages.stale() == []
    (tmp_path / "workdays.md").write_text("lain", encoding="utf-8")
    (tmp_path / "old_rule.md").write_text("lain", encoding="utf-8")
    (tmp_path / "index.en.md").unlink()
    assert rule_pages.stale() == ["index.en.md", "old_rule.md", "workdays.md"]
    rule_pages.write()
    assert rule_pages.stale() == []
