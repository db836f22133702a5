"""EDAS, CODAS, MARCOS, ARAS, WASPAS and CoCoSo against other programs on random data, and where they differ."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from decisions import directions
from record import Agreement, program, record

from zhishu.errors import MethodError
from zhishu.prepare.normalisers.proportion import fraction_of_max, total
from zhishu.prepare.normalisers.ranges import minmax
from zhishu.score.aggregators.averages.sums_and_products import cocoso, waspas
from zhishu.score.aggregators.references.ratios import aras, codas, edas, marcos

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the peers deprecate is theirs
    import pymcdm.methods as pymcdm
    import skcriteria
    from skcriteria.agg.aras import ARAS
    from skcriteria.agg.cocoso import CoCoSo
    from skcriteria.agg.codas import CODAS
    from skcriteria.agg.edas import EDAS
    from skcriteria.agg.marcos import MARCOS
    from skcriteria.agg.waspas import WASPAS

SEEDS = range(5)
PYMCDM, SCIKIT = program("pymcdm"), program("scikit-criteria")
SIGNS = np.array([1, -1, 1, 1, -1, 1])
WAYS = directions("+-++-+")


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return 20 regions × 6 columns in (0, 50], the second and the fifth a cost, and weights."""
    generator = np.random.default_rng(seed)
    weights = generator.random(6) + 0.05
    return 50.0 * (1.0 - generator.random((20, 6))), weights / weights.sum()


def of_pymcdm(method, x: np.ndarray, weights: np.ndarray, signs: np.ndarray = SIGNS) -> np.ndarray:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return np.asarray(method(x, weights, signs))


def of_scikit(method, x: np.ndarray, weights: np.ndarray, signs: np.ndarray, **options: object):
    aims = [max if sign > 0 else min for sign in signs]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return method.evaluate(skcriteria.mkdm(x, aims, weights=weights), **options).e_


def agreed(method: str, against: str, what: str, *, holds: bool = True, note: str = "") -> None:
    source = "random data, 20 × 6, five seeds"
    record(Agreement("aggregate", method, against, source, what, 1e-9, holds, note))


def both(method: str, what: str) -> None:
    for program_name in (PYMCDM, SCIKIT):
        agreed(method, program_name, what)


@pytest.mark.parametrize("seed", SEEDS)
def test_edas(seed: int) -> None:
    """Raw values; ours with the costs turned by their sign."""
    x, weights = drawn(seed)
    found = edas(x * SIGNS, weights)
    assert found == pytest.approx(of_pymcdm(pymcdm.EDAS(), x, weights), abs=1e-12)
    assert found == pytest.approx(of_scikit(EDAS(), x, weights, SIGNS).score, abs=1e-12)
    both("edas", "appraisal scores, raw values with two costs")


@pytest.mark.parametrize("seed", SEEDS)
def test_waspas(seed: int) -> None:
    """By x / max and min / x; λ from 0 to 1."""
    x, weights = drawn(seed)
    ready = fraction_of_max(x, WAYS)
    for share in (0.0, 0.3, 0.5, 1.0):
        found = waspas(ready, weights, sum_weight=share)
        assert found == pytest.approx(of_pymcdm(pymcdm.WASPAS(l=share), x, weights), rel=1e-12)
        peer = of_scikit(WASPAS(lambda_value=share), ready, weights, np.ones(6)).score
        assert found == pytest.approx(peer, rel=1e-12)
    both("waspas", "scores, λ = 0, 0.3, 0.5, 1")


@pytest.mark.parametrize("seed", SEEDS)
def test_codas(seed: int) -> None:
    """By x / max and min / x; the threshold of pymcdm is fixed."""
    x, weights = drawn(seed)
    ready = fraction_of_max(x, WAYS)
    assert codas(ready, weights) == pytest.approx(of_pymcdm(pymcdm.CODAS(), x, weights), abs=1e-12)
    for threshold in (0.01, 0.02, 0.05):
        peer = of_scikit(CODAS(tau=threshold), ready, weights, np.ones(6)).score
        assert codas(ready, weights, threshold=threshold) == pytest.approx(peer, abs=1e-12)
    agreed("codas", PYMCDM, "assessment scores, threshold 0.02")
    agreed("codas", SCIKIT, "assessment scores, threshold 0.01, 0.02, 0.05")


@pytest.mark.parametrize("seed", SEEDS)
def test_cocoso(seed: int) -> None:
    """By min–max; λ from 0 to 1."""
    x, weights = drawn(seed)
    ready = minmax(x, WAYS)
    for share in (0.0, 0.3, 0.5, 1.0):
        found = cocoso(ready, weights, sum_weight=share)
        assert found == pytest.approx(of_pymcdm(pymcdm.COCOSO(l=share), x, weights), rel=1e-12)
        assert found == pytest.approx(of_scikit(CoCoSo(share), ready, weights, np.ones(6)).score, rel=1e-12)
    both("cocoso", "scores, λ = 0, 0.3, 0.5, 1")


@pytest.mark.parametrize("seed", SEEDS)
def test_marcos(seed: int) -> None:
    """By x / max and min / x, which the peers do themselves."""
    x, weights = drawn(seed)
    found = marcos(fraction_of_max(x, WAYS), weights)
    assert found == pytest.approx(of_pymcdm(pymcdm.MARCOS(), x, weights), rel=1e-12)
    assert found == pytest.approx(of_scikit(MARCOS(), x, weights, SIGNS).utility_scores, rel=1e-12)
    both("marcos", "utility, raw values with two costs")


@pytest.mark.parametrize("seed", SEEDS)
def test_aras(seed: int) -> None:
    """By shares, which pymcdm takes with the best added and scikit-criteria leaves to the user."""
    x, weights = drawn(seed)
    ready = total(x, WAYS)
    assert aras(ready, weights) == pytest.approx(of_pymcdm(pymcdm.ARAS(), x, weights), rel=1e-12)
    wanted = x.max(axis=0) * 1.1
    peer = of_pymcdm(pymcdm.ARAS(esp=wanted), x, weights, np.ones(6))
    assert aras(x, weights, reference=wanted.tolist()) == pytest.approx(peer, rel=1e-12)
    agreed("aras", PYMCDM, "degrees of utility, with the best found and with a given reference")
    for reference in (None, ready.max(axis=0) * 1.1):
        peer = of_scikit(ARAS(), ready, weights, np.ones(6), ideal=reference).utility
        given = None if reference is None else reference.tolist()
        assert aras(ready, weights, normalisation="none", reference=given) == pytest.approx(peer, rel=1e-12)
    agreed("aras", SCIKIT, "degrees of utility, normalisation: none, with and without a reference")


def test_a_constant_column_of_edas() -> None:
    """Where all regions are equal pymcdm divides 0 by 0; scikit-criteria and ours give one half."""
    x, weights = np.full((4, 6), 0.5), drawn(0)[1]
    ones = np.ones(6)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert np.isnan(pymcdm.EDAS()(x, weights, ones, validation=False)).all()
    assert of_scikit(EDAS(), x, weights, ones).score.tolist() == edas(x, weights).tolist() == [0.5] * 4
    note = "pymcdm gives NaN, scikit-criteria 0.5 as ours: neither above nor below the average"
    agreed("edas", PYMCDM, "all regions equal", holds=False, note=note)


def test_an_average_of_nought_in_edas() -> None:
    """scikit-criteria adds 10⁻⁵ to every average if one is 0, which moves all columns; ours refuses."""
    x = np.array([[-1.0, 2.0], [0.0, 3.0], [1.0, 7.0]])
    weights = np.array([0.5, 0.5])
    assert np.isfinite(of_scikit(EDAS(), x, weights, np.ones(2)).score).all()
    with pytest.raises(MethodError, match="average"):
        edas(x, weights)
    note = "scikit-criteria adds 1e-5 to every average, so that this column all but decides; ours is an error"
    agreed("edas", SCIKIT, "a column with an average of 0", holds=False, note=note)


def test_a_worst_sum_of_nought_in_marcos() -> None:
    """Where some region is 0 in every column the peers divide by 0; the scores have a limit, ours."""
    x, weights = minmax(*(drawn(0)[0], WAYS)), drawn(0)[1]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer = pymcdm.MARCOS()(x, weights, np.ones(6), validation=False)
    assert np.isnan(peer).any()
    near = pymcdm.MARCOS()(x + 1e-9, weights, np.ones(6))
    assert marcos(x, weights) == pytest.approx(near, rel=1e-6)
    note = "min–max columns: the worst sum is 0, K- is infinite and pymcdm gives NaN; ours is the limit, S/A"
    agreed("marcos", PYMCDM, "columns whose worst value is 0", holds=False, note=note)


def test_a_column_that_weighs_nothing_in_cocoso() -> None:
    """x⁰ = 1 adds 1 to every sum of powers of the peers; in ours the column has no say."""
    x, weights = drawn(0)
    x = 1.0 + x
    padded = np.column_stack([x, x[:, ::-1][:, :1]]), np.append(weights, 0.0)
    assert cocoso(*padded) == pytest.approx(cocoso(x, weights), rel=1e-12)
    peer = of_scikit(CoCoSo(), *padded, np.ones(7)).score
    assert np.abs(peer / cocoso(x, weights) - 1).max() > 1e-3
    note = "x^0 = 1 is added to P of every region there; in ours a column that weighs nothing has no say"
    agreed("cocoso", SCIKIT, "a column of weight 0", holds=False, note=note)
