"""Records pyDecision's TODIM and a public class of it (Python, github.com/paaatcha/decision-making).

Lay TODIM/TODIM.py of the second into a folder, without its figures, and name the folder:

    recording/bin/python tests/conformance/recorded/record_todim.py FOLDER

The class compares an object with only as many others as there are columns; here there are as many objects.
"""

from __future__ import annotations

import sys

import numpy as np
from pyDecision.algorithm.todim import todim_method
from saving import SEEDS, drawn, save

if __name__ == "__main__":
    sys.path.insert(0, sys.argv[1])
    from TODIM import TODIM

    published, changed = [], []
    for seed in SEEDS:
        x, weights = drawn(seed, 10, 4)
        theta = float(np.round(0.5 + seed / 2, 2))
        value = todim_method(x, ["max"] * 4, weights, theta, graph=False, verbose=False)
        published.append({"x": x, "weights": weights, "theta": theta, "value": value})
        x, weights = drawn(seed, 5, 5)
        found = TODIM(x, weights, theta)
        found.getRCloseness()
        changed.append({"x": x, "weights": weights, "theta": theta, "value": found.rCloseness[:, 0]})
    save("todim_pydecision", "pydecision", "todim_method(x, max, weights, theta)", published)
    save(
        "todim_weighted",
        "TODIM.py (Python)",
        "TODIM(x, weights, theta).getRCloseness()",
        changed,
        said="1858f51a",
    )
