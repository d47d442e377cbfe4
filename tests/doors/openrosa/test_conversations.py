"""One conversation for each kind of client, played from start to end (tests/samples/conversations)."""

import base64
import gzip
import tomllib
from pathlib import Path

import pytest
from django.test import Client

from naikkelas.accounts import actions as accounts
from naikkelas.forms import queries as forms
from naikkelas.intake.models import Delivery
from tests.conftest import NOW
from tests.doors.openrosa.test_digest import answer_to, asked
from tests.factories import filled, multipart, phone, road
from tests.factories.people import PASSWORD
from tests.factories.photos import photo

pytestmark = pytest.mark.django_db
FOLDER = Path(__file__).parents[2] / "samples" / "conversations"
NAMES = sorted(path.stem for path in FOLDER.glob("*.toml"))


class Talk:
    """A client that remembers what it was told."""

    def __init__(self, told: dict) -> None:
        self.told, self.made, self.count = told, road(), 0
        self.user, self.secure = self.made.enumerator, told.get("secure", False)
        if told.get("password"):
            accounts.set_password(user=self.user, password=PASSWORD, by=self.user, at=NOW)
        self.planned = self.made.planned_with("enterprise")
        self.fill = {
            "key": phone(self.user), "version": forms.newest("enterprise").version, "visit": self.planned.code,
        }  # fmt: skip
        self.tags: dict[str, str] = {}
        self.xml = filled(self.planned, instance_id="uuid:percakapan", photo_place="a.jpg", remark="b.jpg")
        self.client = Client()

    def say(self, step: dict):
        path = step["path"].format(**self.fill)
        headers = {"User-Agent": self.told["client"]} | step.get("headers", {})
        if "if_none_match" in step:
            headers["If-None-Match"] = self.tags[step["if_none_match"]]
        if self.told.get("password"):
            headers["Authorization"] = self._credentials(step["method"], path)
        data = self._sent(step) if step["method"] == "POST" else None
        answer = getattr(self.client, step["method"].lower())(path, data, headers=headers, secure=self.secure)
        if "keep_tag" in step:
            self.tags[step["keep_tag"]] = answer["ETag"]
        return answer

    def _credentials(self, method: str, path: str) -> str:
        if self.secure:
            return "Basic " + base64.b64encode(f"{self.user.username}:{PASSWORD}".encode()).decode()
        question = asked(self.client.head("/submission"))
        return answer_to(question, self.user, method, path)

    def _sent(self, step: dict) -> dict:
        xml = step["body"].encode() if "body" in step else self.xml
        if step.get("edits"):
            xml = xml.replace(
                b"<instanceID>uuid:percakapan</instanceID>",
                b"<instanceID>uuid:perbaikan</instanceID><deprecatedID>uuid:percakapan</deprecatedID>",
            )
        if step.get("plain"):
            return {"xml_submission_file": xml.decode()}
        return multipart(xml, {name: photo() for name in step.get("files", [])}, **step.get("fields", {}))


@pytest.mark.parametrize("name", NAMES)
def test_a_client_is_served_from_its_first_question_to_its_last(name):
    told = tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
    talk = Talk(told)
    for step in told["step"]:
        answer = talk.say(step)
        assert answer.status_code == step["status"], step["says"]
        assert answer["X-OpenRosa-Version"] == "1.0", step["says"]
        for text in step.get("has", []):
            assert text.format(**talk.fill) in _text(answer), step["says"]
        for header, value in step.get("header", {}).items():
            assert answer[header] == value, step["says"]
        if "state" in step:
            assert Delivery.objects.get(instance_id="uuid:percakapan").state == step["state"], step["says"]


def _text(answer) -> str:
    if answer.headers.get("Content-Encoding") == "gzip":
        return gzip.decompress(answer.content).decode()
    return answer.content.decode()
