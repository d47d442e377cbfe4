"""BI-10: submissions that differ by chance from good ones. Each gets an answer that a phone understands; what is taken is
there, and is read or held for a person. MUTATIONS=50000 makes more."""

import hashlib
import logging
import os
import random
import time
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from naikkelas.intake import actions as intake
from naikkelas.intake.models import Delivery
from naikkelas.monev import actions as monev
from naikkelas.trail.actions import SYSTEM
from tests.conftest import NOW
from tests.factories import filled, phone, road
from tests.samples.mutations import mutated

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MUTATIONS = int(os.environ.get("MUTATIONS", "600"))
SEED, AT_ONCE = 1871, 12
ANSWERS = {201, 202, 400, 403, 404, 409, 413}
log = logging.getLogger(__name__)


def resident_mib() -> float:
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


class Seen:
    """What became of all that was sent."""

    def __init__(self) -> None:
        self.answers, self.read, self.slowest = Counter[int](), Counter[tuple[str, str]](), 0.0
        self.client = Client(raise_request_exception=False)

    def send(self, server: str, content: bytes) -> bool:
        """Whether it was taken."""
        file = SimpleUploadedFile("s.xml", content, "text/xml")
        began = time.thread_time()
        answer = self.client.post(f"{server}/submission", {"xml_submission_file": file})
        self.slowest = max(self.slowest, time.thread_time() - began)
        self.answers[answer.status_code] += 1
        ElementTree.fromstring(answer.content)
        assert answer.status_code in ANSWERS, content
        return answer.status_code in (201, 202)

    def read_all(self) -> set[str]:
        """Read what was taken; the SHA-256 of all that is kept."""
        while intake.read_waiting(at=NOW):
            pass
        while monev.judge_waiting(by=SYSTEM, at=NOW):
            pass
        rows = list(Delivery.objects.filter(kind="submission").values_list("sha256", "state", "reason"))
        self.read.update((state, reason) for _, state, reason in rows)
        return {sha256 for sha256, _, _ in rows}


def test_submissions_changed_by_chance_are_answered_and_none_that_is_taken_is_lost(caplog):
    # each refusal is a warning, which would be kept with its request until the test ends
    caplog.set_level(logging.ERROR, logger="django.request")
    made, dice, seen, memory = road(), random.Random(SEED), Seen(), list[float]()
    good = [filled(planned, seed=n) for planned in made.planned for n in range(3)]
    server = phone(made.enumerator)
    for _ in range(MUTATIONS // AT_ONCE):
        with transaction.atomic():
            sent = [
                # numbers of their own: else all but a few would be known already
                mutated(dice.choice(good).replace(b"uuid:", f"uuid:{n:04}".encode(), 1), dice)
                for n in range(AT_ONCE)
            ]
            taken = [content for content in sent if seen.send(server, content)]
            kept = seen.read_all()
            assert {hashlib.sha256(content).hexdigest() for content in taken} <= kept
            transaction.set_rollback(True)  # what was planned waits for its visit again
        # an error of ours in reading, which a person would have to mend
        assert not [each for each in caplog.records if each.levelno >= logging.ERROR], caplog.text
        memory.append(resident_mib())
    at_times = [round(mib) for mib in memory[:: max(1, len(memory) // 10)]]
    log.info("answers %s, slowest %.2f s, MiB %s", dict(seen.answers), seen.slowest, at_times)
    log.info("read as %s", dict(seen.read))
    assert {state for state, _ in seen.read} <= {"applied", "held", "aside"}
    assert seen.read["applied", ""]
    assert {201, 400} <= seen.answers.keys()
    assert seen.slowest < 5
    assert memory[-1] - memory[len(memory) // 10] < 50
