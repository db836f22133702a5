"""Robust benefits of the doubt against programs: exact ones, and those that draw, on the samples that they drew."""

from __future__ import annotations

import numpy as np
import pytest
from record import CLOSED_FORM, Agreement, program, record
from recorded_answers import recorded
from scipy.optimize import linprog
from scipy.stats import rv_discrete
from sklearn.neighbors import BallTree, KernelDensity

from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt
from zhishu.score.aggregators.programmes.robust_benefit import robust_benefit
from zhishu.weigh.envelopment.likeness import epanechnikov, nearby, ordered, usual_bandwidth
from zhishu.weigh.envelopment.order_m import robust_scores
from zhishu.weigh.envelopment.sampled_frontiers import scores_in_samples
from zhishu.weigh.envelopment.scores import multidirectional_scores

SEEDS = range(5)
TABLES = "random data, 8 × 3, five seeds"
ENOUGH = 100_000
"""So many draws from a few regions that the best of them is among the draws."""


def agreed(
    against: str, source: str, what: str, tolerance: float, *, method: str = "robust_benefit", note: str = ""
) -> None:
    record(Agreement("aggregate", method, against, source, what, tolerance, holds=True, note=note))


def differs(
    against: str, source: str, what: str, tolerance: float, note: str, *, method: str = "robust_benefit"
) -> None:
    record(Agreement("aggregate", method, against, source, what, tolerance, holds=False, note=note))


def best_of(x: np.ndarray, samples: np.ndarray, region: int, direction: list[float] | None) -> np.ndarray:
    """Return by how much the best of each sample (samples, members) surpasses a region."""
    peers = np.zeros((len(samples), len(x), len(x)))
    peers[..., region] = 1.0
    for peer, members in zip(peers, samples, strict=True):
        peer[region] = np.bincount(members, minlength=len(x)) / len(members)
    tables = np.broadcast_to(x, (len(samples), *x.shape))
    found = robust_scores(tables, sample=ENOUGH, direction=direction, peers=peers)
    return 1 / found[:, region]


def means_of_best(case: dict) -> np.ndarray:
    """Return the mean over a case's samples, those of the first region first."""
    x = np.array(case["x"])
    samples = np.array(case["drawn"]).reshape(len(x), case["B"], case["M"]) - 1
    neighbours = [np.flatnonzero(row) for row in case.get("W", np.ones((len(x), len(x))))]
    return np.array(
        [
            best_of(x, neighbours[region][samples[region]], region, case.get("direction")).mean()
            for region in range(len(x))
        ]
    )


def within_noise(case: dict, theirs: np.ndarray, peers: np.ndarray | None = None) -> bool:
    """Whether means of the best of drawn samples lie within five standard errors of ours."""
    x, direction = np.array(case["x"]), np.array(case.get("direction", np.ones(3)))
    ours = 1 / robust_scores(x, sample=case["M"], direction=direction.tolist(), peers=peers)
    used = direction > 0
    surpass = (x[None, :, used] / (x[:, None, used] * direction[used])).min(axis=-1)
    generator = np.random.default_rng(0)
    chances = np.full((8, 8), 1 / 8) if peers is None else peers
    places = [
        generator.choice(8, (4000, case["M"]), p=chance) for chance in chances / chances.sum(axis=1)[:, None]
    ]
    drawn = np.stack([row[place].max(axis=-1) for row, place in zip(surpass, places, strict=True)])
    near = np.allclose(theirs, ours, rtol=0.03)
    return near and bool((np.abs(theirs - ours) <= 5 * drawn.std(axis=1) / np.sqrt(case["B"]) + 1e-12).all())


def test_frontiles_has_the_same_exact_expectation() -> None:
    """One constant input, four outputs; m of 1, 5 and 30."""
    found = recorded("order_m_exact")
    for case in found.cases:
        x = np.array(case["x"])
        ours = robust_benefit(x, np.full(4, 0.25), sample=case["M"])
        assert ours == pytest.approx(case["scores"], rel=1e-12)
    source = "random data, 15 × 4, five seeds"
    agreed(found.program, source, "ordermscore with one constant input, output, m = 1, 5, 30: scores", 1e-12)


def test_orderm_of_nonparaeff() -> None:
    """On the samples that it drew, and within the noise of 4,000 samples."""
    found = recorded("order_m_orderm")
    few = [case for case in found.cases if "drawn" in case]
    for case in few:
        assert means_of_best(case) == pytest.approx(case["scores"], rel=1e-12)
    for case in found.cases:
        if case not in few:
            assert within_noise(case, np.array(case["scores"]))
    agreed(found.program, TABLES, "orderm, M = 3: expected best over the 12 samples that it drew", 1e-12)
    note = "the peer draws, ours is the exact expectation: apart by its noise, at most five standard errors"
    agreed(found.program, "random data, 8 × 3, two seeds", "the same over 4,000 samples", 0.03, note=note)


def test_compind_along_a_direction() -> None:
    """A direction with a 0 among them: on the samples that it drew, and within the noise of 4,000."""
    found = recorded("order_m_dir")
    few = [case for case in found.cases if "drawn" in case]
    assert any(0 in case["direction"] for case in few)
    for case in few:
        assert 1 / means_of_best(case) == pytest.approx(case["scores"], rel=1e-12)
    for case in found.cases:
        if case not in few:
            assert within_noise(case, 1 / np.array(case["scores"]))
    agreed(found.program, TABLES, "ci_rbod_dir, M = 3: scores over the 12 samples that it drew", 1e-12)
    note = "the peer draws, ours is the exact expectation: apart by its noise, at most five standard errors"
    agreed(found.program, "random data, 8 × 3, two seeds", "the same over 4,000 samples", 0.03, note=note)


def test_compind_among_neighbours_divides_by_the_first_column_alone() -> None:
    """Its samples among neighbours are ours; on a region that has its first value in every column it agrees."""
    found = recorded("order_m_spatial")
    apart = 0.0
    for case in found.cases:
        x = np.array(case["x"])
        flat = [np.where(np.arange(8)[:, None] == region, x[region, 0], x) for region in range(8)]
        if "drawn" in case:
            right = 1 / means_of_best(case)
            theirs = [1 / means_of_best({**case, "x": table})[region] for region, table in enumerate(flat)]
            assert theirs == pytest.approx(case["scores"], rel=1e-12)
            apart = max(apart, float(np.abs(right / case["scores"] - 1).max()))
    assert apart > 1
    note = (
        "the peer hands one row to nonparaeff's orderm, which drops its dimension: a region's first value "
        "stands for all of its columns. Ours divides column by column; over the same samples, with the first "
        "value in every column of the region, both agree to 1e-12"
    )
    differs(found.program, TABLES, "ci_rbod_spatial, M = 3: scores over the 12 samples", 0.0, note)


def test_compind_along_each_region_s_own_direction() -> None:
    """On the samples that it drew: the score of the mean steps, which it gives, and the mean of its replicates."""
    found = recorded("order_m_mdir")
    for case in found.cases:
        x = np.array(case["x"])
        places = np.argsort(np.lexsort(x.T))[np.array(case["drawn"]) - 1]
        of_steps, of_scores = np.array(case["scores"]).reshape(2, -1)
        assert scores_in_samples(x, places, mean_of="steps") == pytest.approx(of_steps, rel=1e-9)
        assert scores_in_samples(x, places) == pytest.approx(of_scores, rel=1e-9)
    method = "robust_multidirectional_benefit"
    what = "ci_rbod_mdir, M = 5, over the 40 samples that it drew"
    agreed(found.program, TABLES, f"{what}: estimates, `mean_of: steps`", 1e-9, method=method)
    agreed(found.program, TABLES, f"{what}: means of its replicates", 1e-9, method=method)


def test_compind_before_took_places_for_regions() -> None:
    """Done over, its replacement gives its scores; the mean over its samples is another."""
    found = recorded("order_m_mdir_earlier")
    changed = 0
    for case in found.cases:
        x, members = np.array(case["x"]), np.array(case["drawn"]) - 1
        scores = np.full((len(members), len(x)), np.nan)
        np.put_along_axis(scores, members, multidirectional_scores(x[members]), axis=1)
        means = np.nanmean(scores, axis=0)
        for row in scores:
            falls = np.diff(np.sort(row[~np.isnan(row)])[::-1])
            row[np.flatnonzero(falls > np.quantile(falls, 0.9))] = 1.5
        theirs = np.nanmean(scores, axis=0)
        assert theirs == pytest.approx(case["scores"], rel=1e-11)
        changed += int((np.abs(theirs - means) > 0.01).sum())
    assert changed > 0
    note = (
        "3.4 sorts the scores of a sample, and of each step down that is less than nine in ten takes the place in "
        "the sorted list for the number of a region: the first regions of the table get 1.5, whether they are in "
        "the sample or not. Done over, this gives its scores to 1e-11. 3.7 does so no longer, and agrees"
    )
    method = "robust_multidirectional_benefit"
    differs(found.program, TABLES, "ci_rbod_mdir: scores", 0.0, note, method=method)


@pytest.mark.parametrize("seed", SEEDS)
def test_expectations_with_unequal_chances_against_scipy(seed: int) -> None:
    """The distribution of the largest of m draws is the m-th power of that of one."""
    generator = np.random.default_rng(seed)
    x, chances = generator.uniform(1, 9, (10, 3)), generator.dirichlet(np.ones(10), 10)
    expected = []
    for own, chance in zip(x, chances, strict=True):
        ratios = (x / own).min(axis=1)
        order = np.argsort(ratios)
        reached = rv_discrete(values=(np.arange(10), chance[order])).cdf(np.arange(10)) ** 4
        expected.append(1 / np.diff(reached, prepend=0.0).dot(ratios[order]))
    assert robust_scores(x, sample=4, peers=chances) == pytest.approx(expected, rel=1e-12)
    source = "random data and chances, 10 × 3, five seeds"
    agreed(program("scipy"), source, "rv_discrete: the fourth power of its distribution", 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_likenesses_against_scikit_learn(seed: int) -> None:
    """Kernels of one value each, and the nearest by great circles."""
    generator = np.random.default_rng(seed)
    values, bandwidth = generator.uniform(0, 10, 12), 3.5
    expected = [
        np.exp(
            KernelDensity(kernel="epanechnikov", bandwidth=bandwidth)
            .fit([[value]])
            .score_samples(values[:, None])
        )
        for value in values
    ]
    ours = epanechnikov(values, bandwidth) * 0.75 / bandwidth
    assert ours == pytest.approx(np.array(expected), abs=1e-12)
    places = np.stack([generator.uniform(-180, 180, 40), generator.uniform(-90, 90, 40)], axis=1)
    turned = np.deg2rad(places[:, ::-1])
    nearest = BallTree(turned, metric="haversine").query(turned, k=5)[1]
    assert [np.flatnonzero(row).tolist() for row in nearby(places, 4)] == np.sort(nearest[:, 1:]).tolist()
    peer = program("scikit-learn")
    agreed(peer, "random data, five seeds", "`given`: Epanechnikov kernels, KernelDensity", 1e-12)
    agreed(peer, "random places, five seeds", "`nearest`: BallTree by haversine, four others", 0.0)


def test_the_usual_bandwidth_against_statsmodels() -> None:
    """Where the quartiles do not make it less."""
    found = recorded("bandwidth_statsmodels")
    for case in found.cases:
        values = np.array(case["x"])
        quartiles = np.subtract(*np.percentile(values, [75, 25])) / 1.349
        spread = values.std(ddof=1)
        assert usual_bandwidth(values) * min(1, quartiles / spread) == pytest.approx(
            case["bandwidth"], rel=1e-3
        )
    note = "the peer takes the distance of quartiles over 1.349 where it is less than the deviation"
    what = "`given` without a bandwidth: bw_normal_reference of the Epanechnikov kernel"
    agreed(found.program, "random data, 30 values, five seeds", what, 1e-3, note=note)


def test_the_limits_of_order_m_and_of_the_ordered_kernel() -> None:
    """M = 1 is the mean, m beyond all bounds the free disposal hull; λ = 0 the same category alone, 1 all alike."""
    x = np.random.default_rng(0).uniform(1, 9, (12, 3))
    surpass = (x[None] / x[:, None]).min(axis=-1)
    assert robust_scores(x, sample=1) == pytest.approx(1 / surpass.mean(axis=1), rel=1e-12)
    assert robust_scores(x, sample=ENOUGH) == pytest.approx(1 / surpass.max(axis=1), rel=1e-12)
    classes = np.array([1.0, 1, 2, 3])
    assert np.array_equal(ordered(classes, 0.0), classes[:, None] == classes)
    assert (ordered(classes, 1.0) == 1).all()
    source = "random data, 12 × 3"
    agreed(CLOSED_FORM, source, "m = 1: the mean; m = 100,000: the free disposal hull", 1e-12)


@pytest.mark.parametrize("seed", SEEDS)
def test_variable_returns_change_no_score_seen_from_the_outputs(seed: int) -> None:
    """One constant input: mixtures that sum to 1 reach as far as those that sum to at most 1."""
    x = np.random.default_rng(seed).uniform(1, 100, (15, 4))
    found = benefit_of_the_doubt(x, np.full(4, 0.25))
    for own, score in zip(x, found, strict=True):
        # Variables: φ and 15 shares; as large as can be with shares @ x ≥ φ own, their sum 1 and input 1.
        rows = np.column_stack([own, -x.T])
        ones = np.append(0.0, np.ones(15))
        solved = linprog(
            np.append(-1.0, np.zeros(15)),
            A_ub=np.vstack([rows, ones]),
            b_ub=np.append(np.zeros(4), 1.0),
            A_eq=ones[None],
            b_eq=[1.0],
            method="highs",
        )
        assert 1 / solved.x[0] == pytest.approx(score, rel=1e-9)
    source = "random data, 15 × 4, five seeds"
    what = "HiGHS: envelopment with variable returns, output orientation, one constant input (ci_bod_vrs)"
    note = "equations stated anew; constant and variable returns give the same scores"
    agreed(program("scipy"), source, what, 1e-9, method="benefit_of_the_doubt", note=note)
