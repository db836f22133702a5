"""The scatter degree: the eigenvector, the programme where signs are mixed, and what is degenerate."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.fitted.components import pca
from zhishu.weigh.fitted.orthant import largest_form
from zhishu.weigh.fitted.scatter import scatter_degree

VALUES = ("standardised", "centred", "as_given")


def together(seed: int, *batch: int) -> np.ndarray:
    """Return columns in [0, 1] that move together."""
    generator = np.random.default_rng(seed)
    return (generator.uniform(size=(*batch, 20, 1)) + generator.uniform(size=(*batch, 20, 5))) / 2


def over_all_supports(form: np.ndarray) -> float:
    """Return the greatest wᵀ H w, |w| = 1, w ≥ 0: the largest eigenvalue over the sets of columns whose vector fits."""
    found = []
    for size in range(1, len(form) + 1):
        for chosen in combinations(range(len(form)), size):
            values, vectors = np.linalg.eigh(form[np.ix_(chosen, chosen)])
            if (vectors[:, -1] >= 0).all() or (vectors[:, -1] <= 0).all():
                found.append(values[-1])
    return max(found)


@pytest.mark.parametrize("values", VALUES)
def test_no_other_direction_scatters_more(values: str) -> None:
    """Against 2,000 directions, in the units that `values` says."""
    x = together(1)
    shown = {
        "standardised": (x - x.mean(axis=0)) / x.std(axis=0),
        "centred": x - x.mean(axis=0),
        "as_given": x,
    }[values]
    weights = scatter_degree(x, values=values)
    others = np.abs(np.random.default_rng(2).standard_normal((2000, 5)))

    def scattered(w: np.ndarray) -> np.ndarray:
        return ((shown @ w.T) ** 2).sum(axis=0) / (w**2).sum(axis=-1)

    assert scattered(weights) >= scattered(others).max()


def test_standardised_it_is_the_first_component() -> None:
    """As `pca` with the loadings themselves."""
    x = together(3, 4)
    assert scatter_degree(x) == pytest.approx(pca(x, loadings="positive"), rel=1e-9)


def test_no_scale_matters_once_standardised() -> None:
    """But with centred columns the wider one weighs more."""
    x = together(4)
    scaled = x * [1, 2, 3, 4, 50] + 7
    assert scatter_degree(scaled) == pytest.approx(scatter_degree(x))
    assert scatter_degree(scaled, values="centred")[4] > 0.9


@pytest.mark.parametrize("seed", range(20))
def test_the_programme_finds_the_best_of_all_sets_of_columns(seed: int) -> None:
    """Five columns of random sign, 31 sets: the same greatest value."""
    generator = np.random.default_rng(seed)
    x = together(seed)[:, :, None] * generator.choice([-1.0, 1.0], size=(5, 4))
    forms = np.array([np.corrcoef(x[:, :, draw].T) for draw in range(4)])
    found = largest_form(forms, np.ones((4, 5), dtype=bool))
    assert (found >= 0).all()
    for form, w in zip(forms, found, strict=True):
        assert w @ form @ w / (w @ w) == pytest.approx(over_all_supports(form), rel=1e-9)


def test_what_mixed_signs_come_to() -> None:
    """The programme leaves out the column that runs against the others; refused; or its size counts."""
    x = together(5)
    x[:, 4] = 1 - x[:, 4]
    found = scatter_degree(x)
    assert found[4] == 0
    assert found[:4] == pytest.approx(scatter_degree(x[:, :4]))
    with pytest.raises(MethodError, match="both signs") as error:
        scatter_degree(x, signs="refuse")
    assert "column 5" in str(error.value.seen)
    turned = x.copy()
    turned[:, 4] = 1 - x[:, 4]
    assert scatter_degree(x, signs="absolute") == pytest.approx(scatter_degree(turned))


def test_two_standardised_columns_weigh_the_same() -> None:
    """Together, unrelated, or one against the other: ends that are equally high are averaged."""
    up = np.array([0.0, 1, 2, 3])
    for other in (np.array([0.0, 1, 3, 2]), np.array([1.0, 0, 0, 1]), -up):
        assert scatter_degree(np.column_stack([up, other])) == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("values", VALUES)
def test_a_batch_with_mixed_signs_gives_what_its_members_give(values: str) -> None:
    """Draws with and without opposed columns, a constant one among them."""
    x = together(6, 8)
    x[::2, :, 1] *= -1
    x[3:, :, 2] = 0.4
    found = scatter_degree(x, values=values)
    assert found == pytest.approx(np.array([scatter_degree(draw, values=values) for draw in x]), abs=1e-12)
    assert (found[3:, 2] == 0).all()


def test_the_order_of_columns_and_regions_does_not_matter() -> None:
    """Shuffled columns have shuffled weights."""
    x = np.random.default_rng(8).uniform(size=(12, 6))
    order = np.random.default_rng(9).permutation(6)
    assert scatter_degree(x[::-1, order]) == pytest.approx(scatter_degree(x)[order], abs=1e-9)


def test_all_years_are_one_table() -> None:
    """The rows of every year under one another, as with `base: all_years`."""
    x = together(7, 3)
    pooled = x.reshape(-1, 5)
    h = sum((year - pooled.mean(axis=0)).T @ (year - pooled.mean(axis=0)) for year in x)
    vector = np.abs(np.linalg.eigh(h)[1][:, -1])
    assert scatter_degree(pooled, values="centred") == pytest.approx(vector / vector.sum())
