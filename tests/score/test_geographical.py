"""The geographical ordered average: nearness times owa, kernels, distances, bandwidths that are found."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.averages.geographical import geographical_owa
from zhishu.score.aggregators.averages.imbalance import owa
from zhishu.score.aggregators.averages.kernels import (
    KERNELS,
    distances,
    kernel_weights,
    left_out,
    left_out_bandwidths,
    nearest_bandwidths,
)

GENERATOR = np.random.default_rng(8)
PLACES = GENERATOR.uniform(0, 10, (15, 2))
X = GENERATOR.uniform(0.1, 1.0, (15, 4))
W = np.array([0.4, 0.3, 0.2, 0.1])
APART = distances(PLACES[:, 0], PLACES[:, 1], kind="planar")
AT = {"x": PLACES[None, :, 0], "y": PLACES[None, :, 1]}
ASK = {"coordinates": ("x", "y"), "distance": "planar", "bandwidth": 4.0}


@pytest.mark.parametrize("kernel", KERNELS)
def test_it_is_owa_times_the_mean_kernel_weight(kernel: str) -> None:
    """Worked out the long way round: the average of scaled columns at each focal region, then the mean."""
    near = kernel_weights(APART, np.asarray(4.0), kernel)
    long_way = np.mean([owa(X * near[:, [f]], W, orness=0.3) for f in range(15)], axis=0)
    found = geographical_owa(X[None], W, AT, kernel=kernel, orness=0.3, **ASK)[0]
    assert found == pytest.approx(long_way, rel=1e-12)
    assert found == pytest.approx(owa(X, W, orness=0.3) * near.mean(axis=1), rel=1e-12)


def test_of_regions_with_equal_values_the_one_with_near_neighbours_is_ahead() -> None:
    same, places = np.full((1, 4, 2), 0.5), np.array([[0.0, 1.0, 2.0, 9.0]])
    found = geographical_owa(same, np.full(2, 0.5), {"x": places, "y": 0 * places}, **ASK)[0]
    assert found.argmax() == 1
    assert found.argmin() == 3


def test_a_wide_bandwidth_gives_owa_and_so_does_one_place() -> None:
    found = geographical_owa(X[None], W, AT, kernel="gaussian", **{**ASK, "bandwidth": 1e9})[0]
    assert found == pytest.approx(owa(X, W), rel=1e-12)
    here = {"x": np.zeros((1, 15)), "y": np.zeros((1, 15))}
    for bandwidth in (1e-9, "cross_validation", "least_change"):
        found = geographical_owa(X[None], W, here, **{**ASK, "bandwidth": bandwidth})[0]
        assert found == pytest.approx(owa(X, W), rel=1e-12)
    assert np.array_equal(geographical_owa(X, W), owa(X, W))


def test_at_least_and_more_than_are_means_of_the_highest_and_the_lowest() -> None:
    ordered = np.sort(X, axis=-1)
    equal = np.full(4, 0.25)
    assert geographical_owa(X, equal, at_least=2) == pytest.approx(ordered[:, 2:].mean(axis=-1))
    assert geographical_owa(X, equal, more_than=3) == pytest.approx(ordered[:, :3].mean(axis=-1))


def test_each_region_may_have_its_own_bandwidth() -> None:
    wide = nearest_bandwidths(APART, 4)
    assert wide[2] == np.sort(APART[2])[3]
    near = np.stack([kernel_weights(APART[:, f], wide[f]) for f in range(15)], axis=1).mean(axis=1)
    found = geographical_owa(X[None], W, AT, neighbours=4, **ASK)[0]
    assert found == pytest.approx(owa(X, W) * near, rel=1e-12)


@pytest.mark.parametrize("bandwidth", ["cross_validation", "least_change", 3.0])
def test_years_draws_and_shuffles(bandwidth: float | str) -> None:
    """Two years with other places, three draws; a shuffled table with its places gives shuffled scores."""
    x = np.random.default_rng(1).uniform(0.1, 1.0, (3, 2, 15, 4))
    at = {"x": np.stack([PLACES[:, 0], PLACES[:, 1]]), "y": np.stack([PLACES[:, 1], 2 * PLACES[:, 0]])}
    ask = {**ASK, "bandwidth": bandwidth}
    found = geographical_owa(x, W, at, **ask)
    assert found.shape == (3, 2, 15)
    for draw in range(3):
        for year in range(2):
            own = {name: values[[year]] for name, values in at.items()}
            assert found[draw, year] == pytest.approx(
                geographical_owa(x[draw, year], W, own, **ask), rel=1e-7
            )
    order = np.random.default_rng(2).permutation(15)
    moved = {name: values[:, order] for name, values in at.items()}
    assert geographical_owa(x[..., order, :], W, moved, **ask) == pytest.approx(found[..., order], rel=1e-7)


def smooth(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return values that go smoothly over the plane, with noise, and the distances."""
    generator = np.random.default_rng(5)
    place = generator.uniform(0, 10, (count, 2))
    x = np.sin(place[:, 0]) + np.cos(place[:, 1]) + generator.normal(0, 0.2, count)
    return x, distances(place[:, 0], place[:, 1], kind="planar")


@pytest.mark.parametrize("kernel", ["gaussian", "exponential"])
def test_cross_validation_finds_the_least_error(kernel: str) -> None:
    """Of a fine grid of bandwidths none predicts better by more than a hundred-thousandth; it is no wide one."""
    x, apart = smooth(60)
    found = left_out_bandwidths(x[:, None], apart, kernel)
    grid = np.linspace(apart.max() / 5000, apart.max(), 4000)
    errors = left_out(x[:, None], apart, grid, kernel, "cross_validation")
    best = left_out(x[:, None], apart, found, kernel, "cross_validation")
    assert best <= errors.min() * (1 + 1e-5)
    assert found < apart.max() / 4


def test_the_error_is_that_of_the_others_means() -> None:
    """Worked out region by region; also with a missing value, which counts nowhere."""
    x, apart = smooth(12)
    for values in (x, np.where(np.arange(12) == 5, np.nan, x)):
        known, weight = np.isfinite(values), kernel_weights(apart, np.asarray(3.0), "gaussian")
        errors, changes = [], []
        for region in np.flatnonzero(known):
            others = known & (np.arange(12) != region)
            without = np.average(values[others], weights=weight[region, others])
            errors.append((values[region] - without) ** 2)
            changes.append((np.average(values[known], weights=weight[region, known]) - without) ** 2)
        size = np.nansum(values**2)
        for name, each in (("cross_validation", errors), ("least_change", changes)):
            found = left_out(values[:, None], apart, np.array([3.0]), "gaussian", name)
            assert found == pytest.approx(np.sum(each) / size)


def test_of_equally_good_bandwidths_the_widest_counts() -> None:
    _, apart = smooth(12)
    assert left_out_bandwidths(np.full((12, 1), 3.0), apart) == pytest.approx(apart.max())


def test_least_change_runs_to_the_greatest_distance() -> None:
    """Even where values go smoothly over the plane and the others predict them best from near by."""
    x, apart = smooth(60)
    for kernel in ("gaussian", "exponential", "bisquare"):
        found = left_out_bandwidths(x[:, None], apart, kernel, "least_change")
        assert found == pytest.approx(apart.max(), rel=1e-6)


def test_columns_that_weigh_nothing_do_not_find_the_bandwidth() -> None:
    x = np.stack([smooth(60)[0] + 5, np.random.default_rng(0).uniform(size=60)], axis=-1)
    generator = np.random.default_rng(5)
    place = generator.uniform(0, 10, (60, 2))
    at = {"x": place[None, :, 0], "y": place[None, :, 1]}
    ask = {**ASK, "bandwidth": "cross_validation", "kernel": "gaussian"}
    both = geographical_owa(x[None], np.array([1.0, 0.0]), at, **ask)
    alone = geographical_owa(x[None, :, :1], np.ones(1), at, **ask)
    assert both == pytest.approx(alone, rel=1e-9)


def test_a_bandwidth_is_found_without_missing_values() -> None:
    x, apart = smooth(30)
    gaps = np.append(x, np.nan)
    wider = np.pad(apart, ((0, 1), (0, 1)), constant_values=1.0)
    wider[-1, -1] = 0.0
    found = left_out_bandwidths(gaps[:, None], wider, "gaussian")
    assert found == pytest.approx(left_out_bandwidths(x[:, None], apart, "gaussian"), rel=1e-6)


def test_distances_on_the_sphere() -> None:
    """A quarter of a great circle; over the date line; the poles are one place each."""
    quarter = np.pi / 2 * 6371.0088
    found = distances(np.array([0.0, 90.0, 179.0, -179.0, 10.0]), np.array([0.0, 0.0, 0.0, 0.0, 90.0]))
    assert found[0, 1] == pytest.approx(quarter)
    assert found[2, 3] == pytest.approx(2 / 90 * quarter)
    assert found[:, 4] == pytest.approx([quarter] * 4 + [0.0])
    assert (np.diagonal(found) == 0).all()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"coordinates": ("x", "why")}, "there is no column 'why'"),
        ({"neighbours": 16}, "not so many neighbours"),
        ({"at_least": 5}, "not so many columns"),
        ({"at_least": 1, "more_than": 2}, "more than once"),
        ({"order_weights": [0.5, 0.5]}, "do not fit"),
        ({"distance": "great_circle", "coordinates": ("y", "high")}, "beyond the poles"),
        ({"coordinates": ("x", "gaps")}, "without coordinates"),
    ],
)
def test_what_cannot_be_is_refused(options: dict, message: str) -> None:
    at = {**AT, "high": 20 * AT["y"], "gaps": np.where(AT["x"] > 5, np.nan, 1.0)}
    with pytest.raises(MethodError, match=message):
        geographical_owa(X[None], W, at, **{**ASK, **options})


def test_values_below_zero_are_refused() -> None:
    with pytest.raises(MethodError, match="not defined for such values"):
        geographical_owa(X - 0.5, W)
