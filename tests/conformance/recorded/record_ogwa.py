"""Records Compind's ci_ogwa (R) with the kernels and the search of GWmodel; ogwa.R says what stands in for what.

Lay ci_ogwa.R of Compind (github.com/cran/Compind) and gwmodel.R, with gw.weight, gw.mean.cv and gold of GWmodel
(github.com/lbb220/GWmodel), into a folder, and name it:

    recording/bin/python tests/conformance/recorded/record_ogwa.py compind
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from saving import HERE, SEEDS, save

COMMIT = "473a7407"
SOURCES = "ci_ogwa(x, id, columns, j, coords, kernel, adaptive); GWmodel 5b3c7ff7"


def asked() -> list[dict]:
    """Return given bandwidths by all kernels, bisquare by neighbours, then bandwidths that are searched for."""
    cases = []
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        case = {
            "x": np.round(generator.uniform(0.1, 1, (12, 4)), 3).tolist(),
            "places": np.round(generator.uniform(0, 10, (12, 2)), 2).tolist(),
            "count": 2,
            "adaptive": False,
        }
        kernels = ("bisquare", "gaussian", "exponential", "tricube", "boxcar")
        cases += [{**case, "kernel": kernel, "bandwidth": 4.5} for kernel in kernels]
        cases.append({**case, "kernel": "bisquare", "bandwidth": 5, "adaptive": True})
        large = (1e4 * np.array(case["x"])).tolist()
        for x in (case["x"], large):
            cases += [{**case, "x": x, "kernel": kernel} for kernel in ("gaussian", "exponential")]
    return cases


def main() -> None:
    """Write the answers."""
    command = ["Rscript", str(HERE / "ogwa.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    save("ogwa_compind", "Compind (R)", SOURCES, json.loads(done.stdout), said=COMMIT)


if __name__ == "__main__":
    main()
