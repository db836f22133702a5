"""Bandwidths by cross-validation against scikit-learn, statsmodels and kedd."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from record import Agreement, program, record
from recorded_answers import recorded
from sklearn.model_selection import GridSearchCV, LeaveOneOut
from sklearn.neighbors import KernelDensity

from zhishu.weigh.envelopment.bandwidths import (
    cross_validated_bandwidths,
    left_out_error,
    left_out_likelihood,
)
from zhishu.weigh.envelopment.likeness import usual_bandwidth

SKLEARN = program("scikit-learn")


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    what = f"`given` by cross-validation: {what}"
    record(Agreement("aggregate", "robust_benefit", against, source, what, tolerance, holds, note))


@pytest.mark.parametrize("seed", range(5))
def test_the_likelihood_of_those_left_out_one_by_one(seed: int) -> None:
    """Their cross-validation over bandwidths: the same numbers, and none better than ours."""
    x = np.random.default_rng(seed).normal(size=(30, 1))
    usual = usual_bandwidth(x.T)[0]
    grid = np.geomspace(usual, 4 * usual, 25)
    search = GridSearchCV(KernelDensity(kernel="epanechnikov"), {"bandwidth": grid}, cv=LeaveOneOut())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a bandwidth leaves a region alone
        theirs = search.fit(x).cv_results_["mean_test_score"]
    ours = np.array([left_out_likelihood(x, np.array([wide])) for wide in grid])
    known = np.isfinite(ours)
    assert ours[known] == pytest.approx(theirs[known], abs=1e-9)
    assert known.sum() > 5
    best = left_out_likelihood(x, cross_validated_bandwidths(x, "likelihood"))
    assert best >= theirs[known].max() - 1e-9
    what = "likelihood of those left out, KernelDensity (epanechnikov) and LeaveOneOut; none of its grid is better"
    agreed(SKLEARN, "random data, 30 values, five seeds", what, 1e-9)


def test_criteria_of_statsmodels() -> None:
    """One measure and two, at bandwidths given; what its search finds is never better than ours."""
    found = recorded("bandwidths_statsmodels")
    near = 0
    for case in found.cases:
        x, wide = np.array(case["x"]), np.array(case["bandwidths"])
        assert left_out_error(x, wide) == pytest.approx(case["squares"], abs=1e-12)
        logarithms = case["likelihood"] - len(x) * np.log(len(x) - 1)
        assert left_out_likelihood(x, wide) == pytest.approx(logarithms / len(x), abs=1e-12)
        if "cv_ls" not in case:
            continue
        ours = cross_validated_bandwidths(x)
        if case["cv_ls"] > 0.1 * usual_bandwidth(x.T)[0]:
            assert left_out_error(x, ours) <= left_out_error(x, np.array([case["cv_ls"]])) + 1e-9
            near += bool(np.abs(ours[0] / case["cv_ls"] - 1) < 1e-3)
    assert near >= 3
    source = "random data, 40 × 1 and 40 × 2, five seeds"
    note = "its Gaussian kernel replaced by Epanechnikov's, its sums its own"
    agreed(found.program, source, "imse and loo_likelihood at bandwidths given", 1e-12, note=note)
    note = "its search, which starts from one place, ends in another valley or at 0 elsewhere; none is lower than ours"
    agreed(found.program, source, "cv_ls of one measure, where it ends in the same valley", 1e-3, note=note)


def test_kedd() -> None:
    """The likelihood's bandwidth; its least squares count pairs otherwise."""
    found = recorded("bandwidths_kedd")
    same = 0
    for case in found.cases:
        x = np.array(case["x"])[:, None]
        largest, least = np.array([case["likelihood"]]), np.array([case["squares"]])
        assert left_out_likelihood(x, largest) == pytest.approx(case["largest"], abs=1e-12)
        ours = cross_validated_bandwidths(x, "likelihood")
        assert left_out_likelihood(x, ours) >= case["largest"] - 1e-9
        same += ours == pytest.approx(largest, rel=1e-6)
        pairs, n = _pairs(x[:, 0], least[0]), len(x)
        counted = left_out_error(x, least) + pairs / (n * (n - 1)) - pairs / n**2
        assert counted == pytest.approx(case["least"], abs=1e-12)
        assert left_out_error(x, least) != pytest.approx(case["least"], abs=1e-4)
    assert same >= 4
    source = "random data, 30 values, five seeds"
    agreed(found.program, source, "h.mlcv (epanechnikov): bandwidth, where it ends in the same valley", 1e-6)
    note = (
        "the peer divides the sum of the convolutions over pairs by n(n - 1) in ∫ f²; the integral, taken by "
        "quadrature in our tests, divides by n²"
    )
    agreed(found.program, source, "h.ucv (epanechnikov): the criterion", 0.0, holds=False, note=note)


def _pairs(x: np.ndarray, wide: float) -> float:
    """Return the sum over pairs of different regions of the kernel's convolution, over the bandwidth."""
    apart = np.minimum(np.abs(x[:, None] - x) / wide, 2)
    table = 3 / 5 - 3 / 4 * apart**2 + 3 / 8 * apart**3 - 3 / 160 * apart**5
    np.fill_diagonal(table, 0.0)
    return float(table.sum() / wide)
