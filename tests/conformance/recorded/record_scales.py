"""Records Indicator, COINr and mathmodels (R): above or below the mean, growth rates, initial values.

apt-get install r-base-core r-cran-jsonlite, lay R/normalization_abov_below_mean.R of Indicator 0.1.1
(github.com/GianmarcoBorrata/Indicator, commit 30061ff0), R/trends.R of COINr 1.1.0 (github.com/cran/COINr,
commit 4604fad4) and R/preprocess.R of mathmodels (github.com/zhjx19/mathmodels, commit 5d9a6b18) into a folder
R, and name the folder that holds R:

    recording/bin/python tests/conformance/recorded/record_scales.py sources
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from saving import HERE, SEEDS, drawn, save

FILES = {
    "above_below": ("Indicator", "0.1.1", "normalization_abov_below_mean(x, p); and of x - 1"),
    "trends": ("COINr", "1.1.0", "CAGR(y, x) over all years; prc_change(y, x) of the last two, and of all"),
    "initial": ("mathmodels (R)", "5d9a6b18", "preprocess.R: rescale_initial(x, type)"),
}


def asked() -> dict[str, list[dict]]:
    """Return the cases of each function: a table of one year, and the years of eight regions."""
    cases: dict[str, list[dict]] = {name: [] for name in FILES}
    for seed in SEEDS:
        x, _ = drawn(seed, 12, 4)
        cases["above_below"].append({"x": x.tolist(), "threshold": (0.01, 0.1, 0.2, 0.3, 0.5)[seed]})
        generator = np.random.default_rng(seed)
        years = np.cumsum(generator.integers(1, 4, 5)) + 2010
        series = generator.integers(50, 500, (5, 8)) / 100
        cases["trends"].append({"years": years.tolist(), "x": series.tolist()})
        cases["initial"].append({"x": series.tolist()})
    return cases


def main() -> None:
    """Write one file per program."""
    command = ["Rscript", str(HERE / "scales.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    for name, cases in json.loads(done.stdout).items():
        program, version, call = FILES[name]
        save(f"{name}_{program.split()[0].lower()}", program, call, cases, said=version)


if __name__ == "__main__":
    main()
