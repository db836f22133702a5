"""Costs apart, references, ELECTRE II and the normalisers of decision analysis against other programs."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from record import Agreement, program, record

from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.prepare.normalisers.decision_scales import (
    enhanced_accuracy,
    logarithmic,
    nonlinear,
    zavadskas_turskis,
)
from zhishu.prepare.normalisers.proportion import fraction_of_max, maximum
from zhishu.prepare.normalisers.ranges import minmax, turned
from zhishu.prepare.normalisers.reference_interval import reference_interval
from zhishu.score.aggregators.outranking.electre2 import electre2
from zhishu.score.aggregators.references.costs import aroman, copras, ram
from zhishu.score.aggregators.references.given import relative_value_distance, rim

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the peers deprecate is theirs
    import pymcdm.methods as pymcdm
    import skcriteria
    from pymcdm import normalizations
    from skcriteria.agg.copras import COPRAS
    from skcriteria.agg.electre import ELECTRE2
    from skcriteria.agg.ervd import ERVD
    from skcriteria.agg.ram import RAM
    from skcriteria.agg.rim import RIM
    from skcriteria.preprocessing.invert_objectives import NegateMinimize
    from skcriteria.preprocessing.scalers import CenitDistanceMatrixScaler

EACH_SEED = pytest.mark.parametrize("seed", range(5))
PYMCDM, SCIKIT = program("pymcdm"), program("scikit-criteria")
SIGNS = np.array([1, -1, 1, 1, -1, 1])
BOTH = compile_directions([Direction("positive" if sign > 0 else "negative") for sign in SIGNS])
DATA = "random data, 20 × 6, two costs, five seeds"


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return 20 regions × 6 columns in [1, 9), all of them amounts, and weights."""
    generator = np.random.default_rng(seed)
    weights = generator.random(6) + 0.05
    return 1.0 + 8.0 * generator.random((20, 6)), weights / weights.sum()


def scikit(method, x: np.ndarray, weights: np.ndarray, **more: object):
    """Return what scikit-criteria says beside the ranks."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return method.evaluate(skcriteria.mkdm(x, SIGNS, weights=weights), **more).e_


def agreed(method: str, against: str, what: str, *, kind: str = "aggregate") -> None:
    record(Agreement(kind, method, against, DATA, what, 1e-9, holds=True))


def differs(method: str, against: str, what: str, note: str, *, kind: str = "aggregate") -> None:
    record(Agreement(kind, method, against, "", what, 0.0, holds=False, note=note))


@EACH_SEED
def test_copras(seed: int) -> None:
    """Shares of the sums first; scores in per cent."""
    x, weights = drawn(seed)
    theirs = scikit(COPRAS(), x / x.sum(axis=0), weights)
    ours = turned(x, BOTH)
    assert copras(ours, weights) == pytest.approx(theirs.significances, rel=1e-9)
    assert 100 * copras(ours, weights, output="utility") == pytest.approx(theirs.score, rel=1e-9)
    agreed("copras", SCIKIT, "significance and utility")


def test_copras_of_a_peer_rewards_cost() -> None:
    """In pymcdm the term of the costs cancels to their sum: a region twice as costly gains."""
    x, weights = np.array([[0.5, 1.0], [0.5, 2.0]]), np.array([0.5, 0.5])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pymcdm.COPRAS()(x, weights, np.array([1, -1]))
    assert theirs[1] > theirs[0]
    ours = copras(x * np.array([1, -1]), weights)
    assert ours[0] > ours[1]
    note = "pymcdm: min·S/(S·min/S) = S adds the costs to the score of the costly; ours and scikit-criteria's are the paper's"
    differs("copras", PYMCDM, "two regions, one twice as costly", note)


@EACH_SEED
def test_ram(seed: int) -> None:
    """Against both."""
    x, weights = drawn(seed)
    ours = ram(turned(x, BOTH), weights)
    assert ours == pytest.approx(scikit(RAM(), x / x.sum(axis=0), weights).score, rel=1e-9)
    assert ours == pytest.approx(pymcdm.RAM()(x, weights, SIGNS), rel=1e-9)
    agreed("ram", SCIKIT, "index")
    agreed("ram", PYMCDM, "index")


@EACH_SEED
@pytest.mark.parametrize(("linear", "exponent"), [(0.5, 0.5), (0.2, 0.7), (1.0, 0.3)])
def test_aroman(linear: float, exponent: float, seed: int) -> None:
    """Costs as printed."""
    x, weights = drawn(seed)
    ours = aroman(turned(x, BOTH), weights, linear=linear, exponent=exponent, costs="as_printed")
    assert ours == pytest.approx(pymcdm.AROMAN(beta=linear, lam=exponent)(x, weights, SIGNS), rel=1e-9)
    agreed("aroman", PYMCDM, "rating, costs as printed, three pairs of β and λ")


@EACH_SEED
def test_relative_value_distance(seed: int) -> None:
    """Costs turned by their sign, and their references with them."""
    x, weights = drawn(seed)
    shares = x / x.sum(axis=0)
    reference = np.full(6, 4.5)
    ours = relative_value_distance(
        shares * SIGNS, weights, reference=(reference / x.sum(axis=0) * SIGNS).tolist()
    )
    theirs = scikit(ERVD(), shares, weights, reference_points=reference / x.sum(axis=0)).similarity
    assert ours == pytest.approx(theirs, rel=1e-9)
    assert ours == pytest.approx(pymcdm.ERVD(reference)(x, weights, SIGNS), rel=1e-9)
    agreed("ervd", SCIKIT, "closeness, normalisation held equal")
    agreed("ervd", PYMCDM, "closeness, normalisation held equal")


@EACH_SEED
def test_reference_ideals(seed: int) -> None:
    """Intervals, targets and both ends of the range, with ranges wider than the data."""
    x, weights = drawn(seed)
    kinds = [Direction("interval", 3, 5), Direction("target", 4, 4), Direction(), Direction("negative"),
             Direction("interval", 0, 2), Direction("interval", 6, 10)]  # fmt: skip
    ranges, ideals = [(0, 10)] * 6, [(3, 5), (4, 4), (10, 10), (0, 0), (0, 2), (6, 10)]
    ready = reference_interval(x, compile_directions(kinds), ranges=ranges)
    theirs = scikit(RIM(), x, weights, ref_ideals=ideals, ranges=ranges)
    assert ready == pytest.approx(theirs.norm_matrix, rel=1e-9)
    assert rim(ready, weights) == pytest.approx(theirs.score, rel=1e-9)
    assert rim(ready, weights) == pytest.approx(pymcdm.RIM(ranges, ideals)(x, weights, SIGNS), rel=1e-9)
    agreed("reference_interval", SCIKIT, "RIM: normalised values", kind="normalise")
    agreed("rim", SCIKIT, "relative index")
    agreed("rim", PYMCDM, "relative index")


@EACH_SEED
@pytest.mark.parametrize("regions", [7, 20])
def test_electre_2(regions: int, seed: int) -> None:
    """The mean of two orders, counted from the other end: both sums are the same for every region."""
    x, weights = drawn(seed)
    x = x[:regions]
    theirs = scikit(ELECTRE2(), x, weights).score
    assert np.ptp(electre2(x * SIGNS, weights) + theirs) == pytest.approx(0.0, abs=1e-12)
    levels = {"p0": 0.8, "p1": 0.6, "p2": 0.4, "q0": 0.8, "q1": 0.5}
    ours = electre2(x * SIGNS, weights, concordance=(0.8, 0.6, 0.4), discordance=(0.8, 0.5))
    assert np.ptp(ours + scikit(ELECTRE2(**levels), x, weights).score) == pytest.approx(0.0, abs=1e-12)
    agreed("electre2", SCIKIT, "mean of the two orders, two sets of levels, 7 and 20 regions")


@EACH_SEED
def test_normalisers(seed: int) -> None:
    """One function of pymcdm each, by columns; its linear one is our fraction of the best value."""
    x, _ = drawn(seed)
    pairs = {
        "logarithmic": (logarithmic, normalizations.logarithmic_normalization),
        "nonlinear": (nonlinear, normalizations.nonlinear_normalization),
        "zavadskas_turskis": (zavadskas_turskis, normalizations.zavadskas_turskis_normalization),
        "enhanced_accuracy": (enhanced_accuracy, normalizations.enhanced_accuracy_normalization),
        "fraction_of_max": (fraction_of_max, normalizations.linear_normalization),
        "max": (maximum, normalizations.max_normalization),
    }
    for name, (ours, theirs) in pairs.items():
        columns = [theirs(column, cost=sign < 0) for column, sign in zip(x.T, SIGNS, strict=True)]
        assert ours(x, BOTH) == pytest.approx(np.column_stack(columns), rel=1e-9)
        agreed(name, PYMCDM, f"{theirs.__name__}, benefits and costs", kind="normalise")


@EACH_SEED
def test_what_scikit_criteria_calls_otherwise(seed: int) -> None:
    """NegateMinimize turns by sign; the distance from the zenith is min–max."""
    x, weights = drawn(seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        matrix = skcriteria.mkdm(x, SIGNS, weights=weights)
        negated = NegateMinimize().transform(matrix).matrix.to_numpy()
        zenith = CenitDistanceMatrixScaler().transform(matrix).matrix.to_numpy()
    assert np.array_equal(turned(x, BOTH), negated)
    assert minmax(x, BOTH) == pytest.approx(zenith, rel=1e-9, abs=1e-12)
    agreed("sign", SCIKIT, "NegateMinimize", kind="normalise")
    agreed("minmax", SCIKIT, "CenitDistanceMatrixScaler, benefits and costs", kind="normalise")


def test_logarithms_of_values_below_1_turn_the_order_round() -> None:
    """Pymcdm lets them pass: the smallest value gets the greatest share. Ours refuses."""
    theirs = normalizations.logarithmic_normalization(np.array([0.1, 0.5, 0.9]))
    assert (np.diff(theirs) < 0).all()
    with pytest.raises(Exception, match="cannot be normalised so"):
        logarithmic(np.array([[0.1], [0.5], [0.9]]), compile_directions([Direction()]))
    note = (
        "pymcdm gives the smallest value the greatest share; ours refuses values below 1 (`shift` lifts them)"
    )
    differs("logarithmic", PYMCDM, "values below 1", note, kind="normalise")
