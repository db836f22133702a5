"""A peer's sensitivity analysis beside the exact indices: its choices are finite, so all can be scored.

Two normalisers × two aggregators × 100 sets of weights make 400 combinations; their ranks give the
Sobol' indices without any sampling.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from record import COINR, Agreement, record

from zhishu.doubt.design import Factor, choices_of
from zhishu.doubt.radial import radial_design
from zhishu.doubt.sobol import indices_of, rank_outputs, resampling, sobol_indices, sums_of
from zhishu.framework import Direction, Framework, Node, Text
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import normalise_values, score_with_weights
from zhishu.score.plan import Plan, compile_plan
from zhishu.score.ranks import rank

CASE = Path(__file__).parents[3] / "shared" / "golden" / "c2_163x18_skew_zscore_arith_UA_SA"
pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason=f"golden case {CASE.name} is absent")
FACTORS = [
    Factor("Normalisation", choices=("minmax", "zscore")),
    Factor("Weights", choices=tuple(f"w{number}" for number in range(1, 101))),
    Factor("Aggregation", choices=("arithmetic", "geometric")),
]


def rows_of(name: str) -> list[dict[str, str]]:
    with (CASE / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def framework_of_case() -> Framework:
    known = {row["iCode"]: row for row in rows_of("inputs/iMeta.csv") if row["Level"]}

    def nodes(code: str, parent: str | None):
        children = tuple(row["iCode"] for row in known.values() if row["Parent"] == code)
        direction = Direction("negative" if known[code]["Direction"] == "-1" else "positive")
        yield Node(code, Text("", code), parent, children, direction=direction)
        for child in children:
            yield from nodes(child, code)

    return Framework(tuple(nodes("index", None)))


def plan_of(framework: Framework, normaliser: Step, aggregator: str) -> Plan:
    steps = (normaliser, Step("weigh", "equal"), Step("aggregate", aggregator), Step("rank", "by_score"))
    return compile_plan(framework, Recipe(steps))


def weight_sets(plan: Plan) -> np.ndarray:
    """Return the peer's weights within each parent, (sets, nodes)."""
    rows = {row["iCode"]: row for row in rows_of("weight_sets.csv")}
    raw = np.array([[float(rows[node][name]) for node in plan.tree.ids] for name in FACTORS[1].choices])
    for node in plan.tree.groups:
        members = list(plan.tree.children[node])
        raw[:, members] /= raw[:, members].sum(axis=1, keepdims=True)
    return raw


@pytest.fixture(scope="module")
def all_ranks() -> np.ndarray:
    """Return the ranks under every combination, (normalisers, sets of weights, aggregators, regions)."""
    framework = framework_of_case()
    values = np.array(
        [[float(row[name]) for name in framework.indicators] for row in rows_of("stage2_treated.csv")]
    )
    normalisers = (
        Step("normalise", "minmax", {"to": [1, 100]}),
        Step("normalise", "zscore", {"mean": 10, "sd": 2}),
    )
    found = []
    for normaliser in normalisers:
        plans = [plan_of(framework, normaliser, aggregator) for aggregator in FACTORS[2].choices]
        x = normalise_values(values, plans[0])
        scores = [score_with_weights(x, weight_sets(plan), plan).scores[..., 0] for plan in plans]
        found.append(np.stack([rank(score) for score in scores], axis=1))
    return np.stack(found)


@pytest.fixture(scope="module")
def published() -> np.ndarray:
    """Return the nominal ranks."""
    return np.array([float(row["Rank"]) for row in rows_of("sa_N500_nominal.csv")])


def exact(y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return first-order and total indices of results over all combinations, (a, b, c)."""
    axes = range(y.ndim)
    alone = [y.mean(axis=tuple(other for other in axes if other != axis)).var() for axis in axes]
    involved = [y.var() - y.mean(axis=axis).var() for axis in axes]
    return np.array(alone) / y.var(), np.array(involved) / y.var()


def peers_shifts() -> np.ndarray:
    """Return the peer's mean absolute shifts as (rows, factors + 2, 1)."""
    rows = rows_of("sa_N500_ranks.csv")
    ranks = np.array([[float(row[f"r_{number}"]) for number in range(1, 2501)] for row in rows])
    nominal = np.array([[float(row["Nominal"])] for row in rows])
    return np.abs(ranks - nominal).mean(axis=0).reshape(5, 500, 1).swapaxes(0, 1)


def test_our_estimates_are_the_exact_indices(all_ranks, published) -> None:
    """At 8,192 rows: the mean shift to 0.02, and every region's own rank whose range is not tiny to 0.06."""
    outputs = rank_outputs(all_ranks, published)

    def evaluate(points: np.ndarray) -> np.ndarray:
        picks = choices_of(FACTORS, points).picks
        return outputs[picks["Normalisation"], picks["Weights"], picks["Aggregation"]]

    design = radial_design(FACTORS, 8192, np.random.default_rng(0))
    found = sobol_indices(evaluate, design, np.random.default_rng(1), replicates=20, rows=512)
    for output in (0, *(2 + np.flatnonzero(all_ranks.reshape(400, -1).var(axis=0) > 0.5))):
        first, total = exact(outputs[..., output])
        tolerance = 0.02 if output == 0 else 0.06
        assert found.first.value[:, output] == pytest.approx(first, abs=tolerance)
        assert found.total.value[:, output] == pytest.approx(total, abs=tolerance)


def test_the_peers_evaluations_hold_the_exact_indices(all_ranks, published) -> None:
    """Its 2,500 evaluations, in our 98 % intervals; in its own 5 to 95 % ends all but one of six.

    The one is its first-order index of the normaliser: 0.497 with 0.319 as the lower end, where the
    exact index is 0.314. The published estimator that it uses depends on where the zero of the output
    lies; centred, the same evaluations give 0.395.
    """
    first, total = exact(rank_outputs(all_ranks, published)[..., 0])
    y = peers_shifts()
    sums = sums_of(y, resampling(len(y), 2000, np.random.default_rng(0)), y[0, 0])
    found = indices_of(sums, tuple(factor.name for factor in FACTORS), interval=(0.01, 0.99))
    theirs = rows_of("sa_N500_sensitivity.csv")
    held = 0
    for estimate, true, name in ((found.first, first, "Si"), (found.total, total, "STi")):
        assert ((estimate.low[:, 0] <= true) & (true <= estimate.high[:, 0])).all()
        low, high = (np.array([float(row[f"{name}_{end}"]) for row in theirs]) for end in ("q5", "q95"))
        held += ((low <= true) & (true <= high)).sum()
    assert held == 5
    assert found.first.value[0, 0] == pytest.approx(0.3947, abs=1e-4)
    assert first[0] == pytest.approx(0.314, abs=5e-4)
    what = "its 5 to 95 % intervals hold the exact indices (5 of 6)"
    note = (
        "enumerated, the normaliser's first-order index is 0.314, its interval begins at 0.319; ours hold all"
    )
    source = f"golden/{CASE.name}/sa_N500_sensitivity.csv"
    record(Agreement("doubt", "sobol_indices", COINR, source, what, 0.0, holds=False, note=note))
