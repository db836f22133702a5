"""Records Compind's ci_smaa_constr (R; smaa.R says what stands in for the package smaa) and the SMAA of crispyn.

Lay ci_smaa_constr.R of Compind (github.com/cran/Compind) into a folder, and name it:

    recording/bin/python tests/conformance/recorded/record_smaa.py compind
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from crispyn.mcda_methods import VIKOR_SMAA
from saving import HERE, SEEDS, save

COMMIT = "565369bd"
DRAWS = 20_000


def table(seed: int, regions: int, columns: int) -> np.ndarray:
    """Return values in (0, 1) with three digits whose sums over the columns are nearly the same."""
    x = np.random.default_rng(seed).uniform(0.05, 0.95, (regions, columns))
    return np.round(x / x.sum(axis=1, keepdims=True) * columns / 2, 3)


def compind() -> None:
    """Three regions by three columns, without and with least weights."""
    cases = []
    for seed in SEEDS:
        case = {"x": table(seed, 3, 3).tolist(), "draws": DRAWS, "seed": seed}
        cases += [case, {**case, "low": [0.4, 0.1, 0.0]}]
    command = ["Rscript", str(HERE / "smaa.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(cases), capture_output=True, text=True, check=True)
    call = "ci_smaa_constr(x, columns, rep, label, low_w)"
    save("smaa_compind", "Compind (R)", call, json.loads(done.stdout), said=COMMIT)


def by_vikor() -> None:
    """Six regions by four columns; crispyn scores every draw by VIKOR."""
    cases = []
    for seed in SEEDS:
        np.random.seed(seed)  # noqa: NPY002 - it draws from the global state
        x, method = table(seed, 6, 4), VIKOR_SMAA()
        weights = method._generate_weights(4, DRAWS)  # noqa: SLF001 - as its documentation does
        acceptability, *_ = method(x, weights, np.ones(4))
        cases.append({"x": x, "acceptability": acceptability})
    save("smaa_crispyn", "crispyn", "VIKOR_SMAA()(matrix, _generate_weights(4, 20000), types)", cases)


if __name__ == "__main__":
    compind()
    by_vikor()
