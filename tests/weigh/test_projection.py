"""Projection pursuit: the index as it is defined, and a maximum that nothing simple exceeds."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.weigh.fitted.projection import projection_pursuit
from zhishu.weigh.fitted.projection_search import Window, _slope, projection_index


def defined(x: np.ndarray, direction: np.ndarray, radius: float = 0.1, window: str = "deviation") -> float:
    """Return Q as it is written down: all pairs, one by one."""
    z = x @ direction
    spread = z.std(ddof=1)
    reach = radius * (spread if window == "deviation" else np.ptp(z))
    return float(spread * np.maximum(reach - np.abs(z[:, None] - z), 0.0).sum())


@pytest.mark.parametrize("window", ["deviation", "range"])
@pytest.mark.parametrize("radius", [0.05, 0.1, 0.5, 3.0])
def test_running_sums_take_the_place_of_all_pairs(radius: float, window: str) -> None:
    """With ties, a shift and any radius."""
    generator = np.random.default_rng(1)
    x = generator.integers(0, 6, size=(2, 19, 3)) / 5 + 7
    directions = np.abs(generator.standard_normal((2, 4, 3)))
    expected = [
        [defined(draw, way, radius, window) for way in ways] for draw, ways in zip(x, directions, strict=True)
    ]
    assert projection_index(x, directions, Window(radius, window)) == pytest.approx(
        np.array(expected), rel=1e-9
    )


@pytest.mark.parametrize(
    ("seed", "regions", "columns"), [(1, 31, 3), (2, 12, 5), (3, 60, 4), (4, 31, 8), (5, 20, 12)]
)
def test_the_maximum_is_not_below_what_is_simple(seed: int, regions: int, columns: int) -> None:
    """Each column, equal weights, the first principal component, and 2,000 directions at random."""
    generator = np.random.default_rng(seed)
    x = generator.uniform(size=(regions, columns))
    others = np.abs(generator.standard_normal((2000, columns)))
    leading = np.maximum(np.linalg.svd(x - x.mean(axis=0))[2][0] * [[1], [-1]], 0.0)
    tried = np.concatenate([np.eye(columns), np.ones((1, columns)), leading, others])
    tried = tried[tried.any(axis=1)]
    tried /= np.sqrt((tried**2).sum(axis=1, keepdims=True))
    found = defined(x, np.sqrt(projection_pursuit(x)))
    assert found >= max(defined(x, direction) for direction in tried) * (1 - 1e-12)


@pytest.mark.parametrize("seed", range(6))
def test_the_climb_ends_where_ridges_meet(seed: int) -> None:
    """Pairs of regions on one value and columns that weigh nothing take nearly all of a direction's five freedoms."""
    x = np.random.default_rng(seed).uniform(size=(31, 6))
    direction = np.sqrt(projection_pursuit(x))
    pairs = (np.diff(np.sort(x @ direction)) < 1e-5).sum()
    assert pairs + (direction < 1e-5).sum() >= 4


@pytest.mark.parametrize("seed", range(3))
def test_with_two_columns_it_is_the_maximum(seed: int) -> None:
    """All directions of a quarter turn, 20,001 of them."""
    x = np.random.default_rng(seed).uniform(size=(15, 2))
    turn = np.linspace(0, np.pi / 2, 20001)
    everywhere = np.column_stack([np.cos(turn), np.sin(turn)])
    best = projection_index(x[None], everywhere[None], Window(0.1)).max()
    assert defined(x, np.sqrt(projection_pursuit(x))) >= best * (1 - 1e-9)


@pytest.mark.parametrize("radius", [0.2, 0.25, 1 / 3])
@pytest.mark.parametrize("seed", range(3))
def test_a_window_of_the_range_is_searched_as_well(seed: int, radius: float) -> None:
    """Of two columns the maximum of all directions; of five nothing above it among 2,000 at random."""
    generator = np.random.default_rng(seed)
    x = generator.uniform(size=(15, 2))
    turn = np.linspace(0, np.pi / 2, 20001)
    everywhere = np.column_stack([np.cos(turn), np.sin(turn)])
    best = projection_index(x[None], everywhere[None], Window(radius, "range")).max()
    found = np.sqrt(projection_pursuit(x, radius=radius, window="range"))
    assert defined(x, found, radius, "range") >= best * (1 - 1e-9)
    x = generator.uniform(size=(31, 5))
    others = np.abs(generator.standard_normal((2000, 5)))
    others /= np.sqrt((others**2).sum(axis=1, keepdims=True))
    found = np.sqrt(projection_pursuit(x, radius=radius, window="range"))
    tried = max(defined(x, direction, radius, "range") for direction in (*others, *np.eye(5)))
    assert defined(x, found, radius, "range") >= tried * (1 - 1e-12)


@pytest.mark.parametrize("window", ["deviation", "range"])
def test_the_climb_goes_by_the_slope_of_the_index(window: str) -> None:
    """Where no two distances are equal to the window, differences over a small step."""
    generator = np.random.default_rng(11)
    x = generator.uniform(size=(1, 12, 4))
    here = np.abs(generator.standard_normal((1, 1, 4)))
    at, step = Window(0.3, window), 1e-6
    wanted = [
        (projection_index(x, here + step * one, at) - projection_index(x, here - step * one, at)).item()
        / (2 * step)
        for one in np.eye(4)
    ]
    assert _slope(x, here, at)[0, 0] == pytest.approx(wanted, rel=1e-6)


def test_it_finds_the_column_that_has_groups() -> None:
    """Two tight groups in one column, noise of the same deviation in two others."""
    generator = np.random.default_rng(6)
    x = generator.uniform(0.0, 1.0, size=(40, 3))
    x[:, 1] = np.where(np.arange(40) < 20, 0.0, 1.0) + generator.uniform(0, 1e-3, 40)
    assert projection_pursuit(x)[1] > 0.95


def test_weights_may_be_the_entries_themselves() -> None:
    """a_j over their sum in place of a_j squared."""
    x = np.random.default_rng(7).uniform(size=(10, 3))
    shares = projection_pursuit(x, weights="shares")
    assert shares**2 / (shares**2).sum() == pytest.approx(projection_pursuit(x))


def test_units_and_shifts_of_the_whole_do_not_matter() -> None:
    """All columns alike times 1,000 plus 5; the same table twice gives the same."""
    x = np.random.default_rng(8).uniform(size=(14, 4))
    assert projection_pursuit(1000 * x + 5) == pytest.approx(projection_pursuit(x), abs=1e-6)
    assert projection_pursuit(x).tolist() == projection_pursuit(x).tolist()


def test_a_batch_gives_what_its_members_give() -> None:
    """With a constant column in some, and two batch axes."""
    x = np.random.default_rng(9).uniform(size=(2, 3, 12, 3))
    x[1, :, :, 2] = 0.4
    found = projection_pursuit(x)
    assert found.shape == (2, 3, 3)
    assert (found[1, :, 2] == 0).all()
    assert found == pytest.approx(
        np.array([[projection_pursuit(one) for one in row] for row in x]), abs=1e-12
    )
    assert projection_pursuit(x[:0]).shape == (0, 3, 3)


def test_missing_values_are_refused() -> None:
    """Whole regions are projected."""
    with pytest.raises(MethodError, match="missing values"):
        projection_pursuit(np.array([[0.0, np.nan], [1.0, 0.5]]))
