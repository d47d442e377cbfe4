"""JavaRosa, the engine inside ODK Collect, loads every form that we serve: it comes in the jar that pyxform carries, and runs
where there is a Java."""

import shutil
import subprocess
from pathlib import Path

import pytest
import pyxform
from django.test import Client

from naikkelas.forms import queries as forms
from tests.factories import enumerator, phone

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
JAR = Path(pyxform.__file__).parent / "validators/odk_validate/bin/ODK_Validate.jar"
JAVA = shutil.which("java")


def _told(*files: Path) -> tuple[int, str]:
    done = subprocess.run([JAVA, "-jar", JAR, *files], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr


if JAVA and JAR.exists():

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
