"""Records one-factor models by maximum likelihood: R's factanal and statsmodels' Factor.

recording/bin/pip install statsmodels==0.15.0
recording/bin/python tests/conformance/recorded/record_one_factor.py
"""

from __future__ import annotations

import json
import subprocess

import numpy as np
from saving import HERE, SEEDS, save
from statsmodels.multivariate.factor import Factor


def measured(seed: int, columns: int, noise: float) -> np.ndarray:
    """Return forty regions' values, three digits: one factor with loadings of 0.4 to 1, and noise."""
    generator = np.random.default_rng(seed)
    common = generator.normal(size=(40, 1)) * generator.uniform(0.4, 1.0, columns)
    error = generator.normal(size=(40, columns)) * generator.uniform(0.4, 1.0, columns)
    return np.round((common + noise * error) * generator.uniform(0.5, 5.0, columns), 3)


def main() -> None:
    """Write one file per program; the sixth table has a Heywood case."""
    tables = [measured(seed, 6, 1.0) for seed in SEEDS] + [measured(seed, 3, 0.7) for seed in (11, 12)]
    given = json.dumps([{"x": x.tolist()} for x in tables])
    command = ["Rscript", str(HERE / "one_factor.R")]
    told = json.loads(subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout)
    said = told["version"][0].removeprefix("R version ").split(" ")[0]
    save("one_factor_factanal", "R stats::factanal", "factanal(x, factors = 1)", told["cases"], said=said)
    asked = []
    for x in tables[: len(SEEDS)]:
        found = Factor(x, n_factor=1, method="ml").fit(maxiter=100_000, opt={"gtol": 1e-10})
        asked.append({"x": x, "loadings": found.loadings[:, 0], "own": found.uniqueness})
    save("one_factor_statsmodels", "statsmodels", "Factor(x, n_factor=1, method='ml').fit()", asked)


if __name__ == "__main__":
    main()
