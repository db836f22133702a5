"""Records credibilities and distillations of ELECTRE III of one program; see saving.py for how to run it.

The program is named in the call: electre-methods, pydecision or mcda. mcda and electre-methods install files
of the same names, so mcda 1.1.0 needs an environment of its own; the distillation of electre-methods asks for
pandas below 3:

    recording/bin/python tests/conformance/recorded/record_electre.py electre-methods
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd
from saving import SEEDS, drawn, save

Q, P, V = 0.05, 0.15, 0.6


def places(groups: list[list], regions: list) -> list[int]:
    """Return each region's class, 1 the best, from groups of regions, the best first."""
    return [1 + next(at for at, group in enumerate(groups) if region in group) for region in regions]


def package(x: np.ndarray, weights: np.ndarray) -> dict:
    """Return what mcda's own class gives: credibility, and classes from above and from below."""
    from mcda import PerformanceTable
    from mcda.outranking.electre import Electre3
    from mcda.scales import QuantitativeScale

    columns, rows = list(range(x.shape[1])), list(range(len(x)))
    table = PerformanceTable(
        x.tolist(), alternatives=rows, scales={one: QuantitativeScale(0, 1) for one in columns}
    )
    same = [dict.fromkeys(columns, one) for one in (Q, P, V)]
    method = Electre3(table, dict(zip(columns, weights.tolist(), strict=True)), *same)
    credible = method.credibility()
    found = {"credibility": credible.data.to_numpy(dtype=float)}
    for name, ascending in (("descending", False), ("ascending", True)):
        above = method.distillation(credible, ascending=ascending).data.to_numpy()
        found[name] = _classes(above)
    return found


def _classes(above: np.ndarray) -> list[int]:
    """Return classes, 1 the best, from a complete order as a matrix of "at least as good as"."""
    beaten = above.sum(axis=1)
    return (1 + np.searchsorted(np.unique(-beaten), -beaten)).tolist()


def modules(x: np.ndarray, weights: np.ndarray) -> dict:
    """Return what the modules of electre-methods give, with the discordance of those above concordance."""
    from mcda.core.functions import Threshold
    from mcda.core.scales import PreferenceDirection, QuantitativeScale
    from mcda.electre.concordance import concordance
    from mcda.electre.credibility import credibility_comprehensive
    from mcda.electre.discordance import NonDiscordanceType, discordance_marginals, non_discordance
    from mcda.electre.outranking.ranking import distillation

    table = pd.DataFrame(x)
    each = table.columns
    scales = {one: QuantitativeScale(0, 1, preference_direction=PreferenceDirection.MAX) for one in each}
    shares = dict(zip(each, weights.tolist(), strict=True))
    q, p, v = (dict.fromkeys(each, Threshold(0, one)) for one in (Q, P, V))
    agreed = concordance(table, scales, shares, q, p)
    against = non_discordance(
        discordance_marginals(table, scales, p, v), NonDiscordanceType.DC, agreed.clip(upper=1)
    )
    credible = credibility_comprehensive(agreed.clip(upper=1), against)
    found = {"credibility": credible.to_numpy(dtype=float)}
    for name, upward in (("descending", False), ("ascending", True)):
        groups = [list(one) for one in distillation(credible.copy(), upward_order=upward)]
        found[name] = places(groups, list(table.index))
    return found


def collection(x: np.ndarray, weights: np.ndarray) -> dict:
    """Return what pyDecision gives."""
    from pyDecision.algorithm import electre_iii

    same = [[one] * x.shape[1] for one in (Q, P, V)]
    _, credible, falling, rising, *_ = electre_iii(x, P=same[1], Q=same[0], V=same[2], W=weights)
    names = [f"a{at + 1}" for at in range(len(x))]
    found = {"credibility": credible}
    for name, groups in (("descending", falling), ("ascending", rising)):
        found[name] = places([group.split("; ") for group in groups], names)
    return found


def main() -> None:
    """Write the file of a program: five tables of nine regions and four columns."""
    calls = {
        "mcda": ("Electre3(...).credibility(), .distillation()", package),
        "electre-methods": ("concordance, non_discordance (DC), distillation", modules),
        "pydecision": ("electre_iii", collection),
    }
    program = sys.argv[1]
    call, function = calls[program]
    cases = []
    for seed in SEEDS:
        x, weights = drawn(seed, 9, 4)
        found = function(x, weights)
        found["credibility"] = np.round(found["credibility"], 12)
        options = {"indifference": Q, "preference": P, "veto": V}
        cases.append({"x": x, "weights": weights, **options, **found})
    save(f"electre_{program.replace('-', '_')}", program, call, cases)


if __name__ == "__main__":
    main()
