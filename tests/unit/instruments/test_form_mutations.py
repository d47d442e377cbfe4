"""BI-10, forms: our own forms with something changed by chance are compiled or told what is wrong; nothing else happens.
FORM_MUTATIONS=5000 makes more."""

import os
import random
from pathlib import Path

import naikkelas.instruments.catalogue
from naikkelas.instruments import xlsform
from naikkelas.instruments.wording import wording
from tests.cost import measured
from tests.samples.mutations import mutated

MUTATIONS = int(os.environ.get("FORM_MUTATIONS", "150"))
FORMS = sorted(Path(next(iter(naikkelas.instruments.catalogue.__path__))).glob("*/form.md"))


def test_forms_changed_by_chance_are_compiled_or_refused_with_a_reason():
    dice, kinds = random.Random(1871), set[str]()
    good = [path.read_bytes() for path in FORMS]
    assert len(good) >= 10
    for _ in range(MUTATIONS):
        content = mutated(dice.choice(good), dice)
        with measured() as cost:
            answer = xlsform.compiled(content, "formulir.md").values
        assert cost.seconds < 5
        assert cost.megabytes < 300
        wrong = [problem for problem in answer["problems"] if problem["error"]]
        assert wrong or wording(answer["xform"]).questions
        kinds |= {problem["code"] for problem in wrong} or {"compiled"}
    assert {"compiled", "xlsform.compiler"} <= kinds
