"""Records what scikit-criteria answers for SIMUS; it needs PuLP (see saving.py for how to run it).

recording/bin/pip install scikit-criteria==0.10 pulp==3.3.2
recording/bin/python tests/conformance/recorded/record_simus.py
"""

from __future__ import annotations

import numpy as np
import skcriteria
from saving import SEEDS, save
from skcriteria.agg.simus import SIMUS


def answer(x: np.ndarray, cost: np.ndarray, targets: list[float | None] | None) -> dict:
    """Return one case; targets are limits of the columns as they stand, costs not turned."""
    matrix = skcriteria.mkdm(x, [min if one else max for one in cost])
    asked = [None] * x.shape[1] if targets is None else targets
    extra = SIMUS().evaluate(matrix, b=asked).e_
    return {
        "x": x,
        "cost": cost.astype(int),
        "targets": asked,
        "shares": extra.stages_results,
        "participation": extra.method_1_score,
        "dominance": extra.method_2_score,
    }


def tables() -> None:
    """Values with three digits, without costs, with two of five, and with targets; few whole numbers; 12 regions."""
    unique, ties, dozen = [], [], []
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        x = generator.integers(100, 1000, (9, 5)) / 1000
        none, two = np.zeros(5, dtype=bool), np.array([False, True, False, True, False])
        targets = [None, float(x[:, 1].min() * 1.5), 1.25, None, float(x[:, 4].max() * 2)]
        unique += [answer(x, none, None), answer(x, two, None), answer(x, two, targets)]
        ties.append(answer(generator.integers(1, 4, (9, 5)).astype(float), none, None))
        dozen.append(answer(generator.integers(100, 1000, (12, 5)) / 1000, none, None))
    call = "SIMUS().evaluate(dm, b): stages_results, method_1_score, method_2_score"
    save("simus_skcriteria", "scikit-criteria", call, unique)
    save("simus_ties_skcriteria", "scikit-criteria", call, ties)
    save("simus_twelve_skcriteria", "scikit-criteria", call, dozen)


if __name__ == "__main__":
    tables()
