"""A ladder of names by ceilings: data that Python, SQL and data frames evaluate alike."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bands:
    """`steps` are (ceiling, name) in rising order, each ceiling belonging to its step ("paling banyak").

    Above the last ceiling the name is `above`. A missing value has no name.
    """

    steps: tuple[tuple[int, str], ...]
    above: str

    def name(self, value: int | None) -> str | None:
        if value is None:
            return None
        return next((name for ceiling, name in self.steps if value <= ceiling), self.above)

    def ceiling(self, name: str) -> int | None:
        """Return the ceiling of the step called `name`; None for the one above all."""
        return next((ceiling for ceiling, step in self.steps if step == name), None)
