"""Records common factors: R's factanal, statsmodels' Factor (two methods) and FactorAnalyzer.

recording/bin/pip install statsmodels==0.15.0 factor_analyzer==0.5.1 "scikit-learn<1.6"
recording/bin/python tests/conformance/recorded/record_factors.py
"""

from __future__ import annotations

import json
import subprocess

import numpy as np
from factor_analyzer import FactorAnalyzer
from saving import HERE, SEEDS, save
from statsmodels.multivariate.factor import Factor


def measured(seed: int, regions: int, columns: int, factors: int) -> np.ndarray:
    """Return values of three digits: common factors with loadings around 0, and noise."""
    generator = np.random.default_rng(seed)
    common = generator.normal(size=(regions, factors)) @ generator.normal(size=(factors, columns))
    error = generator.normal(size=(regions, columns)) * generator.uniform(0.6, 1.2, columns)
    return np.round((common + error) * generator.uniform(0.5, 5.0, columns), 3)


TABLES = [(measured(seed, 60, 7, 2), 2) for seed in SEEDS] + [(measured(9, 80, 9, 3), 3)]


def main() -> None:
    """Write one file per program and method; the last table but one of factanal has a Heywood case."""
    given = json.dumps([{"x": x.tolist(), "factors": factors} for x, factors in TABLES])
    command = ["Rscript", str(HERE / "factors.R")]
    told = json.loads(subprocess.run(command, input=given, capture_output=True, text=True, check=True).stdout)
    said = told["version"][0].removeprefix("R version ").split(" ")[0]
    save("factors_factanal", "R stats::factanal", "factanal(x, factors)", told["cases"], said=said)
    likely, axes, analysed = [], [], []
    for x, factors in TABLES:
        case = {"x": x, "factors": factors}
        r = np.corrcoef(x, rowvar=False)
        found = Factor(corr=r, n_factor=factors, method="ml").fit(maxiter=100_000, opt={"gtol": 1e-11})
        likely.append({**case, "own": found.uniqueness})
        found = Factor(corr=r, n_factor=factors, method="pa", smc=True).fit(maxiter=100_000, tol=1e-15)
        axes.append({**case, "own": found.uniqueness})
        analyser = FactorAnalyzer(factors, rotation="varimax", method="ml").fit(x)
        analysed.append({**case, "loadings": analyser.loadings_})
    save("factors_statsmodels", "statsmodels", "Factor(method='ml').fit()", likely)
    save("factors_axes_statsmodels", "statsmodels", "Factor(method='pa', smc=True).fit()", axes)
    save("factors_analyzer", "factor_analyzer", "FactorAnalyzer(rotation='varimax', method='ml')", analysed)


if __name__ == "__main__":
    main()
