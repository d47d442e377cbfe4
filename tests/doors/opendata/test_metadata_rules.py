"""The metadata document by the rules of CSDL XML 4.0 (OASIS), for forms with every kind of name and nesting."""

import re
from collections import Counter
from xml.etree import ElementTree

import pytest

from naikkelas.instruments.answer_tables import merged
from naikkelas.opendata.shapes import entity_sets, metadata
from tests.factories.answers import form_with

pytestmark = pytest.mark.django_db
EDMX, EDM = "{http://docs.oasis-open.org/odata/ns/edmx}", "{http://docs.oasis-open.org/odata/ns/edm}"
SIMPLE = re.compile(r"[^\W\d]\w{0,127}")
"""SimpleIdentifier, CSDL 17.2."""
PRIMITIVE = {
    "Edm.String", "Edm.Int64", "Edm.Int32", "Edm.Decimal", "Edm.Double", "Edm.Date", "Edm.TimeOfDay", "Edm.DateTimeOffset",
}  # fmt: skip
BODY = """| text | parent | Induk & "<anak>" | Parent |
| | text | usaha | Sama dengan bagian | Same |
| | text | Usaha_2 | Mirip | Alike |
| | text | q-1.a | Tanda | Signs |
| | decimal | omzet | Omzet | Sales |
| | date | hari | Hari | Day |
| | time | jam | Jam | Hour |
| | dateTime | saat | Saat | Moment |
| | geopoint | titik | Titik | Point |
| | select_multiple kinds | jenis | Jenis | Kinds |
| | begin repeat | toko | Toko | Shop |
| | text | merek | Merek | Brand |
| | begin repeat | pekerja | Pekerja | Worker |
| | integer | umur | Umur | Age |
| | end repeat | | | |
| | end repeat | | | |
| | begin repeat | submissions | Isian | Submissions |
| | text | isi | Isi | Content |
| | end repeat | | | |"""


@pytest.fixture
def root() -> ElementTree.Element:
    form = form_with(BODY)
    return ElementTree.fromstring("".join(metadata(entity_sets(merged([form.xform])), form.title)).encode())


def each(root: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return list(root.iter(f"{EDM}{tag}"))


def test_the_document_is_edmx_4_with_one_schema_and_one_container(root):
    assert (root.tag, root.get("Version")) == (f"{EDMX}Edmx", "4.0")
    (services,) = root
    assert services.tag == f"{EDMX}DataServices"
    (schema,) = services
    assert SIMPLE.fullmatch(schema.get("Namespace"))
    assert len(each(root, "EntityContainer")) == 1
    allowed = {"EntityType", "EntityContainer"}
    assert {child.tag.removeprefix(EDM) for child in schema} == allowed


def test_every_name_is_a_simple_identifier_and_none_is_there_twice(root):
    schema = [t.get("Name") for t in (*each(root, "EntityType"), *each(root, "EntityContainer"))]
    sets = [s.get("Name") for s in each(root, "EntitySet")]
    owned = [
        [p.get("Name") for p in of if p.tag in (f"{EDM}Property", f"{EDM}NavigationProperty")]
        for of in each(root, "EntityType")
    ]
    for names in (schema, sets, *owned):
        assert all(SIMPLE.fullmatch(name) for name in names)
        # Excel and Power BI tell no large letters from small ones
        assert max(Counter(name.casefold() for name in names).values()) == 1
    for of in each(root, "EntityType"):
        assert of.get("Name") not in [p.get("Name") for p in of]  # CSDL 7.1


def test_keys_are_properties_that_are_never_null(root):
    for of in each(root, "EntityType"):
        (reference,) = of.findall(f"{EDM}Key/{EDM}PropertyRef")
        (key,) = [p for p in of.findall(f"{EDM}Property") if p.get("Name") == reference.get("Name")]
        assert (key.get("Type"), key.get("Nullable")) == ("Edm.String", "false")


def test_types_and_facets_are_those_of_the_standard(root):
    for p in each(root, "Property"):
        assert p.get("Type") in PRIMITIVE
        if p.get("Type") == "Edm.Decimal":
            assert p.get("Scale") == "variable"  # without it no digit would stand behind the point
        if "Precision" in p.attrib:
            assert p.get("Type") in ("Edm.DateTimeOffset", "Edm.TimeOfDay")
            assert 0 <= int(p.get("Precision")) <= 12
        assert set(p.attrib) <= {"Name", "Type", "Nullable", "Scale", "Precision"}


def test_what_leads_there_leads_back_and_every_target_is_a_set(root):
    types = {f"naikkelas.{t.get('Name')}": t for t in each(root, "EntityType")}
    sets = {s.get("Name"): s for s in each(root, "EntitySet")}
    assert {s.get("EntityType") for s in sets.values()} == set(types)
    for name, of in types.items():
        for way in of.findall(f"{EDM}NavigationProperty"):
            many = re.fullmatch(r"Collection\((.+)\)", way.get("Type"))
            target = types[many[1] if many else way.get("Type")]
            assert ("Nullable" in way.attrib) is (many is None)  # a collection says nothing of null, CSDL 8.3
            (back,) = [
                w for w in target.findall(f"{EDM}NavigationProperty") if w.get("Name") == way.get("Partner")
            ]
            assert name in back.get("Type")
    for entity_set in sets.values():
        of = types[entity_set.get("EntityType")]
        ways = {w.get("Name") for w in of.findall(f"{EDM}NavigationProperty")}
        bound = {
            b.get("Path"): b.get("Target") for b in entity_set.findall(f"{EDM}NavigationPropertyBinding")
        }
        assert set(bound) == ways
        assert set(bound.values()) <= set(sets)


def test_annotations_name_a_term_and_hold_one_value(root):
    for note in each(root, "Annotation"):
        assert note.get("Term") == "Org.OData.Core.V1.Description"
        assert note.get("String")
    assert 'Induk & "<anak>"' in {note.get("String") for note in each(root, "Annotation")}
