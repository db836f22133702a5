"""Records Compind (R, CRAN): the geometric benefit of the doubt.

apt-get install r-base-core r-cran-jsonlite r-cran-lpsolve, lay R/ci_geom_gen.R and R/ci_bod_constr.R of the mirror
github.com/cran/Compind, commit 548f951d, into a folder R, and name the folder that holds R:

    recording/bin/python tests/conformance/recorded/record_geometric.py compind
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from saving import HERE, SEEDS, save


def asked() -> list[dict]:
    """Return tables with a benchmark region, shares free or within bounds."""
    cases = []
    for seed in SEEDS:
        x = (np.random.default_rng(seed).integers(50, 1001, (15, 4)) / 1000).tolist()
        for low, high in ((0.0, 1.0), (0.05, 0.6), (0.15, 0.4)):
            cases.append({"x": x, "low": low, "high": high, "benchmark": 4})
    return cases


def main() -> None:
    """Write one file."""
    command = ["Rscript", str(HERE / "compind_geometric.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    save(
        "geometric_compind",
        "Compind (R)",
        "ci_geom_gen(x, meth = BOD)",
        json.loads(done.stdout),
        said="548f951d",
    )


if __name__ == "__main__":
    main()
