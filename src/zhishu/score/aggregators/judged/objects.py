"""The characteristic objects of COMET: their values, and the preferences that judgements give them."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from zhishu.errors import MethodError, placed
from zhishu.option_tables import matrix_of
from zhishu.recipe import Step
from zhishu.registry import resolve
from zhishu.score.aggregators.judged.judged_pairs import judgement_matrix

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Values = int | str | Mapping[str, Sequence[float | None]]
    Settings = Sequence[Mapping[str, Any]]

LARGEST = 3**9
"""The most characteristic objects that are scored."""
LARGEST_COMPARED = 3**6
"""The most that are compared pair by pair."""
ROUNDING = 1e-12
"""Scores of objects that differ by less, as a part of the greatest, are level: 0.1 + 0.2 is 0.3."""
SLACK = 1e-9
"""How far beyond given values, in parts of their width, rounding may put a value."""
_CELLS = 2**20
_EXPERT = (
    "the expert '{}' of comet, who judges made-up regions: these have no codes, years or columns beside the "
    "framework"
)


def characteristic_values(
    x: Array, values: Values, members: Sequence[str] = (), points: Array | None = None
) -> list[Array]:
    """Return the characteristic values of each column, a list of (draws, values), each rising.

    `x` is (draws, regions, columns). See `zhishu.score.aggregators.judged.comet.comet` for `values`; `points`
    is (points, columns).

    >>> x = np.array([[[0.0], [1.0], [5.0]]])
    >>> characteristic_values(x, "mean")
    [array([[0., 2., 5.]])]
    """
    low, high = x.min(axis=-2), x.max(axis=-2)
    if isinstance(values, int):
        parts = np.arange(values) / (values - 1)
        between = low[..., None] + (high - low)[..., None] * parts[1:-1]
    elif values == "mean":
        between = x.mean(axis=-2)[..., None]
    elif values == "points" and points is not None:
        between = np.clip(np.sort(points.T, axis=-1), low[..., None], high[..., None])
    elif not isinstance(values, str):
        return _given(x, values, members)
    else:
        raise MethodError(
            "there are no `points` whose values could be characteristic",
            seen=f"values: {values}",
            allowed="a number, mean, or points with `points`",
        )
    # The mean of equal numbers may be off by rounding.
    inner = np.clip(between, low[..., None], high[..., None])
    found = np.concatenate([low[..., None], inner, high[..., None]], axis=-1)
    return [found[..., column, :] for column in range(x.shape[-1])]


def by_experts(
    levels: Sequence[Array],
    weights: Array,
    experts: Settings,
    members: Sequence[str],
    generator: np.random.Generator | None = None,
) -> Array:
    """Return the preference of each object by the scores that aggregators give it, (draws, objects).

    With several, an object beats another if more of them score it above than below. An aggregator that
    draws has a copy of the `generator`: it draws the same for every block of draws.
    """
    drawing = {} if generator is None else {"generator": generator}
    objects = _combinations(levels, len(weights))
    scores = []
    for settings in experts:
        options = {name: value for name, value in settings.items() if name != "method"}
        chosen = resolve(Step("aggregate", settings["method"], options))
        try:
            judged = chosen.run(objects, weights=weights, members=members, **deepcopy(drawing))
        except MethodError as error:
            raise placed(error, _EXPERT.format(settings["method"])) from error
        scores.append(preferences(judged))
    if len(scores) == 1:
        return scores[0]
    places = np.stack(scores)
    size = places.shape[-1]
    beaten = np.empty(places.shape[1:])
    rows = max(1, _CELLS // max(1, places.shape[1] * size))
    for start in range(0, size, rows):
        block = slice(start, start + rows)
        lead = np.sign(places[..., block, None] - places[..., None, :]).sum(axis=0)
        beaten[..., block] = np.sign(lead).sum(axis=-1)
    return preferences(beaten)


def by_points(levels: Sequence[Array], weights: Array, points: Array) -> Array:
    """Return the preference of each object by its distance from the nearest point, (draws, objects).

    Distances are Euclidean by weight, over the range of each column's characteristic values; a column
    without range adds nothing.
    """
    index = _indices(levels)
    nearest = np.full((len(weights), index.shape[-1]), np.inf)
    for point in points:
        distance = np.zeros_like(nearest)
        for column, level in enumerate(levels):
            width = level[..., -1:] - level[..., :1]
            gap = np.divide(level - point[column], width, out=np.zeros_like(level), where=width > 0)
            distance += weights[:, column, None] * gap[..., index[column]] ** 2
        nearest = np.minimum(nearest, distance)
    return preferences(-np.sqrt(nearest))


def by_judgements(levels: Sequence[Array], judgements: Mapping[str, float]) -> Array:
    """Return the preference of each object by a table of pairwise judgements, (draws, objects).

    See `zhishu.score.aggregators.judged.judged_pairs.judgement_matrix` for the table and its errors.

    >>> levels = [np.array([[0.0, 1.0]]), np.array([[0.0, 1.0]])]
    >>> by_judgements(levels, {"2-1 / 1-2": 1}).round(3)
    array([[0.   , 0.333, 0.667, 1.   ]])
    """
    matrix = judgement_matrix([level.shape[-1] for level in levels], judgements)
    found = preferences(matrix.sum(axis=-1))
    return np.broadcast_to(found, (len(levels[0]), len(found)))


def preferences(sums: Array) -> Array:
    """Return the place of each object among the distinct values, from 0 to 1, shape (…, objects).

    0.5 where all are level.

    >>> preferences(np.array([3.0, 1.0, 3.0, 2.0]))
    array([1. , 0. , 1. , 0.5])
    """
    order = np.argsort(sums, axis=-1, kind="stable")
    rising = np.take_along_axis(sums, order, axis=-1)
    slack = ROUNDING * np.abs(sums).max(axis=-1, keepdims=True)
    places = np.zeros_like(rising)
    np.cumsum(np.diff(rising, axis=-1) > slack, axis=-1, out=places[..., 1:])
    found = np.empty_like(places)
    np.put_along_axis(found, order, places, axis=-1)
    last = np.broadcast_to(places[..., -1:], found.shape)
    return np.divide(found, last, out=np.full_like(found, 0.5), where=last > 0)


def point_array(points: Mapping[str, Mapping[str, float]], members: Sequence[str], columns: int) -> Array:
    """Return the expected points, (points, columns), in the order of the `members`, or as they are given."""
    ids = tuple(members) or tuple(next(iter(points.values())))
    found = matrix_of(points, tuple(points), ids, "expected points")
    if found.shape[-1] != columns:
        raise MethodError(
            "the expected points do not fit the group",
            seen=f"{found.shape[-1]} values for {columns} columns",
            allowed="a value for each column, by its id",
        )
    return found


def _given(x: Array, values: Mapping[str, Sequence[float | None]], members: Sequence[str]) -> list[Array]:
    """Return the values given by column, each (draws, values)."""
    ids = tuple(members) or tuple(values)
    levels = []
    for column, one in enumerate(ids):
        own = np.array([value for value in values.get(one, ()) if value is not None], dtype=float)
        if len(own) < 2 or not (np.diff(own) > 0).all():  # noqa: PLR2004 - an interval has two ends
            raise MethodError(
                "the characteristic values of a column do not rise",
                where=f"values, {one}",
                seen=own.tolist(),
                allowed="two or more values for each column, each above the one before",
            )
        slack = SLACK * (own[-1] - own[0])
        if column < x.shape[-1]:
            _require_inside(x[..., column], own[0] - slack, own[-1] + slack, one)
        levels.append(np.broadcast_to(own, (len(x), len(own))))
    if len(ids) != x.shape[-1]:
        raise MethodError(
            "the characteristic values do not fit the group",
            seen=f"values of {len(ids)} columns for {x.shape[-1]}",
            allowed="values for each column, by its id",
        )
    return levels


def _require_inside(x: Array, low: float, high: float, column: str) -> None:
    outside = x[(x < low) | (x > high)]
    if outside.size:
        raise MethodError(
            "'comet' found values beyond the characteristic values of their column",
            where=f"values, {column}",
            seen=f"{outside.size} of {x.size} values, the first {outside[0]:g}",
            allowed="values between the lowest and the highest characteristic value",
            advice="widen `values`, or clip when normalising",
        )


def _indices(levels: Sequence[Array]) -> NDArray[np.intp]:
    """Return the places of the values of each object, (columns, objects), the first column slowest."""
    counts = tuple(level.shape[-1] for level in levels)
    return cast("NDArray[np.intp]", np.indices(counts).reshape(len(counts), -1))


def _combinations(levels: Sequence[Array], draws: int) -> Array:
    """Return the characteristic objects, (draws, objects, columns)."""
    index = _indices(levels)
    objects = np.empty((draws, index.shape[-1], len(levels)))
    for column, level in enumerate(levels):
        objects[..., column] = level[..., index[column]]
    return objects
