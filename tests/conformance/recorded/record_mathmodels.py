"""Records mathmodels (R, github.com/zhjx19/mathmodels): coupling, combined weights, fuzzy evaluation.

apt-get install r-base-core r-cran-jsonlite r-cran-tibble, lay the files named in FILES into a folder R, each as
of its commit, and name the folder that holds R:

    recording/bin/python tests/conformance/recorded/record_mathmodels.py mathmodels
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from saving import HERE, SEEDS, drawn, save

FILES = {
    "coupling": ("system_evaluation.R", "1da56865", "coupling_degree(x, w, type)"),
    "game": ("combine_weights.R", "1b46a7d2", "combine_weights(first, second, type)"),
    "fuzzy": ("fuzzy_eval.R", "1da56865", "fuzzy_eval(w, R, type)"),
}


def asked() -> dict[str, list[dict]]:
    """Return the cases of each function."""
    cases: dict[str, list[dict]] = {name: [] for name in FILES}
    for seed in SEEDS:
        x, weights = drawn(seed, 10, 4)
        cases["coupling"].append({"x": x.tolist(), "weights": weights.tolist()})
        generator = np.random.default_rng(seed)
        cases["game"].append({"parts": generator.integers(1, 50, (2, 5)).tolist()})
        degrees = np.round(generator.dirichlet(np.ones(5), 4), 3).T
        cases["fuzzy"].append({"degrees": degrees.tolist(), "weights": weights.tolist()})
    return cases


def main() -> None:
    """Write one file per function."""
    command = ["Rscript", str(HERE / "mathmodels.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    for name, cases in json.loads(done.stdout).items():
        file, commit, call = FILES[name]
        save(f"{name}_mathmodels", "mathmodels (R)", f"{file}: {call}", cases, said=commit)


if __name__ == "__main__":
    main()
