"""Records what pyanp and pyDecision answer for the limit of a supermatrix; see saving.py for how to run it.

It needs pyanp 0.3.1 besides.
"""

from __future__ import annotations

import io
from contextlib import redirect_stdout

import numpy as np
from pyanp.limitmatrix import calculus
from pyDecision.algorithm.anp import anp_method
from saving import SEEDS, save


def drawn(seed: int) -> np.ndarray:
    """Return whole numbers 0 to 9, four to eight columns, as influences row on column; none is empty."""
    count = 4 + seed
    generator = np.random.default_rng(seed)
    found = generator.integers(1, 10, (count, count)) * (generator.random((count, count)) < 0.7)
    return np.where(np.eye(count) > 0, generator.integers(1, 5, (count, count)), found)


def split(seed: int) -> np.ndarray:
    """Return influences of three on three others and back, whose powers go round in a cycle of two."""
    found = np.zeros((6, 6), dtype=int)
    generator = np.random.default_rng(seed)
    found[:3, 3:], found[3:, :3] = generator.integers(1, 10, (2, 3, 3))
    return found


def limits(tables: list[np.ndarray], kind: str) -> None:
    """Record both programs' limits of these influences divided by the sums of their columns."""
    mean_free, averaged = [], []
    for table in tables:
        supermatrix = table / table.sum(axis=0)
        with redirect_stdout(io.StringIO()):
            mean_free.append({"influences": table, "limit": calculus(supermatrix)})
            averaged.append({"influences": table, "limit": anp_method(supermatrix)})
    save(f"network_pyanp_{kind}", "pyanp", "calculus(supermatrix)", mean_free)
    save(f"network_pydecision_{kind}", "pydecision", "anp_method(supermatrix)", averaged)


if __name__ == "__main__":
    limits([drawn(seed) for seed in SEEDS], "whole")
    limits([split(seed) for seed in SEEDS], "cycle")
