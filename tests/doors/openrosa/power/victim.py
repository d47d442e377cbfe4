"""The run that is recorded: phones hand in forms with a photo, all at once, while the worker reads. One argument: how many
each; a second one, `normal`, is the control that must lose what it acknowledged. `ready` only makes the data folder so."""

import os
import random
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import django
from django.conf import settings

PHONES = 6


def main() -> None:
    django.setup()
    from naikkelas.accounts.queries import user_named
    from naikkelas.conf.sqlite.base import DatabaseWrapper
    from naikkelas.instruments.forms import questionnaires
    from naikkelas.intake import actions as intake
    from naikkelas.kit import clock

    if sys.argv[1] == "ready":
        from naikkelas.ops.ready import installation_ready

        return installation_ready(clock.now())
    if sys.argv[2:] == ["normal"]:
        made = DatabaseWrapper.get_new_connection

        def lax(self, params):
            connection = made(self, params)
            connection.execute("PRAGMA synchronous=NORMAL").close()
            return connection

        DatabaseWrapper.get_new_connection = lax
    told = os.open(Path(settings.NAIKKELAS_DATA) / "acknowledged", os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    person, version = user_named("petugas"), questionnaires()["market"].version

    def phone(seed: int) -> None:
        dice = random.Random(seed)
        for _ in range(int(sys.argv[1])):
            number = f"uuid:{uuid.UUID(int=dice.getrandbits(128))}"
            inside = f"<foto>a.jpg</foto><meta><instanceID>{number}</instanceID></meta>"
            xml = f'<data id="market" version="{version}">{inside}</data>'.encode()
            parcel = intake.Parcel(xml, [("a.jpg", dice.randbytes(3_000))])
            receipt = intake.accept(parcel=parcel, by=person, at=clock.now())
            if receipt.status == 201:
                os.write(told, f"{number}\n".encode())

    with ThreadPoolExecutor(PHONES) as pool:
        phones = [pool.submit(phone, seed) for seed in range(PHONES)]
        while not all(each.done() for each in phones):
            intake.read_waiting(at=clock.now(), limit=20)
        for each in phones:
            each.result()


if __name__ == "__main__":
    main()
