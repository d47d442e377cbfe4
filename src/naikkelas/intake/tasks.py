"""What intake does in the background: load one thing, call one action."""

from django.tasks import task

from naikkelas.accounts.queries import user_by_id
from naikkelas.intake import actions, queries
from naikkelas.intake.models import Delivery
from naikkelas.intake.queries import field_changes
from naikkelas.kit import clock
from naikkelas.monev.tasks import look_for_doubles
from naikkelas.places import queries as places
from naikkelas.registry import tasks as registry
from naikkelas.trail import queries as trail


@task()
def look_at(delivery_id: int) -> None:
    places.refresh()
    delivery = queries.delivery(delivery_id)
    actions.look(delivery=delivery, by=delivery.received_by, at=clock.now())


@task()
def apply_delivery(delivery_id: int, user_id: int) -> None:
    places.refresh()
    applied = actions.apply(delivery=queries.delivery(delivery_id), by=user_by_id(user_id), at=clock.now())
    if applied.state == Delivery.State.APPLIED:
        registry.once(look_for_doubles)
        registry.once(registry.check_quality)


@task()
def look_at_money(delivery_id: int) -> None:
    places.refresh()
    delivery = queries.delivery(delivery_id)
    actions.look_money(delivery=delivery, by=delivery.received_by, at=clock.now())


@task()
def apply_money(delivery_id: int, user_id: int) -> None:
    places.refresh()
    actions.apply_money(delivery=queries.delivery(delivery_id), by=user_by_id(user_id), at=clock.now())


@task()
def accept_changes(batch_id: int) -> None:
    places.refresh()
    batch = field_changes.batch(batch_id)
    actions.accept_batch(batch=batch, by=batch.made_by, at=clock.now())


def look_again() -> None:
    """After an import was taken back: its doubts and doubles went with what it had brought."""
    registry.once(look_for_doubles)
    registry.once(registry.check_quality)


def take_up_interrupted() -> None:
    """Enqueue again what stopped in the middle: its task failed, or the command that did it was ended."""
    for delivery in queries.interrupted():
        money = delivery.kind == Delivery.Kind.MONEY
        if delivery.state == Delivery.State.APPLYING:
            confirmed = trail.of("delivery", delivery.pk).filter(action="delivery.confirmed").latest("id")
            (apply_money if money else apply_delivery).enqueue(delivery.pk, confirmed.actor_id)
        else:
            (look_at_money if money else look_at).enqueue(delivery.pk)
    for batch in field_changes.unfinished_batches():
        accept_changes.enqueue(batch.pk)
