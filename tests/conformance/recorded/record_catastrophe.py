"""Records catastrophe progression by aphid_population_check, a program in Python on GitHub.

It rebuilds the weather factor of Li et al. (2020), BioSystems 198: 104217. With src/gpd.py of
lakla8/aphid_population_check at 51ce36f in FOLDER:

    recording/bin/pip install "pandas<3" scipy openpyxl
    recording/bin/python tests/conformance/recorded/record_catastrophe.py FOLDER
"""

from __future__ import annotations

import sys

import pandas as pd
from saving import SEEDS, drawn, save

sys.path.insert(0, sys.argv[1])
import gpd

YEAR = 1997
"""One of those from which the program takes the ends of its scales."""


def case(seed: int) -> dict:
    """Return one drawn table, the signs of its columns, and the least of its four roots in each row."""
    x, _ = drawn(seed, 12, 4)
    frame = pd.DataFrame(x, columns=[name for name, _, _ in gpd.CP_INDICES]).assign(year=YEAR)
    scaler = gpd.CPScaler.fit(frame)
    least = gpd._cp_membership(frame, scaler.lo, scaler.hi)  # noqa: SLF001 - what is to be recorded
    return {"x": x, "signs": [sign for _, sign, _ in gpd.CP_INDICES], "least": least}


save(
    "catastrophe_aphids",
    "aphid_population_check 51ce36f",
    "gpd._cp_membership(table, scaler.lo, scaler.hi)",
    [case(seed) for seed in SEEDS],
    said="(Python)",
)
