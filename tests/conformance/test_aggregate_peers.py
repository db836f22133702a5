"""Aggregators against other programs on random data, the normalisation held equal; and where they disagree."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from record import Agreement, program, record
from scipy import stats

from zhishu.score.aggregators.averages.means import arithmetic, generalised_mean, geometric, harmonic, median
from zhishu.score.aggregators.outranking.flows import promethee2
from zhishu.score.aggregators.references.ideal import topsis, vikor

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what the peers deprecate is theirs
    import pymcdm.methods as pymcdm
    import skcriteria
    from pymcdm.normalizations import minmax_normalization, vector_normalization
    from skcriteria.agg.simple import WeightedProductModel, WeightedSumModel
    from skcriteria.agg.topsis import TOPSIS
    from skcriteria.agg.vikor import VIKOR

SEEDS = range(5)
PYMCDM, SCIKIT, SCIPY = program("pymcdm"), program("scikit-criteria"), program("scipy")


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Return 20 regions × 6 columns in (0, 1] and weights."""
    generator = np.random.default_rng(seed)
    weights = generator.random(6) + 0.05
    return 1.0 - generator.random((20, 6)), weights / weights.sum()


def scikit(method, x: np.ndarray, weights: np.ndarray):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return method.evaluate(skcriteria.mkdm(x, [max] * x.shape[1], weights=weights)).e_


def agreed(method: str, against: str, what: str, *, holds: bool = True, note: str = "") -> None:
    record(
        Agreement("aggregate", method, against, "random data, 20 × 6, five seeds", what, 1e-9, holds, note)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_topsis(seed: int) -> None:
    """Against pymcdm with min–max and vector normalisation, scikit-criteria with none."""
    x, weights = drawn(seed)
    ones = np.ones(6)
    ours = minmax_normalization
    ready = np.column_stack([ours(column) for column in x.T])
    peer = pymcdm.TOPSIS(minmax_normalization)(x, weights, ones)
    assert topsis(ready, weights) == pytest.approx(peer, rel=1e-9)
    peer = pymcdm.TOPSIS(vector_normalization)(x, weights, ones)
    assert topsis(x, weights, normalisation="vector") == pytest.approx(peer, rel=1e-9)
    assert topsis(x, weights) == pytest.approx(scikit(TOPSIS(), x, weights).similarity, rel=1e-9)
    agreed("topsis", PYMCDM, "closeness, normalisation held equal")
    agreed("topsis", SCIKIT, "closeness, normalisation held equal")


def test_default_topsis_of_the_peers_disagree_with_each_other() -> None:
    """Each hides its own normalisation; ours is the recipe's."""
    x, weights = drawn(0)
    x = x * np.array([1.0, 10.0, 100.0, 1.0, 5.0, 50.0])
    first = pymcdm.TOPSIS()(x, weights, np.ones(6))
    second = scikit(TOPSIS(), x, weights).similarity
    assert np.argsort(first).tolist() != np.argsort(second).tolist()
    note = "pymcdm hides min–max, scikit-criteria normalises nothing: neither is wrong, both must be said"
    agreed("topsis", f"{PYMCDM}, {SCIKIT}", "defaults on raw columns", holds=False, note=note)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("majority_weight", [0.5, 0.2, 1.0])
def test_vikor(seed: int, majority_weight: float) -> None:
    """1 − Q; the range of each column is VIKOR's own."""
    x, weights = drawn(seed)
    ours = vikor(x, weights, majority_weight=majority_weight)
    assert 1 - ours == pytest.approx(pymcdm.VIKOR(v=majority_weight)(x, weights, np.ones(6)), abs=1e-12)
    assert 1 - ours == pytest.approx(scikit(VIKOR(v=majority_weight), x, weights).q_k, abs=1e-12)
    agreed("vikor", PYMCDM, "1 − Q")
    agreed("vikor", SCIKIT, "1 − Q")


def test_vikor_of_a_constant_column() -> None:
    """The peers refuse or return NaN; ours gives a column that tells nobody apart no regret."""
    x, weights = drawn(0)
    x[:, 2] = 0.5
    with pytest.raises(ValueError, match="equal values"):
        pymcdm.VIKOR()(x, weights, np.ones(6))
    rest = np.delete(x, 2, axis=1), np.delete(weights, 2)
    assert vikor(x, weights) == pytest.approx(vikor(*rest), rel=1e-12)
    note = "pymcdm refuses; the regret is 0 for all, so the column drops out"
    agreed("vikor", PYMCDM, "a constant column", holds=False, note=note)


SHAPES = [
    ("usual", "usual", {}, {}),
    ("u_shape", "ushape", {"q": 0.2}, {"indifference": 0.2}),
    ("v_shape", "vshape", {"p": 0.4}, {"preference": 0.4}),
    ("level", "level", {"p": 0.4, "q": 0.2}, {"preference": 0.4, "indifference": 0.2}),
    ("linear", "vshape_2", {"p": 0.4, "q": 0.2}, {"preference": 0.4, "indifference": 0.2}),
]


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("shape", "theirs", "their_options", "options"), SHAPES)
def test_promethee2(shape: str, theirs: str, their_options: dict, options: dict, seed: int) -> None:
    """Net flows under each preference function."""
    x, weights = drawn(seed)
    peer = pymcdm.PROMETHEE_II(theirs, **{name: [value] * 6 for name, value in their_options.items()})
    found = promethee2(x, weights, shape=shape, **options)
    assert found == pytest.approx(peer(x, weights, np.ones(6)), abs=1e-12)
    agreed("promethee2", PYMCDM, f"net flow, {shape}")


@pytest.mark.parametrize("seed", SEEDS)
def test_means(seed: int) -> None:
    """Against scipy's weighted means, and the products and sums of the two collections."""
    x, weights = drawn(seed)
    assert geometric(x, weights) == pytest.approx(stats.gmean(x, axis=1, weights=weights), rel=1e-12)
    assert harmonic(x, weights) == pytest.approx(stats.hmean(x, axis=1, weights=weights), rel=1e-12)
    for power in (-3.0, -0.5, 0.25, 2.0, 5.0):
        peer = stats.pmean(x, power, axis=1, weights=weights)
        assert generalised_mean(x, weights, power=power) == pytest.approx(peer, rel=1e-12)
    assert arithmetic(x, weights) == pytest.approx(scikit(WeightedSumModel(), x, weights).score, rel=1e-12)
    product = scikit(WeightedProductModel(), x, weights).score
    assert np.argsort(geometric(x, weights)).tolist() == np.argsort(product).tolist()
    assert median(x, np.ones(6) / 6) == pytest.approx(np.median(x, axis=1), rel=1e-12)
    agreed("median", program("numpy"), "median, equal weights")
    for name in ("geometric", "harmonic", "generalised_mean"):
        agreed(name, SCIPY, "weighted means")
    agreed("arithmetic", SCIKIT, "weighted sum")
