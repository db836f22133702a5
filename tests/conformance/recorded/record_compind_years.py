"""Records Compind (R, CRAN): weights bounded by variances, a penalty, frontiers and changes of several years.

apt-get install r-base-core r-cran-jsonlite r-cran-lpsolve r-cran-boot, lay the files named in FILES (of the mirror
github.com/cran/Compind) and R/ar_dual_dea.r of github.com/cran/nonparaeff, commit f2a92099, into a folder R, each
as of its commit, and name the folder that holds R:

    recording/bin/python tests/conformance/recorded/record_compind_years.py compind
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from saving import HERE, SEEDS, save

CONSTR = "ci_bod_constr.R as of 548f951d beside it"
FILES = {
    "variances": (
        "ci_bod_var_w.R",
        "ba773651",
        "ci_bod_var_w(x, boot_rep = 5000), with nonparaeff's ar.dual.dea",
    ),
    "every_sample": ("ci_bod_var_w.R", "ba773651", "ci_bod_var_w(x), every sample in place of boot's draws"),
    "penalty": ("ci_bod_constr_mpi.R", "e3760460", "ci_bod_constr_mpi(x, high, low, penalty)"),
    "time": (
        "ci_bod_time_decomp.R",
        "195f8594",
        "ci_bod_time_decomp(long), lpSolve in place of Benchmarking",
    ),
    "geometric": ("ci_geom_bod_intertemp.R", "548f951d", f"ci_geom_bod_intertemp(x0, x1, ...), {CONSTR}"),
}
YEARS = (2020, 2021, 2022)


def drawn(generator: np.random.Generator, regions: int, columns: int) -> list[list[float]]:
    """Return values from 0.05 to 1 with three digits."""
    return (generator.integers(50, 1001, (regions, columns)) / 1000).tolist()


def asked() -> dict[str, list[dict]]:
    """Return the cases of each function."""
    cases: dict[str, list[dict]] = {name: [] for name in FILES}
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        cases["variances"].append({"seed": seed, "x": drawn(generator, 25, 4)})
        cases["every_sample"].append({"x": drawn(generator, 6, 3)})
        cases["penalty"].append({"x": drawn(generator, 12, 4), "low": 0.1, "high": 0.6})
        labels = [(region, year) for year in YEARS for region in range(1, 9)]
        region, year = zip(*labels, strict=True)
        cases["time"].append({"id": region, "time": year, "x": drawn(generator, len(labels), 3)})
        pair = {"x0": drawn(generator, 10, 4), "x1": drawn(generator, 10, 4)}
        cases["geometric"].append({**pair, "low": 0.05, "high": 0.6, "benchmark": 3})
    return cases


def main() -> None:
    """Write one file per function."""
    command = ["Rscript", str(HERE / "compind_years.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    for name, cases in json.loads(done.stdout).items():
        file, commit, call = FILES[name]
        save(f"years_{name}_compind", "Compind (R)", f"{file}: {call}", cases, said=commit)


if __name__ == "__main__":
    main()
