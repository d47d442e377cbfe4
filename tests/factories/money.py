"""Lists of money as offices send them, and a programme whose ledger takes them."""

from datetime import date

from naikkelas.instruments.finding import MONEY, layouts
from naikkelas.intake import actions as intake
from naikkelas.intake import queries
from naikkelas.intake.models import Delivery
from naikkelas.programmes import actions as programmes
from naikkelas.programmes.models import Allocation
from tests.conftest import NOW

LINE = "2.17.08.1.01"


def money_table(layout: str, rows: list[dict[str, str]], *extra: str) -> bytes:
    """A list as CSV, headings as the layout has them; `extra` lines stand below."""
    columns = layouts(MONEY)[layout].columns
    lines = [";".join(columns)] + [";".join(row.get(field, "") for field in columns.values()) for row in rows]
    return "\n".join([*lines, *extra, ""]).encode()


def allocation(by, amount_idr: int = 24_000_000, area: str = "18.01", line_code: str = LINE) -> Allocation:
    """Start-up capital of 2019: a ceiling of 48 million, and an allocation of it."""
    programme = programmes.add_programme(
        type_id="startup_capital", name=f"Modal awal {area}", year=2019, area="18", by=by, at=NOW
    )
    ceiling = programmes.set_ceiling(
        programme=programme, source="dak", year=2019, amount_idr=48_000_000, document_no="DIPA-1", line_code=line_code,
        by=by, at=NOW,
    )  # fmt: skip
    return programmes.allocate(ceiling=ceiling, area=area, amount_idr=amount_idr, by=by, at=NOW)


def recipient(
    allocation: Allocation, by, name: str, amount_idr: int = 12_000_000, area: str = "18.01.06.2018"
):
    return programmes.name_recipient(
        allocation=allocation, kind="person", name=name, area=area, amount_idr=amount_idr, decree_no="08/2019",
        decree_on=date(2019, 7, 1), by=by, at=NOW,
    )  # fmt: skip


def payment(name: str, **more: str) -> dict[str, str]:
    return {"document_no": "SP2D-7", "paid_on": "02/09/2019", "name": name, "amount_idr": "12.000.000"} | more


def award(name: str, **more: str) -> dict[str, str]:
    said = {
        "decree_no": "11/2019", "dated_on": "5 Agustus 2019", "name": name, "kind": "perorangan",
        "village": "Kalianda", "district": "Kalianda", "regency": "Lampung Selatan", "amount_idr": "10.000.000",
    }  # fmt: skip
    return said | more


def looked(by, content: bytes, filename: str = "daftar.csv", layout: str = "", **given: str) -> Delivery:
    delivery = intake.receive_money(
        filename=filename, content=content, layout=layout, given=given, by=by, at=NOW
    )
    return intake.look_money(delivery=delivery, by=by, at=NOW)


def applied(by, delivery: Delivery) -> Delivery:
    intake.confirm_money(delivery=delivery, by=by, at=NOW)
    delivery.refresh_from_db()
    return intake.apply_money(delivery=delivery, by=by, at=NOW)


def told(delivery: Delivery) -> dict[int, list[tuple[str, str]]]:
    """By row: the columns and codes of its problems."""
    return {
        line["row"]: [(p["column"], p["code"]) for p in line["problems"]]
        for line in queries.money_lines(delivery)
        if line["problems"]
    }


def counts(delivery: Delivery) -> tuple[int, ...]:
    """Rows that are new, changed, the same, to mend, doubtful."""
    return tuple(delivery.summary[k] for k in ("new", "changed", "same", "bad", "doubtful"))
