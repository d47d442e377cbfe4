"""What intake does in the background: load one thing, call one action."""

from django.tasks import task

from naikkelas.accounts.queries import user_by_id
from naikkelas.intake import actions, queries
from naikkelas.kit import clock


@task()
def look_at(delivery_id: int) -> None:
    delivery = queries.delivery(delivery_id)
    actions.look(delivery=delivery, by=delivery.received_by, at=clock.now())


@task()
def apply_delivery(delivery_id: int, user_id: int) -> None:
    actions.apply(delivery=queries.delivery(delivery_id), by=user_by_id(user_id), at=clock.now())
