"""Wished dimension scores: both tables' ranks and totals on smooth curves, as one linear program.

The curves are those of the prior: its scores in falling order, given anew to the regions in the order
that the report prints. The program moves them as little as the totals, the circles and the link
between cities and provinces demand. A province's score follows its cities' scores by the share that
each city has in it, and in the environment by the province's own policies and laws as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product
from typing import TYPE_CHECKING

import numpy as np
import orders as published
from assumptions import TREE
from places import circles, places
from rows import PROVINCES
from scipy.optimize import linprog

if TYPE_CHECKING:
    from collections.abc import Callable

    from method import Scored
    from numpy.typing import NDArray
    from ranks import Wishes

    Array = NDArray[np.float64]

DIMENSIONS = tuple(TREE)
SPAN = (0.5, 2.2)
"""Least and most of a city's wished score, against its prior score."""
OWN_SPAN = (-0.09, 0.12)
"""Least and most that a province's own policies and laws may change its environment score."""
SLACK_PRICE = 1_000.0
PROVINCE_PRICE = 1.5
SMALL_SCORE = 0.03
"""Scores below count as much as this one when they miss the curve."""
KEPT_STEP = 0.5
"""Part of the distance between neighbours on the curve that must be kept."""
WIDER = 1.8
"""How many times the final least distances are asked for here, where all is still smooth."""


@dataclass(frozen=True, slots=True)
class Prior:
    """What everything starts from: the scored units, all values, the provinces' own, both levels scored."""

    key: tuple[int, ...]
    values: Array
    own: Array
    city: Scored
    province: Scored


@dataclass(frozen=True, slots=True)
class Wished:
    """The curves' answer: wished scores by level, node and region, and what could not be met."""

    city: Wishes
    province: Wishes
    unmet: tuple[str, ...]


@dataclass(slots=True)
class Sheet:
    """The small program: expressions over all scores, as dense arrays with a constant at the end."""

    columns: int
    least: list[tuple[Array, str]]
    near: list[tuple[Array, float]]


@dataclass(frozen=True, slots=True)
class Side:
    """One level as the program sees it; `price` is what a wish of it counts against the other's."""

    name: str
    expressions: dict[str, Array]
    level: Scored
    orders: dict[str, published.Order]
    find: Callable[[str], int]
    price: float


def wished_scores(prior: Prior) -> Wished:
    """Return the wished scores of both levels."""
    columns = len(DIMENSIONS) * len(prior.key) + PROVINCES
    sheet = Sheet(columns, [], [])
    city = city_expressions(prior, columns)
    province = province_expressions(prior, city, columns)
    where = {unit: i for i, unit in enumerate(prior.key)}
    find = places().city
    cities = Side("city", city, prior.city, published.CITY, lambda name: where[find(name)], 1.0)
    lay_out(sheet, cities)
    lay_out(
        sheet,
        Side("province", province, prior.province, published.PROVINCE, places().province, PROVINCE_PRICE),
    )
    lay_out_circles(sheet, cities)
    answer, unmet = solve_sheet(sheet, bounds(prior))
    full = np.append(answer, 1.0)
    return Wished(
        {node: {unit: float(city[node][i] @ full) for unit, i in where.items()} for node in city},
        {node: {p: float(province[node][p] @ full) for p in range(PROVINCES)} for node in province},
        unmet,
    )


def city_expressions(prior: Prior, columns: int) -> dict[str, Array]:
    """Return every node's score of every scored city as an expression."""
    count = len(prior.key)
    found = {}
    for d, dimension in enumerate(DIMENSIONS):
        block = np.zeros((count, columns + 1))
        block[np.arange(count), d * count + np.arange(count)] = 1.0
        found[dimension] = block
    return {**found, "index": weighted(found, prior.city)}


def weighted(expressions: dict[str, Array], level: Scored) -> Array:
    """Return the index as the weighted sum of the dimensions."""
    return sum(w * expressions[d] for w, d in zip(level.within["index"], DIMENSIONS, strict=True))


def province_expressions(prior: Prior, city: dict[str, Array], columns: int) -> dict[str, Array]:
    """Return every node's score of every province, following its cities' scores."""
    found = {}
    for dimension in DIMENSIONS:
        block = np.zeros((PROVINCES, columns + 1))
        block[:, -1] = prior.province.scores[dimension]
        weights = prior.province.slope(dimension)
        for i, unit in enumerate(prior.key):
            score = prior.city.scores[dimension][i]
            share = float(prior.values[unit] @ weights) / max(score, 1e-9)
            province = places().province_of(unit)
            block[province] += share * city[dimension][i]
            block[province, -1] -= share * score
        found[dimension] = block
    own = columns - PROVINCES
    for province in range(PROVINCES):
        found["environment"][province, own + province] = 1.0
    return {**found, "index": weighted(found, prior.province)}


def lay_out(sheet: Sheet, side: Side) -> None:
    """Add one level's curves, ranks and totals."""
    for node, groups in side.orders.items():
        placed = [[side.find(region) for region in group] for group in groups]
        ranking, ordered = full_order(placed, side.level.scores[node])
        curve = np.sort(side.level.scores[node])[::-1]
        wished = dict(zip(ranking, curve.tolist(), strict=True))
        if node in DIMENSIONS:
            for region, score in wished.items():
                gone = less(side.expressions[node][region], score)
                sheet.near.append((gone, side.price / max(score, SMALL_SCORE)))
        for upper, lower in pairwise(ordered):
            for a, b in product(upper, lower):
                kept = KEPT_STEP * (wished[a] - wished[b]) if node in DIMENSIONS else 0.0
                margin = max(WIDER * published.MARGINS[node], kept)
                difference = less(side.expressions[node][a] - side.expressions[node][b], margin)
                sheet.least.append((difference, f"{side.name} {node} {a} > {b}"))


def less(expression: Array, amount: float) -> Array:
    """Return the expression less a constant."""
    result = expression.copy()
    result[-1] -= amount
    return result


def full_order(placed: list[list[int]], scores: Array) -> tuple[list[int], list[list[int]]]:
    """Return all regions in order (open groups and the rest by their scores), and the groups."""
    named = {region for group in placed for region in group}
    rest = [int(i) for i in np.argsort(-scores, kind="stable") if int(i) not in named]
    groups = [sorted(group, key=lambda i: -scores[i]) for group in placed] + [rest]
    return [region for group in groups for region in group], groups


def lay_out_circles(sheet: Sheet, cities: Side) -> None:
    """Add the circles' means, the gaps inside tiers, and the orders inside circles."""
    scores, index = cities.expressions, cities.expressions["index"]
    for node, a, b in published.CIRCLE_ORDERS:
        means = [np.mean([scores[node][cities.find(n)] for n in circles()[c]], axis=0) for c in (a, b)]
        margin = WIDER * published.CIRCLE_MARGIN
        sheet.least.append((less(means[0] - means[1], margin), f"circle {node} {a} > {b}"))
    for a, b, most in published.GAPS:
        difference = index[cities.find(b)] - index[cities.find(a)]
        sheet.least.append((less(difference, -most), f"gap {a} {b}"))
    for name, others in published.inside_circles():
        for other in others:
            difference = index[cities.find(name)] - index[cities.find(other)]
            sheet.least.append((less(difference, published.INSIDE_MARGIN), f"circle {name} > {other}"))


def bounds(prior: Prior) -> Array:
    """Return the span of every variable."""
    spans = []
    capital = prior.key.index(places().city("北京"))
    for dimension in DIMENSIONS:
        scores = prior.city.scores[dimension]
        low, high = SPAN[0] * scores, np.minimum(SPAN[1] * scores, 0.97 * scores.max())
        low[capital] = high[capital] = scores[capital]
        spans.append(np.column_stack([low, np.maximum(low, high)]))
    single = [len(places().cities_of(p)) == 1 for p in range(PROVINCES)]
    spans.append(np.array([(0.0, 0.0) if one else OWN_SPAN for one in single]))
    return np.vstack(spans)


def solve_sheet(sheet: Sheet, span: Array) -> tuple[Array, tuple[str, ...]]:
    """Return the scores nearest to the curves, and the rows that could not be met."""
    a = np.array([row for row, _ in sheet.least])
    n = np.array([row for row, _ in sheet.near])
    costs = np.array([cost for _, cost in sheet.near])
    m, k, width = len(a), len(n), sheet.columns
    answer = linprog(
        np.concatenate([np.zeros(width), np.full(m, SLACK_PRICE), costs, costs]),
        A_ub=np.hstack([-a[:, :-1], -np.eye(m), np.zeros((m, 2 * k))]),
        b_ub=a[:, -1],
        A_eq=np.hstack([n[:, :-1], np.zeros((k, m)), np.eye(k), -np.eye(k)]),
        b_eq=-n[:, -1],
        bounds=np.vstack([span, np.tile((0.0, np.inf), (m + 2 * k, 1))]),
        method="highs",
    )
    if answer.x is None:
        raise RuntimeError(f"the program of the curves has no answer: {answer.message}")
    slack = answer.x[width : width + m]
    unmet = tuple(
        f"{label} {amount:.4f}"
        for (_, label), amount in zip(sheet.least, slack, strict=True)
        if amount > 1e-7
    )
    return answer.x[:width], unmet
