"""Records KMO, sphericity and variance inflation: FactorAnalyzer and statsmodels.

recording/bin/pip install statsmodels==0.15.0 factor_analyzer==0.5.1 "scikit-learn<1.6"
recording/bin/python tests/conformance/recorded/record_suitability.py
"""

from __future__ import annotations

import numpy as np
from factor_analyzer.factor_analyzer import calculate_bartlett_sphericity, calculate_kmo
from saving import SEEDS, save
from statsmodels.stats.outliers_influence import variance_inflation_factor


def measured(seed: int) -> np.ndarray:
    """Return thirty regions' values, three digits, of three to seven columns that go together."""
    generator = np.random.default_rng(seed)
    columns = 3 + seed
    return np.round(generator.normal(size=(30, columns)) + generator.normal(size=(30, 1)), 3)


def main() -> None:
    """Write one file per program."""
    analysed, inflated = [], []
    for seed in SEEDS:
        x = measured(seed)
        own, whole = calculate_kmo(x)
        square, chance = calculate_bartlett_sphericity(x)
        analysed.append({"x": x, "kmo_of": own, "kmo": whole, "sphericity": square, "p": chance})
        with_constant = np.column_stack([np.ones(len(x)), x])
        factors = [variance_inflation_factor(with_constant, 1 + column) for column in range(x.shape[1])]
        inflated.append({"x": x, "inflation": np.array(factors)})
    save("suitability_analyzer", "factor_analyzer", "calculate_kmo, calculate_bartlett_sphericity", analysed)
    save("inflation_statsmodels", "statsmodels", "variance_inflation_factor, with a constant", inflated)


if __name__ == "__main__":
    main()
