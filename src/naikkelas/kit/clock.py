"""The clock that doors and tasks read. A demonstration's clock stands where its story is, and goes on from there."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

MARKER = "demonstration.json"
_offset = timedelta()


def now() -> datetime:
    """The present moment in the installation's own zone: its date is the day that stands on the office's calendar, also
    before seven in the morning, when that of Greenwich is still the day before."""
    return (datetime.now(UTC) + _offset).astimezone()


def real(moment: datetime) -> datetime:
    """What a moment of this clock is for the rest of the world, which does not pretend."""
    return moment - _offset


def set_to(moment: datetime) -> None:
    """Let the clock show `moment` now, and go on from there."""
    global _offset
    _offset = moment - datetime.now(UTC)


def pretending() -> bool:
    return _offset != timedelta()


def keep(folder: Path) -> None:
    """Write into a data folder how far this clock stands from the real one."""
    (folder / MARKER).write_text(json.dumps({"offset_seconds": round(_offset.total_seconds())}))


def take_up(folder: Path) -> None:
    """Set the clock as `keep` left it in a data folder; nothing where it did not."""
    global _offset
    path = folder / MARKER
    if path.exists():
        _offset = timedelta(seconds=json.loads(path.read_text())["offset_seconds"])
