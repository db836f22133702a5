"""Benefit of the doubt and factor weights against Compind 3.4 on 31 units × 6 indicators."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from record import COMPIND, Agreement, record

from zhishu.weigh.envelopment.order_m import robust_scores
from zhishu.weigh.envelopment.scores import directional_scores, envelope, multidirectional_scores
from zhishu.weigh.fitted.components import pca
from zhishu.weigh.fitted.rotation import principal_components, varimax

CASE = Path(__file__).parents[3] / "shared" / "golden" / "compind_31x6"
pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason=f"the outside golden cases are not at {CASE}")


@cache
def table(name: str) -> np.ndarray:
    """Return the numbers of a file, (units, columns)."""
    with (CASE / name).open(encoding="utf-8") as file:
        _, *lines = list(csv.reader(file))
    return np.array([[float(cell) for cell in line[1:]] for line in lines])


def agreed(used: str, file: str, what: str, tolerance: float, note: str = "") -> None:
    kind = "aggregate" if "benefit" in used else "weigh"
    record(
        Agreement(kind, used, COMPIND, f"golden/compind_31x6/{file}", what, tolerance, holds=True, note=note)
    )


def test_benefit_of_the_doubt_agrees() -> None:
    """Scores to 1e-9; weights give those scores, but the optimal ones need not be the only ones."""
    x = table("inputs/minmax_1_100.csv")
    found = envelope(x)
    assert found.scores == pytest.approx(table("ci_bod.csv")[:, 0], rel=1e-9)
    theirs = (table("ci_bod_weights.csv") * x).sum(axis=1)
    assert (found.weights * x).sum(axis=1) == pytest.approx(theirs, rel=1e-9)
    assert (x @ found.weights.T).max() <= 1 + 1e-9
    agreed("benefit_of_the_doubt", "ci_bod.csv", "scores", 1e-9, "optimal weights are not unique")


@pytest.mark.parametrize(("low", "high"), [(0.05, 0.6), (0.1, 0.3)])
def test_restricted_benefit_of_the_doubt_agrees(low: float, high: float) -> None:
    """Each column's part in a score is held between two bounds."""
    x = table("inputs/minmax_1_100.csv")
    found = envelope(x, low=low, high=high)
    file = f"ci_bod_constr_{low}_{high}.csv"
    assert found.scores == pytest.approx(table(file)[:, 0], rel=1e-9)
    part = found.weights * x / found.scores[:, None]
    assert part.min() >= low - 1e-9
    assert part.max() <= high + 1e-9
    agreed("benefit_of_the_doubt", file, "scores", 1e-9)


def test_directional_benefit_of_the_doubt_agrees() -> None:
    """Along one direction, and along each region's own."""
    x = table("inputs/minmax_1_100.csv")
    along = directional_scores(x, direction=[1, 1, 2, 1, 0.5, 1])
    assert along == pytest.approx(table("ci_bod_dir.csv")[:, 0], rel=1e-9)
    assert multidirectional_scores(x) == pytest.approx(table("ci_bod_mdir.csv")[:, 0], rel=1e-9)
    agreed("directional_benefit", "ci_bod_dir.csv", "scores", 1e-9)
    agreed("multidirectional_benefit", "ci_bod_mdir.csv", "scores", 1e-9)


def test_robust_benefit_of_the_doubt_agrees_within_the_peers_noise() -> None:
    """It draws 100 samples of 10 regions; the exact expectation lies within five standard errors of each score."""
    x = table("inputs/minmax_1_100.csv")
    theirs = table("ci_rbod.csv")[:, 0]
    ours = robust_scores(x, sample=10)
    surpass = np.min(x[None, :, :] / x[:, None, :], axis=-1)
    drawn = np.random.default_rng(0).integers(len(x), size=(4000, 10))
    error = surpass[:, drawn].max(axis=-1).std(axis=1) / np.sqrt(100)
    assert (np.abs(1 / theirs - 1 / ours) <= 5 * error).all()
    assert np.mean(theirs / ours) == pytest.approx(1.0, abs=0.01)
    agreed(
        "robust_benefit",
        "ci_rbod.csv",
        "scores (M = 10, B = 100)",
        0.1,
        "the peer draws, ours is the exact expectation: they differ by its noise, at most five standard errors",
    )


def component_loadings(count: int) -> np.ndarray:
    """Return the loadings of the first `count` components, each with a sum of 0 or more."""
    values, vectors = principal_components(table("inputs/raw.csv"))
    return vectors[:, :count] * np.sqrt(values[:count])


def weighted_scores(loadings: np.ndarray) -> np.ndarray:
    """Return component scores times the share of all variance that each component explains."""
    x = table("inputs/raw.csv")
    z = (x - x.mean(axis=0)) / x.std(axis=0, ddof=1)
    score = z @ np.linalg.solve(np.corrcoef(x.T), loadings)
    return score * (loadings**2).sum(axis=0) / x.shape[1]


def test_the_index_of_one_component_agrees() -> None:
    """Scores of deviation 1 on the first component, up to sign."""
    loadings = component_loadings(1)
    score = weighted_scores(loadings) * len(loadings) / (loadings**2).sum(axis=0)
    assert np.abs(score) == pytest.approx(np.abs(table("ci_factor_ONE.csv")), rel=1e-8)
    agreed("pca", "ci_factor_ONE.csv", "component scores", 1e-8, "signs of components are arbitrary")


@pytest.mark.parametrize(
    ("file", "count", "tolerance"), [("ci_factor_ALL.csv", 6, 1e-4), ("ci_factor_CH2.csv", 2, 3e-3)]
)
def test_the_index_of_rotated_components_agrees(file: str, count: int, tolerance: float) -> None:
    """Its components are turned by R's varimax, which stops when the criterion gains less than 1e-5.

    Stopped there the same formula gives the peer's numbers; turned until nothing moves, as ours is, the
    criterion is larger, and the numbers differ by as much as an angle that gains 1e-5: its square root.
    """
    wanted = table(file)[:, 0]
    loadings = component_loadings(count)
    early, late = stopped_early(loadings, 1e-5), varimax(loadings)
    parts = weighted_scores(early)
    assert parts @ best_signs(parts, wanted) == pytest.approx(wanted, rel=1e-9, abs=1e-9)
    agreed("factor", file, "rotated component scores, varimax stopped where R stops", 1e-9)
    assert criterion(late) >= criterion(early)
    parts = weighted_scores(late)
    assert parts @ best_signs(parts, wanted) == pytest.approx(wanted, rel=tolerance, abs=tolerance)
    note = (
        "R's varimax stops when its criterion gains less than 1e-5, up to 3e-3 of an angle short of its "
        "maximum; ours turns until no plane moves by 1e-11"
    )
    source, what = f"golden/compind_31x6/{file}", f"the rotation itself (to {tolerance:g})"
    record(Agreement("weigh", "factor", COMPIND, source, what, 0.0, holds=False, note=note))


def criterion(loadings: np.ndarray) -> float:
    """Return what varimax with Kaiser normalisation makes largest, to twelve digits."""
    unit = loadings / np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    return round(float((unit**2).var(axis=0).sum()), 12)


def stopped_early(loadings: np.ndarray, gain: float) -> np.ndarray:
    """Return loadings turned by the singular-value iteration for varimax, stopped at a relative gain."""
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    unit, turn, reached = loadings / length, np.eye(loadings.shape[1]), 0.0
    while True:
        turned = unit @ turn
        slope = unit.T @ (turned**3 - turned * (turned**2).mean(axis=0))
        left, values, right = np.linalg.svd(slope)
        turn = left @ right
        if values.sum() < reached * (1 + gain):
            return unit @ turn * length
        reached = values.sum()


def best_signs(parts: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return the signs of the parts whose sum is `wanted`."""
    return np.sign(np.linalg.lstsq(parts, wanted, rcond=None)[0])


def test_components_weigh_what_they_explain() -> None:
    """With all components and squared loadings every column weighs by Σ λ_k v² / Σ λ = 1 / m: equal weights."""
    assert pca(table("inputs/raw.csv"), components="all") == pytest.approx(np.ones(6) / 6, abs=1e-12)
