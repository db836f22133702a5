"""Records what crispyn and pyDecision answer for weights from orders; see saving.py for how to run it."""

from __future__ import annotations

import numpy as np
from crispyn.weighting_methods import swara_weighting
from pyDecision.algorithm import roc_method, rrw_method, rsw_method
from saving import SEEDS, save


def chains() -> None:
    """Orders of three to eleven columns, each less important than the one before by 0 to 100 per cent."""
    cases = []
    for seed in SEEDS:
        generator, count = np.random.default_rng(seed), 3 + 2 * seed
        order = generator.permutation(count)
        steps = generator.integers(0, 21, count - 1) / 20
        cases.append({"order": order, "steps": steps, "weights": swara_weighting(order, steps)})
    save("order_relation_crispyn", "crispyn", "swara_weighting(order, steps)", cases)


def places() -> None:
    """Orders of three to eleven columns, the most important first."""
    cases = []
    for seed in SEEDS:
        order = np.random.default_rng(seed).permutation(3 + 2 * seed)
        named = [f"g{column + 1}" for column in order]
        asked = {"centroid": roc_method, "sum": rsw_method, "reciprocal": rrw_method}
        cases.append({"order": order, **{name: method(named) for name, method in asked.items()}})
    save("rank_order_pydecision", "pydecision", "roc_method, rsw_method, rrw_method (order)", cases)


if __name__ == "__main__":
    chains()
    places()
