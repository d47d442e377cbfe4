"""JavaRosa, the engine inside ODK Collect, loads every form that we serve, and fills some that come back as visits. It comes
in the jar that pyxform carries, and runs where there is a Java."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import pyxform
from django.test import Client

from naikkelas.forms import queries as forms
from naikkelas.intake import actions as intake
from naikkelas.monev.models import Visit
from tests.conftest import NOW
from tests.factories import enumerator, phone, road
from tests.factories.submissions import found, multipart

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
JAR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
JAVA = shutil.which("java")


def _told(*files: Path) -> tuple[int, str]:
    done = subprocess.run([JAVA, "-jar", JAR, *files], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


def _texts(answers: dict[str, object]) -> dict[str, str]:
    return {name: str(value) for name, value in answers.items() if value is not None}


def _served(server: str, form_id: str, folder: Path) -> Path:
    """A form and the files of its manifest, got as a phone gets them."""
    version = forms.newest(form_id).version
    client, address = Client(), f"{server}/forms/{form_id}/{version}"
    (folder / "form.xml").write_bytes(client.get(f"{address}/form.xml").content)
    manifest = client.get(f"{address}/manifest").content.decode()
    for name, url in re.findall(r"<filename>(.*?)</filename>.*?<downloadUrl>(.*?)</downloadUrl>", manifest):
        (folder / name).write_bytes(client.get(url.partition("testserver")[2]).getvalue())
    return folder / "form.xml"


if JAVA and JAR.exists():

    @pytest.mark.parametrize("instrument", ["enterprise", "cooperative", "novice_entrepreneur"])
    def test_the_java_engine_fills_a_form_and_it_becomes_a_visit(tmp_path, instrument):
        """Found by swiping: questions in the engine's own order, its own constraints, its own sums and moments."""
        made = road()
        planned, server = made.planned_with(instrument), phone(made.enumerator)
        form = _served(server, instrument, tmp_path)
        given = found(planned)
        answers = _texts(given.answers | {"visit_code": planned.code})
        repeats = {name: [_texts(turn) for turn in turns] for name, turns in given.repeats.items()}
        filled = subprocess.run(
            [sys.executable, Path(__file__).with_name("java_client.py"), JAR, form], timeout=60, capture_output=True,
            input=json.dumps([answers, repeats]).encode(),
        )  # fmt: skip
        assert filled.returncode == 0, filled.stderr.decode()
        assert int(filled.stderr.split()[0]) > 10
        assert Client().post(f"{server}/submission", multipart(filled.stdout)).status_code == 201
        intake.read_waiting(at=NOW)
        visit = Visit.objects.get(planned=planned)
        assert visit.instance_id in filled.stdout.decode()
        told = {answer["path"].rpartition("/")[2]: answer["text"] for answer in visit.answers}
        assert told["deviceid"] == "java:deviceid"
        for name, text in answers.items():
            if name in told and name != "location":
                assert told[name] == text
        for name, turns in repeats.items():
            assert sum(f"{name}[{len(turns)}]/" in answer["path"] for answer in visit.answers) == len(
                turns[-1]
            )
        assert visit.facts.filter(name="found", word="found").exists()
        assert visit.latitude == pytest.approx(float(answers["location"].split()[0]))

    def test_the_java_engine_loads_every_form_as_it_is_served(tmp_path):
        server, files = phone(enumerator()), []
        for form in forms.listed():
            answer = Client().get(f"{server}/forms/{form.form_id}/{form.version}/form.xml")
            files.append(tmp_path / f"{form.form_id}.xml")
            files[-1].write_bytes(answer.content)
        code, told = _told(*files)
        assert len(files) >= 5
        assert (code, told.count("Xform is valid")) == (0, len(files)), told

    def test_the_java_engine_refuses_a_form_that_cannot_be_filled(tmp_path):
        """It looks at what it is given: a calculation that calls what is no function is refused."""
        form = forms.newest("market").xform.replace("<bind ", '<bind calculate="no-such()" ', 1)
        (tmp_path / "broken.xml").write_text(form)
        code, told = _told(tmp_path / "broken.xml")
        assert code != 0
        assert "Xform is valid" not in told
