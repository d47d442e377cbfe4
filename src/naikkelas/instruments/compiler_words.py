"""What the compiler says most often, in words of ours: it speaks English only, and to programmers."""

import re

_KNOWN = (
    (r"Missing calculation", "xlsform.no_calculation"),
    (r"Question with no type", "xlsform.no_type"),
    (r"Question or group with no name", "xlsform.no_name"),
    (r"Unknown question type '(?P<value>[^']*)'", "xlsform.unknown_type"),
    (r"named '(?P<value>[^']*)' has no label or hint", "xlsform.no_label"),
    (r"'name' value '(?P<value>[^']*)' is invalid\. .*must be unique", "xlsform.name_taken"),
    (r"'name' value is invalid\. Names must begin", "xlsform.bad_name"),
    (r"Unmatched 'begin_\w+'.* name '(?P<value>[^']*)'", "xlsform.unclosed"),
    (r"Unmatched 'end_\w+'", "xlsform.unopened"),
    (r"Choice names must be unique", "xlsform.choice_twice"),
    (r"Choices must have a name", "xlsform.choice_no_name"),
    (r"Choice names with spaces .*See \[(?P<value>[^\]]*)\]", "xlsform.choice_spaces"),
    (r"List name not in choices sheet: (?P<value>\S+)", "xlsform.no_list"),
    (r"should be a choices sheet", "xlsform.no_choices"),
)  # fmt: skip


def understood(text: str) -> tuple[str, dict[str, str]]:
    """The code of ours for what the compiler says, and what the sentence names; none where it is said too seldom."""
    for pattern, code in _KNOWN:
        if found := re.search(pattern, text, re.DOTALL):
            return code, found.groupdict()
    return "", {}
