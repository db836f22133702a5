"""Weightings against scikit-criteria, pymcdm, objective-weights-mcda and SciPy on random data."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np
import objective_weights_mcda.weighting_methods as owm
import pytest
from pymcdm import weights as pymcdm_weights
from pymcdm.weights.subjective import AHP, RANCOM
from record import Agreement, program, record

from zhishu.weigh.fitted.components import pca
from zhishu.weigh.fitted.rotation import varimax
from zhishu.weigh.judged.experts import precedence_chart
from zhishu.weigh.judged.hierarchy import ahp
from zhishu.weigh.judged.priorities import consistency
from zhishu.weigh.spread.conflict import critic, lopcow, merec
from zhishu.weigh.spread.dispersion import (
    angle,
    coefficient_of_variation,
    gini,
    standard_deviation,
    variance,
)
from zhishu.weigh.spread.information import cilos, entropy, idocriw

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # what a peer deprecates on import is not ours to mend
    from skcriteria.preprocessing import weighters as skc

SEEDS = range(5)
PYMCDM, SKC = program("pymcdm"), program("scikit-criteria")
OWM, SKLEARN = program("objective-weights-mcda"), program("scikit-learn")
TOLERANCE = 1e-9


def positive(seed: int) -> np.ndarray:
    """Return 23 regions × 6 columns between 0.05 and 1, every column's best in another region."""
    return np.random.default_rng(seed).uniform(0.05, 1.0, size=(23, 6))


def to_unit(x: np.ndarray) -> np.ndarray:
    """Return the columns brought to [0, 1]."""
    return (x - x.min(axis=0)) / np.ptp(x, axis=0)


BENEFIT = np.ones(6)
PAIRS: Mapping[str, tuple[Callable[..., np.ndarray], Callable[[np.ndarray], np.ndarray], str]] = {
    "entropy pymcdm": (entropy, pymcdm_weights.entropy_weights, PYMCDM),
    "entropy owm": (entropy, lambda x: owm.entropy_weighting(x, BENEFIT), OWM),
    "entropy skc": (entropy, skc.entropy_weights, SKC),
    "standard_deviation pymcdm": (standard_deviation, pymcdm_weights.standard_deviation_weights, PYMCDM),
    "standard_deviation owm": (
        standard_deviation,
        lambda x: owm.std_weighting(x, BENEFIT),
        OWM,
    ),
    "standard_deviation skc": (standard_deviation, skc.std_weights, SKC),
    "variance pymcdm": (lambda x: variance(to_unit(x)), pymcdm_weights.variance_weights, PYMCDM),
    "variance owm": (
        lambda x: variance(to_unit(x)),
        lambda x: owm.stat_var_weighting(x, BENEFIT),
        OWM,
    ),
    "coefficient_of_variation owm": (
        coefficient_of_variation,
        lambda x: owm.coeff_var_weighting(x, BENEFIT),
        OWM,
    ),
    "gini pymcdm": (gini, pymcdm_weights.gini_weights, PYMCDM),
    "gini owm": (gini, lambda x: owm.gini_weighting(x, BENEFIT), OWM),
    "gini skc": (gini, skc.gini_weights, SKC),
    "angle pymcdm": (angle, pymcdm_weights.angle_weights, PYMCDM),
    "angle owm": (angle, lambda x: owm.angle_weighting(x, BENEFIT), OWM),
    "critic pymcdm": (lambda x: critic(x, rescale="minmax"), pymcdm_weights.critic_weights, PYMCDM),
    "critic owm": (
        lambda x: critic(x, rescale="minmax"),
        lambda x: owm.critic_weighting(x, BENEFIT),
        OWM,
    ),
    "critic skc": (
        lambda x: critic(x, rescale="minmax"),
        lambda x: skc.critic_weights(x, BENEFIT),
        SKC,
    ),
    "critic skc unscaled": (
        critic,
        lambda x: skc.critic_weights(x, BENEFIT, scale=False),
        SKC,
    ),
    "merec pymcdm": (merec, lambda x: pymcdm_weights.merec_weights(x, BENEFIT), PYMCDM),
    "merec owm": (merec, lambda x: owm.merec_weighting(x, BENEFIT), OWM),
    "merec skc": (merec, lambda x: skc.merec_weights(x, BENEFIT), SKC),
    "cilos pymcdm": (cilos, lambda x: pymcdm_weights.cilos_weights(x, BENEFIT), PYMCDM),
    "idocriw pymcdm": (idocriw, lambda x: pymcdm_weights.idocriw_weights(x, BENEFIT), PYMCDM),
    "lopcow pymcdm": (
        lambda x: lopcow(to_unit(x)),
        lambda x: pymcdm_weights.lopcow_weights(x, BENEFIT),
        PYMCDM,
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_positive_data_give_what_the_peer_gives(name: str) -> None:
    """Benefit columns above 0, five random panels each."""
    ours, theirs, against = PAIRS[name]
    for seed in SEEDS:
        x = positive(seed)
        assert ours(x) == pytest.approx(theirs(x), rel=TOLERANCE), seed
    record(
        Agreement(
            "weigh",
            name.split(maxsplit=1)[0],
            against,
            "random data, values in [0.05, 1]",
            "weights",
            TOLERANCE,
            holds=True,
        )
    )


def differs(used: str, against: str, what: str, note: str) -> None:
    record(Agreement("weigh", used, against, "random data", what, TOLERANCE, holds=False, note=note))


def test_pymcdm_refuses_the_zeros_of_min_max_data() -> None:
    """0 · ln 0 = 0, its limit, is what the other two and we compute; min–max data always hold a zero."""
    x = to_unit(positive(0))
    assert entropy(x) == pytest.approx(owm.entropy_weighting(x, BENEFIT), rel=TOLERANCE)
    assert entropy(x) == pytest.approx(skc.entropy_weights(x), rel=TOLERANCE)
    with pytest.raises(ValueError, match="positive"):
        pymcdm_weights.entropy_weights(x)
    differs(
        "entropy",
        PYMCDM,
        "weights of min–max data",
        "the peer refuses a zero; we are right: 0 ln 0 = 0, as objective-weights-mcda and scikit-criteria have it",
    )


def test_a_peer_inverts_a_singular_matrix_for_cilos() -> None:
    """The system F q = 0 is singular by construction; its inverse fails or not as rounding has it."""
    failed = 0
    for seed in range(20):
        try:
            theirs = owm.cilos_weighting(positive(seed), BENEFIT)
        except np.linalg.LinAlgError:
            failed += 1
            continue
        assert cilos(positive(seed)) == pytest.approx(theirs, rel=1e-6)
    assert 0 < failed < 20
    differs(
        "cilos",
        OWM,
        "whether there is a result",
        "the peer inverts a matrix that is singular by construction and fails with LinAlgError on some data; "
        "where it gives weights they agree to 1e-6; we replace one equation by sum q = 1",
    )


@pytest.mark.parametrize(
    ("used", "ours", "theirs", "against"),
    [
        ("critic", critic, pymcdm_weights.critic_weights, PYMCDM),
        ("critic", critic, lambda x: skc.critic_weights(x, BENEFIT), SKC),
        ("critic", critic, lambda x: owm.critic_weighting(x, BENEFIT), OWM),
    ],
)
@pytest.mark.filterwarnings("ignore::RuntimeWarning", "ignore::UserWarning")
def test_a_constant_column_spoils_every_weight_of_a_peer(
    used: str, ours: Callable[..., np.ndarray], theirs: Callable[[np.ndarray], np.ndarray], against: str
) -> None:
    """Theirs are NaN; ours leave the column out and weigh the rest as if it were not there."""
    x = to_unit(positive(1))
    x[:, 2] = 0.4
    rest = [0, 1, 3, 4, 5]
    assert ours(x)[2] == 0
    assert ours(x)[rest] == pytest.approx(ours(x[:, rest]), rel=1e-12)
    assert np.isnan(theirs(x)).any()
    differs(
        used,
        against,
        "weights with a constant column",
        "the peer's weights are NaN; ours give it 0 and go on",
    )


def test_peers_depend_on_the_order_of_regions_when_the_best_ties() -> None:
    """CILOS takes the first of several best regions; the mean of them does not depend on the order."""
    x = positive(2)
    x[[3, 7], 0] = 1.5
    turned = x[::-1].copy()
    assert cilos(turned) == pytest.approx(cilos(x), rel=TOLERANCE)
    assert pymcdm_weights.cilos_weights(turned, BENEFIT) != pytest.approx(
        pymcdm_weights.cilos_weights(x, BENEFIT), rel=1e-3
    )
    for against in (PYMCDM, OWM):
        differs(
            "cilos",
            against,
            "weights where regions tie for the best",
            "the peer takes the first region in the table; we take the mean of those that tie",
        )


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
def test_missing_values_spoil_every_peer() -> None:
    """One missing cell makes their weights NaN; ours use the values there are."""
    x = positive(3)
    x[4, 1] = np.nan
    for ours, theirs in ((entropy, owm.entropy_weighting), (standard_deviation, owm.std_weighting)):
        assert np.isfinite(ours(x)).all()
        assert np.isnan(theirs(x, BENEFIT)).any()
    differs("entropy", OWM, "weights with a missing value", "the peer's are NaN")


@pytest.mark.parametrize("seed", SEEDS)
def test_ahp_agrees_with_pymcdm(seed: int) -> None:
    """Weights of a random reciprocal matrix; the consistency ratio differs by the table of random indices."""
    generator = np.random.default_rng(seed)
    upper = generator.integers(1, 10, size=(5, 5)).astype(float)
    matrix = np.triu(upper, 1) + np.tril(1 / upper.T, -1) + np.eye(5)
    ids = tuple("abcde")
    table = {a: dict(zip(ids, row, strict=True)) for a, row in zip(ids, matrix.tolist(), strict=True)}
    peer = AHP(matrix=matrix)
    assert ahp(np.zeros((3, 5)), ids, comparisons=table, limit=None) == pytest.approx(peer(), rel=TOLERANCE)
    assert float(consistency(matrix).ratio) * 1.12 == pytest.approx(peer.get_cr() * 1.1159, rel=1e-6)
    record(Agreement("weigh", "ahp", PYMCDM, "random matrices", "weights", TOLERANCE, holds=True))
    record(
        Agreement(
            "weigh",
            "ahp",
            PYMCDM,
            "random matrices",
            "consistency ratio",
            TOLERANCE,
            holds=False,
            note="random index 1.12 (Saaty 1980) here, 1.1159 (a later simulation) there; both are published",
        )
    )


def test_the_precedence_chart_of_one_expert_is_rancom() -> None:
    """A ranking 1, 2, 4, 3 and one with ties; RANCOM's rank 1 is the most important."""
    for ranking in ([1, 2, 4, 3], [1, 2, 2, 3], [2, 1, 1, 1]):
        ratings = {"Li": dict(zip("abcd", (-rank for rank in ranking), strict=True))}
        found = precedence_chart(np.zeros((3, 4)), tuple("abcd"), ratings=ratings)
        assert found == pytest.approx(RANCOM(ranking=ranking)(), rel=TOLERANCE)
    record(
        Agreement(
            "weigh",
            "precedence_chart",
            f"{PYMCDM} RANCOM",
            "three rankings",
            "weights",
            TOLERANCE,
            holds=True,
        )
    )


def test_components_agree_with_scikit_learn() -> None:
    """The first component of standardised columns, squared, is the weight."""
    from sklearn.decomposition import PCA

    for seed in SEEDS:
        x = positive(seed)
        z = (x - x.mean(axis=0)) / x.std(axis=0)
        assert pca(x) == pytest.approx(PCA(n_components=1).fit(z).components_[0] ** 2, rel=1e-8, abs=1e-12)
    record(Agreement("weigh", "pca", SKLEARN, "random data", "squared first component", 1e-8, holds=True))


def test_varimax_is_no_worse_than_scikit_learn_and_finds_the_same() -> None:
    """Its rotation of the same loadings, without Kaiser normalisation, up to sign and order."""
    from sklearn.decomposition._factor_analysis import _ortho_rotation

    for seed in SEEDS:
        loadings = np.random.default_rng(seed).normal(size=(9, 3))
        ours = varimax(loadings, scaled=False)
        theirs = _ortho_rotation(loadings, tol=1e-14, max_iter=5000).T
        theirs = theirs if theirs.shape == ours.shape else theirs.T
        assert criterion(ours) >= criterion(theirs) - 1e-9
        assert np.sort(np.abs(ours), axis=1) == pytest.approx(np.sort(np.abs(theirs), axis=1), abs=1e-4)
    record(Agreement("weigh", "factor", SKLEARN, "random loadings", "varimax rotation", 1e-4, holds=True))


def criterion(loadings: np.ndarray) -> float:
    """Return what varimax makes largest: the variance of squared loadings, summed over factors."""
    return float((loadings**2).var(axis=0).sum())
