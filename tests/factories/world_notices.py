"""A notice at every place of the world, each to somebody who is there."""

from naikkelas import vault
from naikkelas.notices.models import Delivery, Notice, PushDevice, PushMessage, Subscription
from tests.conftest import NOW

ADDRESSEES = {
    "18.01": ("regency", "18.01"), "18.02": ("regency", "18.02"), "18": ("province", "18"),
    "18.01.06": ("enumerator", "18.01.06"), "17.01": ("province", "17"), "17.01.01": ("ministry", "0"),
}  # fmt: skip


def add_notice(made, code: str) -> None:
    user = made.who(*ADDRESSEES[code])
    notice = Notice.objects.create(
        user=user, kind="finding.opened", object_type="finding", object_id=str(made.objects["finding"][code][0]),
        told={"name": made.text(code)}, made_at=NOW, mail="off",
    )  # fmt: skip
    made.put("notice", code, notice.pk)
    hook = Subscription.objects.create(
        name=made.text(code)[:80], url="https://penerima.example/", area_id=code, families=["registry"], done_to=0,
        secret_sealed=vault.current().seal.close("whsec_uji"), made_by=user, made_at=NOW,
    )  # fmt: skip
    Delivery.objects.create(
        subscription=hook,
        number=1,
        action="uji",
        tried_at=NOW,
        status=500,
        took_ms=3,
        problem=made.text(code)[:200],
    )
    made.put("webhook", code, hook.pk)
    device = PushDevice.objects.create(
        user=user, sealed=vault.current().seal.close("{}"), endpoint_index=code, token_index=code, name=made.text(code)[:60],
        made_at=NOW,
    )  # fmt: skip
    PushMessage.objects.create(device=device, told={}, urgency="low", made_at=NOW)
    made.put("device", code, device.pk)
    made.told[code] = user
