"""Records the robust scores of Compind (R) with the samples that they drew, and the exact ones of frontiles (R).

apt-get install r-base-dev r-cran-jsonlite r-cran-lpsolve, lay the functions that FILES names, each as of its version or
commit of github.com/cran/Compind, nonparaeff and frontiles, into a folder, ci_rbod_mdir.R of 3.4 into its
subfolder earlier, ordermscore.r and orderm.c into its subfolder frontiles (R CMD SHLIB -o frontiles.so orderm.c), install
statsmodels==0.15.0 and name the folder:

    recording/bin/python tests/conformance/recorded/record_order_m.py compind
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from saving import HERE, SEEDS, drawn, save

FILES = {
    "dir": ("Compind (R)", "3.7", "ci_rbod_dir(x, cols, M, B, dir)"),
    "spatial": (
        "Compind (R)",
        "2.7 with nonparaeff f2a92099",
        "ci_rbod_spatial(x, cols, M, B, W); mat2listw stated anew",
    ),
    "orderm": ("nonparaeff (R)", "f2a92099", "orderm(cbind(x, 1), orientation = 2, M, B)"),
    "exact": ("frontiles (R)", "ab6a68d6", "1 / expected best of m: ordermscore(1, x, m)$output"),
    "mdir": (
        "Compind (R)",
        "3.7",
        "ci_rbod_mdir(x, cols, M, B): the estimates, then the means of its replicates",
    ),
    "mdir_earlier": (
        "Compind (R)",
        "3.4",
        "ci_rbod_mdir(x, cols, M, B); Benchmarking's mea stated anew for lpSolve",
    ),
}
FEW, MANY = 12, 4000
"""Samples of a case whose samples are kept, and of one that comes near to the expectation."""


def asked() -> dict[str, list[dict]]:
    """Return the cases of each function."""
    cases: dict[str, list[dict]] = {name: [] for name in FILES if name != "mdir_earlier"}
    for seed in SEEDS:
        x, _ = drawn(seed, 8, 3)
        generator = np.random.default_rng(seed)
        direction = generator.integers(1, 20, 3) / 10
        direction[seed % 3] *= seed > 0
        near = generator.random((8, 8)) < 0.4
        near[np.arange(8), (np.arange(8) + 1) % 8] = near[np.arange(8), (np.arange(8) + 3) % 8] = True
        np.fill_diagonal(near, val=False)
        base = {"seed": seed, "x": x.tolist(), "M": 3}
        for repeats in (FEW, MANY if seed < 2 else FEW):
            each = {**base, "B": repeats}
            cases["dir"].append({**each, "direction": direction.tolist()})
            cases["orderm"].append(each)
            cases["spatial"].append({**each, "W": near.astype(float).tolist()})
        cases["mdir"].append({**base, "M": 5, "B": 40})
        cases["exact"] += [{"x": drawn(seed, 15, 4)[0].tolist(), "M": size} for size in (1, 5, 30)]
    return {
        name: [case for place, case in enumerate(found) if case not in found[:place]]
        for name, found in cases.items()
    }


def main() -> None:
    """Write one file per function."""
    command = ["Rscript", str(HERE / "compind_order_m.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    for name, cases in json.loads(done.stdout).items():
        program, commit, call = FILES[name]
        save(f"order_m_{name}", program, call, [plain(case) for case in cases], said=commit)
    save("bandwidth_statsmodels", "statsmodels", "bw_normal_reference(x, Epanechnikov())", bandwidths())


def bandwidths() -> list[dict]:
    """Return the bandwidths of even numbers, whose deviation is less than their quartiles' distance / 1.349."""
    from statsmodels.nonparametric.bandwidths import bw_normal_reference
    from statsmodels.sandbox.nonparametric.kernels import Epanechnikov

    tables = [np.round(np.random.default_rng(seed).random(30), 3) for seed in SEEDS]
    return [{"x": x.tolist(), "bandwidth": float(bw_normal_reference(x, Epanechnikov()))} for x in tables]


def plain(case: dict) -> dict:
    """Return a case with its single numbers as numbers."""
    return {key: value[0] if key in {"seed", "M", "B"} else value for key, value in case.items()}


if __name__ == "__main__":
    main()
