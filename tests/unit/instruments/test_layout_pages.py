"""The page of import layouts is what the catalogue says today."""

from naikkelas.instruments.spreadsheet import layouts
from scripts import layout_pages


def test_the_pages_in_docs_are_up_to_date():
    assert layout_pages.stale() == [], "run: python scripts/layout_pages.py"


def test_every_heading_of_every_layout_stands_in_both_languages():
    for text in layout_pages.pages().values():
        for layout in layouts().values():
            assert f"`{layout.id}`" in text
            assert all(f"| {header} |" in text for header in layout.columns)


def test_a_page_that_was_edited_by_hand_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(layout_pages, "FOLDER", tmp_path)
    assert layout_pages.main([]) == 0
    assert layout_pages.stale() == []
    (tmp_path / "layouts.md").write_text("lain", encoding="utf-8")
    assert layout_pages.main(["check"]) == 1
