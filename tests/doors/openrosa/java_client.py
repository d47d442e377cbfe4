"""JavaRosa, the engine inside ODK Collect, fills a form from its first question to its last and writes what Collect would
send. Run by itself: a Java machine inside Python wants its signals for itself.

    python java_client.py ENGINE.jar FOLDER/form.xml   < [{"question": "answer", …}, {"repeat": [{…}, …], …}]   > instance

The files that the form loads lie in the folder. An answer that the engine does not accept ends it.
"""

import json
import sys
from pathlib import Path
from typing import Any

import jpype
import jpype.imports

BINARY, SELECT_ONE = 12, 2  # DATATYPE_BINARY, CONTROL_SELECT_ONE of org.javarosa.core.model.Constants


def main(jar: str, form: str) -> None:
    jpype.startJVM("-Xmx256m", classpath=[jar], convertStrings=True)
    answers, repeats = json.load(sys.stdin)
    _files_from(Path(form).parent)
    from java.io import FileInputStream
    from org.javarosa.core.model.instance import InstanceInitializationFactory
    from org.javarosa.core.services import PropertyManager
    from org.javarosa.form.api import FormEntryController, FormEntryModel
    from org.javarosa.model.xform import XFormSerializingVisitor, XFormsModule
    from org.javarosa.xform.util import XFormUtils

    told = {"getSingularProperty": lambda name: f"java:{name}", "setProperty": lambda *_: None}
    PropertyManager.setPropertyManager(jpype.JProxy("org.javarosa.core.services.IPropertyManager", dict=told))
    XFormsModule().registerModule()
    definition = XFormUtils.getFormFromInputStream(FileInputStream(form))
    definition.initialize(True, InstanceInitializationFactory())
    model = FormEntryModel(definition)
    asked = _fill(FormEntryController(model), model, answers, repeats)
    definition.postProcessInstance()
    sys.stderr.write(f"{asked} questions\n")
    sys.stdout.buffer.write(bytes(XFormSerializingVisitor().serializeInstance(definition.getInstance())))


def _files_from(folder: Path) -> None:
    """Whatever a form names by jr:// lies in one folder, as Collect keeps it."""
    from org.javarosa.core.reference import ReferenceManager

    def derive(address: str, *_context: object) -> Any:
        path = str(folder / str(address).rpartition("/")[2])
        return jpype.JProxy("org.javarosa.core.reference.Reference", dict={
            "getLocalURI": lambda: path, "getURI": lambda: address, "doesBinaryExist": lambda: Path(path).exists(),
            "isReadOnly": lambda: True,
        })  # fmt: skip

    factory = {"derives": lambda address: str(address).startswith("jr://"), "derive": derive}
    ReferenceManager.instance().addReferenceFactory(
        jpype.JProxy("org.javarosa.core.reference.ReferenceFactory", dict=factory)
    )


def _fill(
    controller: Any, model: Any, answers: dict[str, str], repeats: dict[str, list[dict[str, str]]]
) -> int:
    """Step from event to event as a person swipes, adding repeats as long as there are some; how many questions were
    answered."""
    asked = 0
    while (event := controller.stepToNextEvent()) != controller.EVENT_END_OF_FORM:
        place = [
            (str(ref.getName(n)), ref.getMultiplicity(n))
            for ref in [model.getFormIndex().getReference()]
            for n in range(ref.size())
        ]
        name, number = place[-1]
        if event == controller.EVENT_PROMPT_NEW_REPEAT and number < len(repeats.get(name, ())):
            controller.newRepeat()
        if event != controller.EVENT_QUESTION:
            continue
        here = next((repeats[of][n] for of, n in place if n < len(repeats.get(of, ()))), answers)
        prompt = model.getQuestionPrompt()
        if prompt.isReadOnly() or prompt.getDataType() == BINARY or name not in here:
            continue
        told = controller.answerQuestion(_answer(prompt, name, here[name]), True)
        if told != controller.ANSWER_OK:
            raise SystemExit(f"{name}: the engine refuses {here[name]!r} ({told})")
        asked += 1
    return asked


def _answer(prompt: Any, name: str, text: str) -> Any:
    from org.javarosa.core.model.data import AnswerDataFactory, SelectOneData, UncastData

    control, kind = prompt.getControlType(), prompt.getDataType()
    choices = {str(choice.getValue()): choice for choice in prompt.getSelectChoices() or ()}
    missing = set(text.split()) - choices.keys() if choices else ()
    if missing:
        raise SystemExit(f"{name} offers no {missing}: {sorted(choices)}")
    if control == SELECT_ONE:
        return SelectOneData(choices[text].selection())
    return AnswerDataFactory.template(control, kind).cast(UncastData(text))


if __name__ == "__main__":
    main(*sys.argv[1:])
