"""Which records are the same enterprise: probabilistic linkage (Fellegi and Sunter, 1969) by Splink on DuckDB.

`cleaning` brings names, phones and addresses to one form; `model` holds what is compared and by which blocks candidates
are found; `weights.json` the trained weights; `run` scores the candidates; `training` makes new weights.
"""

from naikkelas.engine.linkage.model import COLUMNS, fingerprint, trained
from naikkelas.engine.linkage.run import TooManyCandidates, pairs

__all__ = ["COLUMNS", "TooManyCandidates", "fingerprint", "pairs", "trained"]
