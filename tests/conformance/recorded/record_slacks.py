"""Records deaR (R, CRAN): slacks-based measures, output-oriented, with one input.

apt-get install r-base-core r-cran-jsonlite r-cran-lpsolve, lay R/model_sbmeff.R and R/model_sbmsupereff.R of the
mirror github.com/cran/deaR, commit 00d684cf, into a folder R, and name the folder that holds R:

    recording/bin/python tests/conformance/recorded/record_slacks.py dear
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from saving import HERE, SEEDS, save


def asked() -> list[dict]:
    """Return tables, weights, an input of each region, and the tables with one value of 0."""
    cases = []
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        x = generator.integers(50, 1001, (12, 4)) / 1000
        x[3] = x[5]
        weights, inputs = generator.integers(1, 10, 4), generator.integers(2, 9, 12)
        zero = x.copy()
        zero[np.argmin(x.sum(axis=1)), 0] = 0.0
        given = {"x": x, "weights": weights, "input": inputs, "with_zero": zero}
        cases.append({name: value.tolist() for name, value in given.items()})
    return cases


def main() -> None:
    """Write one file."""
    command = ["Rscript", str(HERE / "dear.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    call = "model_sbmeff, model_sbmsupereff (orientation = oo)"
    save("slacks_dear", "deaR (R)", call, json.loads(done.stdout), said="00d684cf")


if __name__ == "__main__":
    main()
