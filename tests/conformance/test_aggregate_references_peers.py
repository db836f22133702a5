"""Methods that measure from a reference against two collections on random raw data with costs among them."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from record import Agreement, program, record

from zhishu.score.aggregators.references.borders import mabac, mairca, spotis
from zhishu.score.aggregators.references.multimoora import multimoora
from zhishu.score.aggregators.references.probid import probid
from zhishu.score.aggregators.references.ratings import lmaw, ocra, rafsi

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the peers deprecate is theirs
    import pymcdm.methods as pymcdm
    import skcriteria
    from skcriteria.agg.mabac import MABAC
    from skcriteria.agg.mairca import MAIRCA
    from skcriteria.agg.moora import FullMultiplicativeForm, MultiMOORA, RatioMOORA, ReferencePointMOORA
    from skcriteria.agg.ocra import OCRA
    from skcriteria.agg.probid import PROBID, SimplifiedPROBID
    from skcriteria.agg.spotis import SPOTIS

SEEDS = pytest.mark.parametrize("seed", range(5))
PYMCDM, SCIKIT = program("pymcdm"), program("scikit-criteria")
TYPES = np.array([1, -1, 1, -1, 1, 1])
EQUAL = np.ones(6) / 6


def drawn(seed: int, regions: int = 20) -> tuple[np.ndarray, np.ndarray]:
    """Return raw columns above 0 on scales of their own, and weights; TYPES says which are costs."""
    generator = np.random.default_rng(seed)
    weights = generator.random(6) + 0.05
    raw = (1.05 - generator.random((regions, 6))) * [1.0, 30.0, 500.0, 0.01, 7.0, 2.0]
    return raw, weights / weights.sum()


def minmax(x: np.ndarray) -> np.ndarray:
    return (x - x.min(axis=0)) / (x.max(axis=0) - x.min(axis=0))


def over_length(x: np.ndarray) -> np.ndarray:
    return x / np.sqrt((x**2).sum(axis=0))


def scikit(method, raw: np.ndarray, weights: np.ndarray, types: np.ndarray = TYPES, **more: object):
    objectives = [max if kind == 1 else min for kind in types]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return method.evaluate(skcriteria.mkdm(raw, objectives, weights=weights), **more).e_


def agreed(method: str, against: str, what: str) -> None:
    data = "random raw data with costs, 20 × 6, five seeds"
    record(Agreement("aggregate", method, against, data, what, 1e-9, holds=True))


def differs(method: str, against: str, what: str, note: str) -> None:
    record(Agreement("aggregate", method, against, "", what, 0.0, holds=False, note=note))


@SEEDS
def test_the_parts_of_multimoora(seed: int) -> None:
    """Vector normalisation; costs turned by their sign here, by their type there."""
    raw, weights = drawn(seed)
    options = {"normalisation": "vector"}
    ratio = multimoora(raw * TYPES, weights, output="ratio", **options)
    assert ratio == pytest.approx(pymcdm.MOORA()(raw, weights, TYPES), rel=1e-9, abs=1e-12)
    agreed("multimoora", PYMCDM, "ratio system")
    ready = over_length(raw)
    assert ratio == pytest.approx(scikit(RatioMOORA(), ready, weights).score, rel=1e-9, abs=1e-12)
    regret = -multimoora(raw * TYPES, weights, output="reference_point", **options)
    assert regret == pytest.approx(scikit(ReferencePointMOORA(), ready, weights).score, rel=1e-9)
    product = multimoora(raw * TYPES, EQUAL, output="multiplicative", **options) ** 6
    theirs = np.exp(scikit(FullMultiplicativeForm(), ready, np.ones(6)).score)
    assert product == pytest.approx(theirs, rel=1e-9)
    for what in ("ratio system", "reference point", "full multiplicative form, no weights"):
        agreed("multimoora", SCIKIT, what)


@SEEDS
def test_the_common_order_of_multimoora(seed: int) -> None:
    """Its wins are our share of the others, where no two regions are level in one of the three orders."""
    raw, _ = drawn(seed)
    theirs = scikit(MultiMOORA(), over_length(raw), np.ones(6)).score
    ours = multimoora(raw * TYPES, EQUAL, normalisation="vector")
    assert ours * (len(raw) - 1) == pytest.approx(theirs)
    agreed("multimoora", SCIKIT, "common order, no weights")


def test_a_weight_that_multiplies_a_product_has_no_say() -> None:
    """There the product is of w·x, so that weights change nothing in its order; ours are exponents."""
    raw, weights = drawn(0)
    ready = over_length(raw)
    weighted, plain = (scikit(FullMultiplicativeForm(), ready, each).score for each in (weights, np.ones(6)))
    assert np.ptp(weighted - plain) == pytest.approx(0, abs=1e-9)
    ours = multimoora(ready * TYPES, weights, output="multiplicative")
    assert np.argsort(ours).tolist() != np.argsort(weighted).tolist()
    note = "scikit-criteria multiplies by the weights, which moves all products alike; exponents have a say"
    differs("multimoora", SCIKIT, "full multiplicative form with weights, random data", note)


def test_one_tie_among_the_three_orders() -> None:
    """A is above B in two orders and level in the third: A gets no point for it there, and one here."""
    raw = np.array([[4.0, 2.0], [2.0, 2.0], [1.0, 4.5]])
    assert scikit(MultiMOORA(), raw, np.ones(2), np.ones(2)).score.tolist() == [1.0, 0.0, 1.0]
    assert multimoora(raw, np.array([0.5, 0.5])).tolist() == [1.0, 0.0, 0.5]
    note = "scikit-criteria gives no point for a pair level in any order; above in two of three is dominance"
    differs("multimoora", SCIKIT, "a pair level in one of three orders, three regions", note)


@SEEDS
def test_probid(seed: int) -> None:
    """Both variants; neg / pos = s / (1 − s)."""
    raw, weights = drawn(seed)
    options = {"normalisation": "vector"}
    full = probid(raw * TYPES, weights, **options)
    part = probid(raw * TYPES, weights, variant="simplified", **options)
    assert full == pytest.approx(pymcdm.PROBID()(raw, weights, TYPES), rel=1e-9)
    assert part / (1 - part) == pytest.approx(pymcdm.SPROBID()(raw, weights, TYPES), rel=1e-9)
    ready = over_length(raw)
    assert full == pytest.approx(scikit(PROBID(), ready, weights).score, rel=1e-9)
    assert part / (1 - part) == pytest.approx(scikit(SimplifiedPROBID(), ready, weights).score, rel=1e-9)
    for peer in (PYMCDM, SCIKIT):
        agreed("probid", peer, "full")
        agreed("probid", peer, "simplified")


def test_simplified_probid_of_three_regions() -> None:
    """There a row stands where the column of the first ideal should: other regions, other numbers."""
    raw, weights = drawn(0, regions=3)
    part = probid(raw * TYPES, weights, variant="simplified", normalisation="vector")
    theirs = scikit(SimplifiedPROBID(), over_length(raw), weights).score
    assert part / (1 - part) == pytest.approx(theirs, rel=1e-9)
    assert pymcdm.SPROBID()(raw, weights, TYPES) != pytest.approx(theirs, rel=1e-3)
    note = "below four regions pymcdm divides the distances of two regions, not of two ideals; scikit-criteria agrees"
    differs("probid", PYMCDM, "simplified, three regions, random data", note)


@SEEDS
def test_borders(seed: int) -> None:
    """MABAC and MAIRCA on columns by min–max: the score, 1 − Q."""
    raw, weights = drawn(seed)
    ready = minmax(raw * TYPES)
    assert mabac(ready, weights) == pytest.approx(pymcdm.MABAC()(raw, weights, TYPES), abs=1e-12)
    assert mabac(ready, weights) == pytest.approx(
        scikit(MABAC(), ready, weights, np.ones(6)).score, abs=1e-12
    )
    gap = 1 - mairca(ready, weights)
    assert gap == pytest.approx(pymcdm.MAIRCA()(raw, weights, TYPES), abs=1e-12)
    assert gap == pytest.approx(scikit(MAIRCA(), raw, weights)["values"], abs=1e-12)
    for peer in (PYMCDM, SCIKIT):
        agreed("mabac", peer, "score, columns by min–max")
        agreed("mairca", peer, "1 − score, columns by min–max")


@SEEDS
def test_spotis(seed: int) -> None:
    """Bounds found and given, and an expected solution point: 1 − P."""
    raw, weights = drawn(seed)
    found = np.column_stack([raw.min(axis=0), raw.max(axis=0)])
    assert 1 - spotis(raw * TYPES, weights) == pytest.approx(
        pymcdm.SPOTIS(found)(raw, weights, TYPES), abs=1e-12
    )
    assert 1 - spotis(raw * TYPES, weights) == pytest.approx(scikit(SPOTIS(), raw, weights).score, abs=1e-12)
    wide = found * [0.5, 2.0]
    turned = np.sort(wide * TYPES[:, None], axis=1).tolist()
    ours = 1 - spotis(raw * TYPES, weights, bounds=turned)
    assert ours == pytest.approx(pymcdm.SPOTIS(wide)(raw, weights, TYPES), abs=1e-12)
    assert ours == pytest.approx(scikit(SPOTIS(), raw, weights, bounds=wide).score, abs=1e-12)
    point = raw.mean(axis=0)
    ours = 1 - spotis(raw * TYPES, weights, bounds=turned, expected=(point * TYPES).tolist())
    assert ours == pytest.approx(pymcdm.SPOTIS(wide, point)(raw, weights, TYPES), abs=1e-12)
    assert ours == pytest.approx(scikit(SPOTIS(), raw, weights, bounds=wide, isp=point).score, abs=1e-12)
    expected = (point * TYPES).tolist()
    ours = 1 - spotis(raw * TYPES, weights, bounds=turned, expected=expected, trust=0.3)
    balanced = pymcdm.BalancedSPOTIS(wide, point, 0.3)
    assert ours == pytest.approx(balanced(raw, weights, TYPES), abs=1e-12)
    for peer in (PYMCDM, SCIKIT):
        agreed("spotis", peer, "1 − score, bounds found and given, expected solution point")
    agreed("spotis", PYMCDM, "BalancedSPOTIS: 1 − score with trust 0.3")


@SEEDS
def test_ocra(seed: int) -> None:
    """Costs by the smallest cost, as the paper does."""
    raw, weights = drawn(seed)
    ours = ocra(raw * TYPES, weights)
    assert ours == pytest.approx(pymcdm.OCRA()(raw, weights, TYPES), rel=1e-9, abs=1e-12)
    assert ours == pytest.approx(scikit(OCRA(), raw, weights).performance, rel=1e-9, abs=1e-12)
    agreed("ocra", PYMCDM, "rating")
    agreed("ocra", SCIKIT, "rating")


@SEEDS
def test_rafsi_and_lmaw(seed: int) -> None:
    """Ideals wider than the data, two values of the ratio; costs by their own formula."""
    raw, weights = drawn(seed)
    low, high = raw.min(axis=0) * 0.5, raw.max(axis=0) * 2.0
    turned = np.sort(np.column_stack([low, high]) * TYPES[:, None], axis=1).tolist()
    for ratio in (6.0, 9.0):
        peer = pymcdm.RAFSI(high, low, n1=1, n2k=ratio)(raw, weights, TYPES)
        assert rafsi(raw * TYPES, weights, bounds=turned, ratio=ratio) == pytest.approx(peer, rel=1e-9)
    assert lmaw(raw * TYPES, weights) == pytest.approx(pymcdm.LMAW()(raw, weights, TYPES), rel=1e-9)
    agreed("rafsi", PYMCDM, "score, ideals given, r = 6 and 9")
    agreed("lmaw", PYMCDM, "score")
