"""Weightings from data: what all of them share, by property, and the errors of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from zhishu.errors import MethodError
from zhishu.registry import method
from zhishu.weigh.envelopment.common import benefit_of_the_doubt
from zhishu.weigh.fitted.components import factor, pca
from zhishu.weigh.fitted.importance import greatest_correlation, optimised_importance
from zhishu.weigh.fitted.rotation import varimax
from zhishu.weigh.moments import correlations
from zhishu.weigh.spread.anti_entropy import anti_entropy
from zhishu.weigh.spread.conflict import critic, independence, lopcow, merec, multiple_correlations
from zhishu.weigh.spread.dispersion import (
    angle,
    coefficient_of_variation,
    gini,
    maximum_deviation,
    mean_difference,
    reciprocal_gini,
    standard_deviation,
    variance,
)
from zhishu.weigh.spread.information import cilos, entropy, idocriw
from zhishu.weigh.spread.relation import grey_relation

if TYPE_CHECKING:
    from collections.abc import Callable

    Weighting = Callable[[np.ndarray], np.ndarray]

FROM_DATA = (
    standard_deviation,
    variance,
    coefficient_of_variation,
    maximum_deviation,
    gini,
    reciprocal_gini,
    angle,
    entropy,
    anti_entropy,
    cilos,
    idocriw,
    critic,
    merec,
    lopcow,
    grey_relation,
    pca,
    factor,
    optimised_importance,
    greatest_correlation,
    benefit_of_the_doubt,
)
EVERY = pytest.mark.parametrize("weigh", FROM_DATA, ids=lambda weigh: weigh.__name__)
TAKES_GAPS = [
    one for one in FROM_DATA if one not in {cilos, idocriw, merec, grey_relation, benefit_of_the_doubt}
]
PANELS = arrays(float, (8, 4), elements=st.integers(1, 40).map(lambda value: value / 40))


@EVERY
@settings(max_examples=25, deadline=None)
@given(PANELS)
def test_weights_are_shares(weigh: Weighting, x: np.ndarray) -> None:
    """None negative, sum 1, whatever ties and constant columns the panel holds."""
    found = weigh(x)
    assert (found >= 0).all()
    assert found.sum() == pytest.approx(1)


@EVERY
def test_the_order_of_regions_and_columns_does_not_matter(weigh: Weighting) -> None:
    """Regions shuffled give the same weights, columns shuffled the same ones shuffled."""
    generator = np.random.default_rng(3)
    x = generator.uniform(0.1, 1.0, (12, 4))
    regions, columns = generator.permutation(12), generator.permutation(4)
    assert weigh(x[regions][:, columns]) == pytest.approx(weigh(x)[columns], rel=1e-6)


@EVERY
def test_a_constant_column_leaves_the_others_as_if_it_were_not_there(weigh: Weighting) -> None:
    """It weighs 0 and changes nothing."""
    x = np.random.default_rng(4).uniform(0.1, 1.0, (12, 4))
    wider = np.insert(x, 2, 0.5, axis=1)
    assert weigh(wider)[2] == 0
    assert np.delete(weigh(wider), 2) == pytest.approx(weigh(x), rel=1e-6)


@EVERY
def test_a_group_of_constants_and_a_group_of_one(weigh: Weighting) -> None:
    """Equal weights where nothing varies; 1 where there is one column, or one that varies."""
    assert weigh(np.full((5, 4), 0.5)).tolist() == [0.25] * 4
    assert weigh(np.array([[0.2], [0.9], [0.5]])) == pytest.approx([1])
    assert weigh(np.array([[0.2, 0.5], [0.9, 0.5], [0.5, 0.5]])) == pytest.approx([1, 0])


@EVERY
def test_a_batch_equals_one_by_one(weigh: Weighting) -> None:
    """Every leading axis is a batch."""
    x = np.random.default_rng(5).uniform(0.1, 1.0, (2, 3, 9, 4))
    found = weigh(x)
    assert found.shape == (2, 3, 4)
    for draw in np.ndindex(2, 3):
        assert found[draw] == pytest.approx(weigh(x[draw]), abs=1e-12)


@pytest.mark.parametrize("weigh", TAKES_GAPS, ids=lambda weigh: weigh.__name__)
def test_missing_values_never_become_missing_weights(weigh: Weighting) -> None:
    """Values that are absent are left out; a column without any weighs 0."""
    x = np.random.default_rng(6).uniform(0.1, 1.0, (9, 4))
    x[2, 1] = np.nan
    x[:, 3] = np.nan
    found = weigh(x)
    assert np.isfinite(found).all()
    assert found[3] == 0


@pytest.mark.parametrize("weigh", [cilos, idocriw, merec, grey_relation, benefit_of_the_doubt])
def test_methods_that_compare_whole_regions_refuse_gaps(weigh: Weighting) -> None:
    """One clear error, with the count."""
    with pytest.raises(MethodError, match="missing") as error:
        weigh(np.array([[0.5, np.nan], [0.2, 0.3]]))
    assert error.value.seen == "1 missing of 4 values"


@pytest.mark.parametrize(
    "weigh",
    [entropy, anti_entropy, cilos, idocriw, gini, reciprocal_gini, merec, benefit_of_the_doubt],
)
def test_negative_values_are_refused_where_they_mean_nothing(weigh: Weighting) -> None:
    """Nothing is shifted in silence; `shift` is advised where the method has it."""
    with pytest.raises(MethodError) as error:
        weigh(np.array([[0.5, -0.1], [0.2, 0.3]]))
    assert ("shift" in str(error.value.advice)) == ("shift" in method("weigh", weigh.__name__).parameters)


@EVERY
def test_huge_values_are_weighed_or_refused_and_never_nan(weigh: Weighting) -> None:
    """A square that is infinite is an error; a ratio that is not is none."""
    try:
        found = weigh(np.array([[1e200, 1.0], [2e200, 5.0], [4e200, 2.0]]))
    except MethodError:
        return
    assert np.isfinite(found).all()


def test_shift_is_what_it_says() -> None:
    """It is added to every value before anything else."""
    x = np.random.default_rng(7).random((6, 3))
    assert entropy(x, shift=0.5).tolist() == entropy(x + 0.5).tolist()
    assert anti_entropy(x, shift=0.5).tolist() == anti_entropy(x + 0.5).tolist()
    assert merec(x, shift=0.5) == pytest.approx(merec(x + 0.5), rel=1e-12)
    assert idocriw(x, shift=0.5) == pytest.approx(idocriw(x + 0.5), rel=1e-12)


def test_a_zero_in_a_column_that_varies_needs_a_shift_for_merec() -> None:
    """The ratio to the least value does not exist."""
    x = np.array([[0.0, 0.5], [1.0, 0.2], [0.5, 0.9]])
    with pytest.raises(MethodError, match="above 0"):
        merec(x)
    assert merec(x, shift=0.01).sum() == pytest.approx(1)


def test_a_column_that_one_region_has_whole_needs_a_shift_for_its_anti_entropy() -> None:
    """Ln 0 is infinite; the same where only the regions that have a value are 0."""
    for other in (0.0, np.nan):
        x = np.array([[0.0, 0.5], [1.0, 0.2], [other, 0.9]])
        with pytest.raises(MethodError, match="whole of a column") as error:
            anti_entropy(x)
        assert "shift" in str(error.value.advice)
        assert anti_entropy(x, shift=0.01)[0] > 0.5


def test_anti_entropy_lies_nearer_to_equal_weights_than_entropy() -> None:
    """A column that hardly varies weighs almost 1 / m, not almost nothing; more variation weighs more."""
    x = np.column_stack([np.linspace(1.0, 1.001, 20), np.linspace(1.0, 3.0, 20), np.linspace(0.1, 3.0, 20)])
    found = anti_entropy(x)
    assert (np.diff(found) > 0).all()
    assert found[0] > 0.25
    assert entropy(x)[0] < 1e-5


def test_the_coefficient_of_variation_refuses_z_scores() -> None:
    """A mean of about 0 would make any weight."""
    x = np.random.default_rng(8).random((9, 2))
    with pytest.raises(MethodError, match="mean"):
        coefficient_of_variation(x - x.mean(axis=0))


def test_sorting_gives_the_mean_difference_of_all_pairs() -> None:
    """With a missing value too."""
    x = np.random.default_rng(9).random((7, 2))
    x[3, 1] = np.nan
    for column, expected in zip(x.T, mean_difference(x), strict=True):
        known = column[~np.isnan(column)]
        assert expected == pytest.approx(np.abs(known[:, None] - known[None, :]).mean())


def test_columns_that_agree_perfectly_share_equally_by_critic() -> None:
    """All conflicts are 0, and nothing is divided by their sum."""
    column = np.array([0.0, 0.3, 1.0])
    assert critic(np.stack([column, 2 * column], axis=1)).tolist() == [0.5, 0.5]


def test_a_column_that_nothing_correlates_with_has_no_independence_weight() -> None:
    """1 / R would be infinite."""
    with pytest.raises(MethodError, match="infinite"):
        independence(np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]]))


def test_multiple_correlations_are_those_of_a_regression() -> None:
    """R² of least squares on the other columns."""
    x = np.random.default_rng(10).random((15, 4))
    others = np.column_stack([np.ones(15), x[:, 1:]])
    residual = x[:, 0] - others @ np.linalg.lstsq(others, x[:, 0], rcond=None)[0]
    share = 1 - residual.var() / x[:, 0].var()
    assert multiple_correlations(x)[0] == pytest.approx(np.sqrt(share), rel=1e-9)


def test_one_region_best_everywhere_leaves_cilos_without_losses() -> None:
    """F q = 0 then has every q as a solution; a vanishing equal loss singles out equal weights."""
    assert cilos(np.array([[1.0, 0.9, 0.8], [0.5, 0.1, 0.7], [0.2, 0.3, 0.1]])) == pytest.approx([1 / 3] * 3)


def test_pairs_without_common_variation_do_not_correlate() -> None:
    """Regions that both columns have leave one of them constant."""
    x = np.array([[0.0, 1.0], [0.0, 2.0], [1.0, np.nan]])
    assert correlations(x).tolist() == [[1, 0], [0, 1]]


def test_correlations_do_not_lose_digits_of_columns_far_from_zero() -> None:
    """A column on a large offset correlates as it does without."""
    x = np.random.default_rng(11).random((9, 2))
    assert correlations(x + np.array([0, 1e6])) == pytest.approx(correlations(x), abs=1e-9)


def test_negative_components_are_refused_or_kept_as_asked() -> None:
    """A column that runs against the others."""
    x = np.random.default_rng(12).random((30, 3))
    x[:, 1] = x[:, 0] + 0.1 * x[:, 1]
    x[:, 2] = 0.2 * x[:, 2] - x[:, 0]
    with pytest.raises(MethodError, match="against") as error:
        pca(x, loadings="positive")
    assert error.value.seen == "columns 3 of the group"
    kept = pca(x, loadings="signed")
    assert kept[2] < 0
    assert kept.sum() == pytest.approx(1)
    assert (pca(x, loadings="absolute") > 0.3).all()


def test_positive_components_equal_signed_ones_where_all_point_one_way() -> None:
    """Then nothing is negative."""
    base = np.linspace(0, 1, 20)[:, None]
    x = base + 0.3 * np.random.default_rng(13).random((20, 3))
    assert pca(x, loadings="positive") == pytest.approx(pca(x, loadings="signed"))


def test_factors_take_a_number_or_kaisers_rule() -> None:
    """Two blocks of columns have two eigenvalues above 1."""
    generator = np.random.default_rng(14)
    blocks = np.repeat(generator.random((40, 2)), 2, axis=1) + 0.05 * generator.random((40, 4))
    assert factor(blocks) == pytest.approx(factor(blocks, factors=2))
    assert factor(blocks, factors=1) != pytest.approx(factor(blocks, factors=2), rel=1e-3)
    assert factor(blocks, assign="all").sum() == pytest.approx(1)


def test_a_rotation_keeps_the_communalities() -> None:
    """It turns factors, rows keep their length; columns of zeros stay zero."""
    loadings = np.random.default_rng(15).normal(size=(3, 7, 4))
    loadings[..., 3] = 0
    turned = varimax(loadings)
    assert (turned**2).sum(axis=-1) == pytest.approx((loadings**2).sum(axis=-1))
    assert not turned[..., 3].any()


def test_entropy_keeps_the_digits_of_columns_that_hardly_vary() -> None:
    """Far from zero the divergence is half the squared coefficient of variation, over ln n."""
    x = 1e7 + np.array([[0.0, 1.0], [1.0, 3.0], [2.0, 2.0], [3.0, 9.0]])
    squares = (x.std(axis=0) / x.mean(axis=0)) ** 2
    assert entropy(x) == pytest.approx(squares / squares.sum(), rel=1e-6)
