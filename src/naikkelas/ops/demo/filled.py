"""A filled form, made from the blank one: what a phone would send."""

import io
from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml import ElementTree

_XFORMS = "{http://www.w3.org/2002/xforms}"
_TEMPLATE = "{http://openrosa.org/javarosa}template"


def fill(
    xform: str,
    instance_id: str,
    answers: Mapping[str, object],
    repeats: Mapping[str, Sequence[Mapping[str, object]]],
) -> bytes:
    """Fill the primary instance of an XForm: answers by question name, repeats by name of the repeat."""
    root = ElementTree.parse(io.BytesIO(xform.encode())).getroot()
    instance = root.find(f".//{_XFORMS}instance")
    assert instance is not None, "an XForm has a primary instance"
    blank = instance[0]
    filled = _copy(blank, {"instanceID": instance_id, **answers}, repeats)
    for name in ("id", "version"):
        if name in blank.attrib:
            filled.set(name, blank.attrib[name])
    return tostring(filled, encoding="utf-8", xml_declaration=True)


def _local(element: Element) -> str:
    return element.tag.rsplit("}", 1)[-1]


def _copy(
    blank: Element, answers: Mapping[str, object], repeats: Mapping[str, Sequence[Mapping[str, object]]]
) -> Element:
    made = Element(_local(blank))
    for child in blank:
        name = _local(child)
        if name in repeats:
            if _TEMPLATE in child.attrib or not any(_local(e) == name for e in made):
                for entry in repeats[name]:
                    made.append(_copy(child, entry, {}))
        elif len(child):
            made.append(_copy(child, answers, repeats))
        else:
            value = answers.get(name, child.text)
            SubElement(made, name).text = None if value is None else str(value)
    return made
