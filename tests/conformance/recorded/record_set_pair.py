"""Records set pair analysis by a program in Python on GitHub that picks an emergency plan (应急方案) among cases.

Its functions get_extreme_value and compute_association stand in the file that also has set_pari_analysis (so spelt);
the index in which it was found names no repository. With the folder that holds both as set_pair_program.py:

    recording/bin/python tests/conformance/recorded/record_set_pair.py FOLDER
"""

from __future__ import annotations

import sys

from saving import SEEDS, drawn, save

sys.path.insert(0, sys.argv[1])
from set_pair_program import compute_association, get_extreme_value


def case(seed: int) -> dict:
    """Return one drawn table, its weights, and the closeness of each cell over the greatest of its column."""
    x, weights = drawn(seed, 12, 5)
    best, worst = get_extreme_value(x, cost=False)
    return {"x": x, "weights": weights, "closeness": compute_association(x, best, worst, cost=False)}


save(
    "set_pair_association",
    "set_pari_analysis",
    "compute_association(x, best, worst, cost=False)",
    [case(seed) for seed in SEEDS],
    said="(Python)",
)
