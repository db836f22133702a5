"""Aggregators against programs that are not installed here: answers recorded in tests/conformance/recorded."""

from __future__ import annotations

import numpy as np
import pytest
from record import Agreement, program, record
from recorded_answers import recorded
from scipy import stats
from scipy.spatial.distance import pdist
from sklearn.preprocessing import MinMaxScaler

from zhishu.score.aggregators.averages.coupling import coupling_degrees
from zhishu.score.aggregators.judged.fuzzy import compose, fuzzy_comprehensive, memberships
from zhishu.score.aggregators.orders.kemeny import kemeny_order
from zhishu.score.aggregators.orders.rank_sums import borda, rank_sum_ratio
from zhishu.score.aggregators.outranking.electre3 import credibility, distil, electre3
from zhishu.score.aggregators.references.grey_relation import grey_relation

SEEDS = range(5)
SCIPY = program("scipy")


def agreed(
    method: str, against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    record(Agreement("aggregate", method, against, source, what, tolerance, holds, note))


def shares(votes: list[int]) -> np.ndarray:
    return np.array(votes, dtype=float) / sum(votes)


def test_grey_relation_against_greytheory() -> None:
    """Against the best of each column and against a point above all, resolution 0.5 and 0.2."""
    found = recorded("grey_greytheory")
    for case in found.cases:
        x, weights, reference = (np.array(case[name]) for name in ("x", "weights", "reference"))
        ours = grey_relation(x, weights, resolution=case["resolution"], reference=reference.tolist())
        assert ours == pytest.approx(case["grades"], rel=1e-12)
        if (reference == x.max(axis=0)).all():
            assert grey_relation(x, weights, resolution=case["resolution"]) == pytest.approx(ours, rel=1e-14)
    source = "random data, 12 × 5, five seeds"
    what = "grades, resolution 0.5 and 0.2, with and without a `reference`"
    agreed("grey_relation", found.program, source, what, 1e-12)


def test_grey_relation_against_pydecision() -> None:
    """Its grades are a twelfth of ours, of twelve regions."""
    found = recorded("grey_pydecision")
    for case in found.cases:
        x, weights = np.array(case["x"]), np.array(case["weights"])
        ready = (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))
        ours = grey_relation(ready, weights, resolution=case["resolution"])
        assert ours / len(x) == pytest.approx(case["grades"], rel=1e-12)
    source = "random data, 12 × 5, five seeds, min–max"
    agreed("grey_relation", found.program, source, "grades times the number of regions", 1e-12)
    note = "the peer divides the weighted sum by the number of regions, so that its best is 1/12; the order is ours"
    agreed("grey_relation", found.program, source, "grades themselves", 0.0, holds=False, note=note)


def test_borda_against_pref_voting() -> None:
    """Points of eight candidates by weighted ballots, without ties and with them."""
    plain, tied = recorded("borda_pref_voting"), recorded("borda_ties_pref_voting")
    source = "random ballots, 8 regions, 6 columns, five seeds"
    for case in plain.cases:
        ours = borda(-np.array(case["places"], dtype=float).T, shares(case["votes"]))
        assert ours * sum(case["votes"]) == pytest.approx(case["points"], rel=1e-12)
    agreed("borda", plain.program, source, "points times the votes", 1e-12)
    for case in tied.cases:
        ours = borda(-np.array(case["places"], dtype=float).T, shares(case["votes"]))
        assert (2 * ours - 7) * sum(case["votes"]) == pytest.approx(case["points"], abs=1e-9)
    what = "ties: symmetric points, twice ours minus n - 1"
    agreed("borda", tied.program, source, what, 1e-12)


def test_borda_against_scipy_and_pydecision() -> None:
    """Sums of mean ranks; pyDecision ranks regions that tie by where they stand in the table."""
    for seed in SEEDS:
        x = np.random.default_rng(seed).integers(0, 6, (15, 5)).astype(float)
        weights = shares(np.random.default_rng(seed).integers(1, 9, 5).tolist())
        expected = (stats.rankdata(x, axis=0) - 1) @ weights
        assert borda(x, weights) == pytest.approx(expected, rel=1e-12)
    agreed("borda", SCIPY, "random data with ties, 15 × 5, five seeds", "stats.rankdata, weighted sum", 1e-12)
    found, apart = recorded("borda_pydecision"), 0
    for case in found.cases:
        x = -np.array(case["places"], dtype=float).T
        ours = len(x) - borda(x, np.ones(x.shape[1]) / x.shape[1])
        assert sum(case["sums"]) == pytest.approx(x.shape[1] * ours.sum())
        apart += int(np.abs(np.array(case["sums"]) - x.shape[1] * ours).max() > 0.5)
    assert apart == len(found.cases)
    note = (
        "the peer's ranks come of a double argsort: of equal regions the first in the table gains; ours share"
    )
    source = "random ballots with ties, 8 regions, 6 columns, five seeds"
    agreed("borda", found.program, source, "sums of ranks", 0.0, holds=False, note=note)


def test_kemeny_against_pref_voting() -> None:
    """Seven regions, all 5,040 orders tried there: least distance, and ours is one of the best orders."""
    found = recorded("kemeny_pref_voting")
    for case in found.cases:
        order = kemeny_order(-np.array(case["places"], dtype=float).T, shares(case["votes"]))
        assert order.cost * sum(case["votes"]) == pytest.approx(case["distance"], rel=1e-12)
        assert np.argsort(-order.scores).tolist() in case["orders"]
    source = "random ballots, 7 regions, 5 columns, five seeds"
    agreed("kemeny", found.program, source, "least distance; the order is one of the best", 1e-12)


def test_kemeny_against_corankco() -> None:
    """Fourteen regions by nine columns, an integer programme there: least distance."""
    found = recorded("kemeny_corankco")
    for case in found.cases:
        places = np.array(case["places"], dtype=float).T
        order = kemeny_order(-places, np.ones(9) / 9)
        assert 9 * order.cost == pytest.approx(case["distance"], rel=1e-12)
        theirs = np.empty(14)
        theirs[[bucket[0] for bucket in case["order"]]] = np.arange(14)
        assert distance(theirs, places) == distance(-order.scores, places) == case["distance"]
    source = "random ballots, 14 regions, 9 columns, five seeds"
    agreed("kemeny", found.program, source, "least distance, proven by an integer programme", 1e-12)


def distance(order: np.ndarray, places: np.ndarray) -> int:
    """Return in how many pairs the columns of places differ from an order."""
    above = np.triu(np.ones((len(order), len(order)), dtype=bool), 1)
    stand = np.sign(order[:, None] - order[None, :])[above]
    return int(sum((np.sign(one[:, None] - one[None, :])[above] != stand).sum() for one in places.T))


PEERS = ["electre_electre_methods", "electre_mcda", "electre_pydecision"]
TABLES = "random data, 9 × 4, with veto, five seeds"


@pytest.mark.parametrize("name", PEERS)
def test_credibility_of_electre3(name: str) -> None:
    """Nine regions, every pair."""
    found = recorded(name)
    for case in found.cases:
        ours, theirs = outranked(case), np.array(case["credibility"])
        apart = ~np.eye(len(ours), dtype=bool)
        assert ours[apart] == pytest.approx(theirs[apart], abs=1e-11)
    agreed("electre3", found.program, TABLES, "credibility", 1e-11)


def outranked(case: dict) -> np.ndarray:
    options = {option: case[option] for option in ("indifference", "preference", "veto")}
    return credibility(np.array(case["x"]), np.array(case["weights"]), **options)


def classes(case: dict) -> tuple[list[int], list[int]]:
    """Return our classes from above and from below, 1 the best in both."""
    credible = outranked(case)
    rising = distil(credible, ascending=True)
    return distil(credible).tolist(), (rising.max() + 1 - rising).tolist()


def test_distillation_of_electre3() -> None:
    """Both orders as electre-methods has them, after Figueira et al. (2016), and the score made of them."""
    found = recorded("electre_electre_methods")
    for case in found.cases:
        assert classes(case) == (case["descending"], case["ascending"])
        stand = np.array([case["descending"], case["ascending"]])
        lead = np.sign(stand[:, None, :] - stand[:, :, None]).sum(axis=(0, 2)) / 16
        options = {option: case[option] for option in ("indifference", "preference", "veto")}
        ours = electre3(np.array(case["x"]), np.array(case["weights"]), **options)
        assert ours == pytest.approx(lead, abs=1e-12)
    agreed("electre3", found.program, TABLES, "descending and ascending order, scores of them", 1e-12)


NOTES = {
    "electre_mcda": "the peer asks only that a be more credible over b than b over a, by however little; Roy's s(λ) "
    "is left out. Ours are the orders of electre-methods",
    "electre_pydecision": "the peer distils regions that tie from the highest credibility among them; ours go on "
    "below the level reached, as electre-methods does",
}


@pytest.mark.parametrize(("name", "differ"), [("electre_mcda", 10), ("electre_pydecision", 3)])
def test_distillations_that_differ(name: str, differ: int) -> None:
    """Of ten orders, descending and ascending, so many are not ours."""
    found = recorded(name)
    same = [
        one == other
        for case in found.cases
        for one, other in zip(classes(case), (case["descending"], case["ascending"]), strict=True)
    ]
    assert same.count(False) == differ
    what = f"{differ} of 10 descending and ascending orders"
    agreed("electre3", found.program, TABLES, what, 0.0, holds=False, note=NOTES[name])


def test_fuzzy_evaluation_against_scikit_fuzzy() -> None:
    """Memberships in five uneven grades, composed by both maxima, and the mean of the grades by them."""
    found = recorded("fuzzy_scikit_fuzzy")
    for case in found.cases:
        x, weights, grades = (np.array(case[name]) for name in ("x", "weights", "grades"))
        for membership in ("triangular", "gaussian"):
            theirs = case[membership]
            degrees = memberships(x, grades, membership)
            assert np.swapaxes(degrees, 1, 2) == pytest.approx(np.array(theirs["degrees"]), abs=1e-12)
            for operator in ("max_min", "max_product"):
                composed = np.array(theirs[operator])
                assert compose(degrees, weights, operator) == pytest.approx(composed, abs=1e-12)
                ours = fuzzy_comprehensive(
                    x, weights, grades=grades.tolist(), membership=membership, operator=operator
                )
                assert ours == pytest.approx((composed @ grades) / composed.sum(axis=1), rel=1e-12)
    source = "random data, 5 × 4, five grades, five seeds"
    agreed("fuzzy_comprehensive", found.program, source, "memberships, triangular and Gaussian", 1e-12)
    what = "compositions by max-min and max-product"
    agreed("fuzzy_comprehensive", found.program, source, what, 1e-12)


def test_fuzzy_compositions_against_mathmodels() -> None:
    """Four operators on given memberships of four columns in five grades."""
    found = recorded("fuzzy_mathmodels")
    for case in found.cases:
        degrees, weights = np.array(case["degrees"]).T[None], np.array(case["weights"])
        for operator in ("max_min", "max_product", "weighted_average", "bounded_sum"):
            ours = compose(degrees, weights, operator)[0]
            assert ours / ours.sum() == pytest.approx(case[operator], rel=1e-12)
    source = "random memberships, 4 columns, 5 grades, five seeds"
    agreed("fuzzy_comprehensive", found.program, source, "four compositions over their sum", 1e-12)


def test_coupling_against_mathmodels() -> None:
    """Coupling, level and coordination of ten regions in four systems, by both formulas."""
    found = recorded("coupling_mathmodels")
    for case in found.cases:
        for formula in ("standard", "modified"):
            ours = coupling_degrees(np.array(case["x"]), np.array(case["weights"]), formula=formula)
            theirs = case[formula]
            assert ours.coupling == pytest.approx(theirs["coupling"], rel=1e-12)
            assert ours.level == pytest.approx(theirs["coord"], rel=1e-12)
            assert ours.coordination == pytest.approx(theirs["coupling_coord"], rel=1e-12)
    source = "random data, 10 × 4, five seeds"
    for formula in ("standard", "modified"):
        agreed("coupling_coordination", found.program, source, f"C, T and D, {formula}", 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_rank_sum_ratio_against_pandas_and_scikit_learn(seed: int) -> None:
    """Ranks as shares of the regions; places between 1 and n by a scaler."""
    import pandas as pd

    x = np.random.default_rng(seed).integers(0, 9, (20, 6)).astype(float)
    weights = shares(np.random.default_rng(seed).integers(1, 9, 6).tolist())
    expected = pd.DataFrame(x).rank(pct=True).to_numpy() @ weights
    assert rank_sum_ratio(x, weights) == pytest.approx(expected, rel=1e-12)
    placed = MinMaxScaler((1, 20)).fit_transform(x) @ weights / 20
    assert rank_sum_ratio(x, weights, integer=False) == pytest.approx(placed, rel=1e-12)
    source = "random data with ties, 20 × 6, five seeds"
    agreed("rank_sum_ratio", program("pandas"), source, "rank(pct=True), weighted sum", 1e-12)
    what = "MinMaxScaler from 1 to n, weighted sum over n"
    agreed("rank_sum_ratio", program("scikit-learn"), source, what, 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_coupling_put_together_from_scipy(seed: int) -> None:
    """Geometric over arithmetic mean; the modified degree from distances within a region."""
    x = 1.0 - np.random.default_rng(seed).random((20, 4))
    weights = shares(np.random.default_rng(seed).integers(1, 9, 4).tolist())
    standard, modified = (coupling_degrees(x, weights, formula=one) for one in ("standard", "modified"))
    coupled = stats.gmean(x, axis=1) / stats.tmean(x, axis=1)
    assert standard.coupling == pytest.approx(coupled, rel=1e-12)
    level = np.average(x, axis=1, weights=weights)
    assert standard.coordination == pytest.approx(stats.gmean([coupled, level]), rel=1e-12)
    apart = [pdist(row[:, None]).mean() for row in x]
    relative = stats.gmean(x / x.max(axis=1, keepdims=True), axis=1) ** (4 / 3)
    coupled = stats.gmean([1 - np.array(apart), relative])
    assert modified.coupling == pytest.approx(coupled, rel=1e-12)
    assert modified.coordination == pytest.approx(stats.gmean([coupled, level]), rel=1e-12)
    source = "random data, 20 × 4, five seeds"
    note = "put together from its means and distances"
    for formula in ("standard", "modified"):
        agreed("coupling_coordination", SCIPY, source, f"C and D, {formula}", 1e-12, note=note)
