"""Records FactoMineR's FAMD and Compind's ci_factor_mixed (R) on mixed data, and the wine data of FactoMineR.

apt-get install r-base-core r-cran-jsonlite r-cran-factominer, lay ci_factor_mixed.R of Compind (github.com/cran/
Compind, as of its commit) into a folder, and name the folder:

    recording/bin/python tests/conformance/recorded/record_mixed.py compind
"""

from __future__ import annotations

import json
import subprocess
import sys

import numpy as np
from saving import HERE, SEEDS, save

COMMIT = "0c300762"


def asked() -> list[dict]:
    """Return three numbers, of which two go together, and two columns of codes."""
    cases = []
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        common = generator.normal(size=(20, 1))
        numbers = np.round(common * [1.0, 0.8, 0.3] + generator.normal(size=(20, 3)), 3)
        codes = np.column_stack([generator.integers(1, 4, 20), (common[:, 0] > 0.2) + 1])
        x = np.column_stack([numbers, codes])
        cases.append({"x": x.tolist(), "qualitative": [3, 4]})
    return cases


def main() -> None:
    """Write one file per program."""
    command = ["Rscript", str(HERE / "mixed.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    said = found["version"][0]
    save("mixed_factominer", "FactoMineR (R)", "FAMD(table)", found["factominer"], said=said)
    save("mixed_wine_factominer", "FactoMineR (R)", "FAMD(wine[, 1:29])", found["wine"], said=said)
    call = "ci_factor_mixed(table, columns, method, dim = 2)"
    save("mixed_compind", "Compind (R)", call, found["compind"], said=COMMIT)


if __name__ == "__main__":
    main()
