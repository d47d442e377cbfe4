"""A text in both languages of the interface."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    id: str
    en: str

    def to(self, lang: str) -> str:
        return self.id if lang == "id" else self.en
