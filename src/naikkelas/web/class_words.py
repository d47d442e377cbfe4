"""Labels of the words of naik kelas: outcomes, evidence of a year, survival, growth."""

from django.utils.translation import gettext_lazy as _

GREEN, RED, YELLOW, BLUE, GREY = "green", "red", "yellow", "blue", "secondary"

WORDS = {
    "change_reason": {
        "unknown": (_("a class is not known"), GREY),
        "basis": (_("the two years rest on different facts"), GREY),
        "no_evidence": (_("a year does not say what it rests on"), GREY),
        "": ("", GREY),
    },
    "class_outcome": {
        "up": (_("Up a class"), GREEN),
        "same": (_("Same class"), GREY),
        "down": (_("Down a class"), RED),
        "not_comparable": (_("Not comparable"), YELLOW),
        "none": (_("No facts of the second year"), GREY),
        "by_rule": (_("Moved by the law alone"), BLUE),
    },
    "class_source": {
        "micro": (_("Micro"), GREY),
        "small": (_("Small"), BLUE),
        "medium": (_("Medium"), GREEN),
        "large": (_("Large"), YELLOW),
        "unknown": (_("Class not known"), GREY),
        "none": (_("No facts of the first year"), GREY),
    },
    "class_target": {
        "micro": (_("Micro"), GREY),
        "small": (_("Small"), BLUE),
        "medium": (_("Medium"), GREEN),
        "large": (_("Large"), YELLOW),
        "not_comparable": (_("Not comparable"), YELLOW),
        "none": (_("No facts"), GREY),
    },
    "class_law": {
        "end": (_("In force at the end of the second year"), GREY),
        "start": (_("In force at the end of the first year"), GREY),
    },
    "survival": {
        "facts": (_("Has facts of that year"), GREEN),
        "operating": (_("No facts, but seen by a visit"), BLUE),
        "closed": (_("Last seen closed"), RED),
        "unknown": (_("Not known"), GREY),
    },
    "evidence": {
        "visit": (_("Visit"), GREEN),
        "document": (_("Document"), GREEN),
        "statement": (_("Statement of the owner"), YELLOW),
        "import": (_("List of an office"), GREY),
        "": ("–", GREY),
    },
    "growth": {
        "grew": (_("Grew"), GREEN),
        "not_grown": (_("Did not grow"), GREY),
        "not_comparable": (_("Growth cannot be compared"), YELLOW),
        "": (_("Growth not judged yet"), GREY),
    },
    "growth_sign": {
        "sales": (_("sales"), GREY),
        "workers": (_("workers"), GREY),
        "market": (_("new market"), GREY),
    },
}
