"""Records what pyDecision answers for DEMATEL; see saving.py for how to run it."""

from __future__ import annotations

import io
from contextlib import redirect_stdout

import numpy as np
from pyDecision.algorithm import dematel_method
from saving import SEEDS, save


def influences() -> None:
    """Direct influences 0 to 4 of three to seven columns upon one another."""
    cases = []
    for seed in SEEDS:
        count = 3 + seed
        direct = np.random.default_rng(seed).integers(0, 5, (count, count))
        np.fill_diagonal(direct, 0)
        with redirect_stdout(io.StringIO()):
            prominence, relation, weights = dematel_method(direct, size_x=1, size_y=1)
        cases.append({"direct": direct, "prominence": prominence, "relation": relation, "weights": weights})
    save("dematel_pydecision", "pydecision", "dematel_method(direct)", cases)


if __name__ == "__main__":
    influences()
