"""The report's ranks, circles and gaps between scores, as rows of the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import orders
from assumptions import INDICATORS
from places import circles, places
from rows import PROVINCES, Program, members, province_sum, row, total

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from method import Scored
    from scipy import sparse

Rows = dict[str, dict[int, "sparse.csr_array"]]
Wishes = dict[str, dict[int, float]]


@dataclass(frozen=True, slots=True)
class Level:
    """A level as the program sees it: its score rows, wished scores, orders and names."""

    name: str
    scores: Rows
    wishes: Wishes
    orders: dict[str, orders.Order]
    find: Callable[[str], int]
    shorts: Sequence[str]


def levels(
    city: Scored, province: Scored, key: Sequence[int], wishes: dict[str, Wishes]
) -> tuple[Level, Level]:
    """Return both levels for the ranges and weights that hold now."""
    table = places()
    cities = score_rows(city, {k: (k,) for k in key})
    provinces = score_rows(province, {p: members(p) for p in range(PROVINCES)})
    return (
        Level("city", cities, wishes["city"], orders.CITY, table.city, table.shorts),
        Level(
            "province", provinces, wishes["province"], orders.PROVINCE, table.province, table.province_shorts
        ),
    )


def score_rows(level: Scored, regions: dict[int, tuple[int, ...]]) -> Rows:
    """Return, for every dimension and region, the row whose product with the values is the score.

    The row leaves out the constant that the lower ends of the ranges make; it cancels in differences.
    """
    found: Rows = {}
    for node in orders.MARGINS:
        weights = level.slope(node)
        used = np.flatnonzero(weights)
        found[node] = {
            region: row((u * len(INDICATORS) + j, weights[j]) for u in units for j in used)
            for region, units in regions.items()
        }
    return found


def add_ranks(program: Program, level: Level) -> None:
    """Require every group of an order to lie above the next, and the last above all others."""
    for node, groups in level.orders.items():
        placed = [tuple(level.find(name) for name in group) for group in groups]
        named = {region for group in placed for region in group}
        rest = tuple(region for region in level.scores[node] if region not in named)
        for upper, lower in zip(placed, [*placed[1:], rest], strict=True):
            for a in upper:
                for b in lower:
                    add_order(program, level, node, a, b)


def add_order(program: Program, level: Level, node: str, a: int, b: int) -> None:
    """Require region `a` to lie above `b`, by a part of the distance that is wished."""
    names = (level.shorts[a], level.shorts[b])
    margin = orders.MARGINS[node]
    if set(names) <= orders.CLOSE.get((level.name, node), frozenset()):
        margin = orders.CLOSE_MARGINS[node]
    elif node in level.wishes:
        margin = max(margin, orders.KEPT_DISTANCE * (level.wishes[node][a] - level.wishes[node][b]))
    difference = level.scores[node][a] - level.scores[node][b]
    program.least.append((difference, program.care * margin, f"{level.name} {node} {names[0]} > {names[1]}"))


def add_wishes(program: Program, level: Level, constant: dict[str, float]) -> None:
    """Wish for smooth curves: every named region's score near its place on the curve."""
    for node, wished in level.wishes.items():
        named = {level.find(name) for group in level.orders[node] for name in group}
        for region in sorted(named):
            price = orders.WISH_PRICE / max(wished[region], 0.02)
            program.wished.append((level.scores[node][region], wished[region] + constant[node], price))


def add_circles(program: Program, level: Level) -> None:
    """Require the order of the circles' means, and of the cities inside them."""
    city, scores = level.find, level.scores
    means = {
        (node, circle): total([scores[node][city(name)] for name in names]) / len(names)
        for node in scores
        for circle, names in circles().items()
    }
    for node, a, b in orders.CIRCLE_ORDERS:
        program.least.append(
            (
                means[node, a] - means[node, b],
                program.care * orders.CIRCLE_MARGIN,
                f"circle {node} {a} > {b}",
            )
        )
    for name, others in orders.inside_circles():
        for other in others:
            difference = scores["index"][city(name)] - scores["index"][city(other)]
            program.least.append(
                (difference, program.care * orders.INSIDE_MARGIN, f"circle {name} > {other}")
            )


def add_gaps(program: Program, level: Level) -> None:
    """Keep the followers of the first tier, and the second tier, close together."""
    index = level.scores["index"]
    for a, b, most in orders.GAPS:
        difference = index[level.find(b)] - index[level.find(a)]
        program.least.append((difference, -most, f"gap {a} {b}"))


def add_ranges(program: Program, province: Scored) -> None:
    """Keep every province within the range on which its normalisation rests."""
    for j, name in enumerate(INDICATORS):
        for p in range(PROVINCES):
            cells = province_sum(p, name)
            program.least.append((row(cells), province.low[j], f"low {name} {p}"))
            program.least.append((row([(c, -f) for c, f in cells]), -province.high[j], f"high {name} {p}"))
