"""Records matter-element evaluation by MCM_Toolkit_2026: a file of 98yearsoldshark/MCM-ICM-20260203-pro-code on GitHub.

The file is MCM_Toolkit_2026/c10_评价与决策_DecisionMaking/matter_element.py, commit 6b55fec; it takes intervals of its own
for each column, and numbers the grades from 1. With the folder that holds a copy of it:

    recording/bin/python tests/conformance/recorded/record_matter_element.py FOLDER
"""

from __future__ import annotations

import sys

import numpy as np
from saving import SEEDS, drawn, save

sys.path.insert(0, sys.argv[1])
from matter_element import solve

BOUNDS = ((0.0, 0.25, 0.5, 0.75, 1.0), (0.0, 0.1, 0.6, 1.0))


def case(seed: int, bounds: tuple[float, ...]) -> dict:
    """Return one drawn table with its correlations, grades and grade variable characteristic values."""
    x, weights = drawn(seed, 12, 5)
    domains = np.array([[bounds[at : at + 2] for at in range(len(bounds) - 1)]] * 5)
    found = solve({"X": x, "classical_domains": domains, "weights": weights})
    kept = {"correlations": "kp", "grades": "grade_index_1based", "characteristic": "j_star"}
    return {"x": x, "weights": weights, "bounds": bounds, **{name: found[key] for name, key in kept.items()}}


save(
    "matter_element_mcm_toolkit",
    "MCM_Toolkit_2026",
    "matter_element.solve",
    [case(seed, bounds) for bounds in BOUNDS for seed in SEEDS],
    said="6b55fec (Python)",
)
