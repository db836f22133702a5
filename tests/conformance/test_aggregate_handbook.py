"""Aggregators against the worked examples of the OECD/JRC handbook, sections 6.10–6.14, read in full text."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from record import TEXTBOOK, Agreement, record
from test_weigh_handbook import HANDBOOK, data

from zhishu.score.aggregators.averages.means import arithmetic, geometric
from zhishu.score.aggregators.orders.kemeny import kemeny, kemeny_order
from zhishu.score.aggregators.orders.majority import copeland, outranking_matrix
from zhishu.score.aggregators.orders.rank_sums import borda
from zhishu.score.ranks import rank

EIGHTHS = np.ones(8) / 8


def agreed(method: str, what: str, tolerance: float = 0.0, note: str = "") -> None:
    record(Agreement("aggregate", method, TEXTBOOK, HANDBOOK, what, tolerance, holds=True, note=note))


def ballots(orders: dict[str, int]) -> tuple[np.ndarray, np.ndarray]:
    """Return places from below, countries × kinds of indicators, and how many indicators are of each kind."""
    countries = sorted(next(iter(orders)))
    places = [[len(order) - order.index(country) for order in orders] for country in countries]
    return np.array(places, dtype=float), np.array(list(orders.values()), dtype=float)


def support(votes: np.ndarray) -> dict[str, float]:
    """Return, for each order of the countries, the votes for it summed over its pairs."""
    return {
        "".join("abcde"[country] for country in order): float(
            np.triu(votes[np.ix_(order, order)], 1).sum().round(9)
        )
        for order in permutations(range(len(votes)))
    }


def test_twenty_one_indicators_and_four_countries() -> None:
    """Tables 25–27: Borda's points, the majorities, and Condorcet's order c, b, d, a."""
    x, count = ballots({"abcd": 3, "acbd": 5, "bdca": 7, "cbda": 6})
    weights = count / 21
    assert (21 * borda(x, weights)).round(9).tolist() == [24, 44, 38, 20]
    votes = (21 * outranking_matrix(x, weights)).round(9)
    assert votes.tolist() == [[0, 8, 8, 8], [13, 0, 10, 21], [13, 11, 0, 14], [13, 0, 7, 0]]
    assert copeland(x, weights).tolist() == [-3, 1, 3, -1]
    assert kemeny(x, weights).tolist() == [0, 2, 3, 1]
    agreed("borda", "Tables 25–26 (after Moulin 1988), 21 indicators: points of four countries")
    agreed("copeland", "Table 27, 21 indicators: outranking matrix, and the order c, b, d, a of Condorcet")
    agreed("kemeny", "Table 27, 21 indicators: the order c, b, d, a of Condorcet")


def test_condorcet_s_sixty_indicators() -> None:
    """Tables 28–30 and the six scores of section 6.12: the cycle is solved as b, c, a."""
    x, count = ballots({"abc": 23, "bca": 17, "bac": 2, "cab": 10, "cba": 8})
    weights = count / 60
    assert (60 * borda(x, weights)).round(9).tolist() == [58, 69, 53]
    votes = (60 * outranking_matrix(x, weights)).round(9)
    assert votes.tolist() == [[0, 33, 25], [27, 0, 42], [35, 18, 0]]
    assert support(votes) == {"abc": 100, "bca": 104, "cab": 86, "bac": 94, "cba": 80, "acb": 76}
    order = kemeny_order(x, weights)
    assert order.scores.tolist() == [0, 2, 1]
    assert 60 * order.cost == pytest.approx(180 - 104)
    assert copeland(x, weights).tolist() == [0, 0, 0]
    agreed("borda", "Table 29, Condorcet's 60 indicators: 58, 69, 53 points")
    agreed(
        "kemeny", "Tables 28 and 30, section 6.12, Condorcet's 60 indicators: scores of all six orders, b c a"
    )
    agreed("copeland", "Table 30, Condorcet's 60 indicators: outranking matrix, its cycle leaves all equal")


def test_fishburn_s_seven_indicators() -> None:
    """Tables 31–33: a leads, and c once the last country is gone."""
    x, count = ballots({"cbad": 3, "badc": 2, "adcb": 2})
    assert (7 * borda(x, count / 7)).round(9).tolist() == [13, 12, 11, 6]
    x, count = ballots({"cba": 3, "bac": 2, "acb": 2})
    assert (7 * borda(x, count / 7)).round(9).tolist() == [6, 7, 8]
    agreed("borda", "Tables 31–33 (Fishburn 1984), 7 indicators: points of four and of three countries")


def test_the_cycle_that_stays_unsolved() -> None:
    """Table 34: three points each, and three orders of the same greatest support."""
    x, count = ballots({"abc": 1, "cab": 1, "bca": 1})
    weights = count / 3
    assert (3 * borda(x, weights)).round(9).tolist() == [3, 3, 3]
    scores = support((3 * outranking_matrix(x, weights)).round(9))
    best = {order for order, score in scores.items() if score == max(scores.values())}
    assert best == {"abc", "bca", "cab"}
    order = kemeny_order(x, weights)
    assert 3 * order.cost == pytest.approx(9 - max(scores.values()))
    agreed("borda", "Table 34, the paradox of Condorcet: 3 points each")
    agreed("kemeny", "Table 34, the paradox of Condorcet: three orders of the greatest support, ours is one")


# Table 35: the first five countries with the logarithms to three decimals.
FIVE = data()[:5]
FIVE[:, 4:6] = [[3.080, 4.150], [2.997, 4.073], [3.096, 4.145], [3.003, 3.865], [2.972, 3.653]]


def test_the_outranking_of_five_countries() -> None:
    """Tables 36–37: the matrix, and 6.375 for the three best of the 120 orders."""
    matrix = outranking_matrix(FIVE, EIGHTHS)
    assert matrix.tolist() == [
        [0, 0.5, 0.375, 0.75, 0.625],
        [0.5, 0, 0.5, 0.625, 0.625],
        [0.625, 0.5, 0, 0.75, 0.625],
        [0.25, 0.375, 0.25, 0, 0.75],
        [0.375, 0.375, 0.375, 0.25, 0],
    ]
    scores = support(matrix)  # Finland a, USA b, Sweden c, Japan d, Korea e
    listed = {"bcade": 6.375, "cabde": 6.375, "cbade": 6.375, "abcde": 6.125, "acbde": 6.125, "bacde": 6.125}
    assert {order: scores[order] for order in listed} == listed
    assert sorted(scores.values())[-4:] == [6.125, 6.375, 6.375, 6.375]
    order = kemeny_order(FIVE, EIGHTHS)
    assert 10 - order.cost == pytest.approx(6.375)
    assert order.gap == 0
    assert "".join("abcde"[country] for country in np.argsort(-order.scores)) == "cabde"
    agreed("copeland", "Table 36, five countries × 8 indicators: outranking matrix")
    note = "of three orders that tie at 6.375 ours is Sweden, Finland, USA, Japan, Korea"
    agreed("kemeny", "Tables 36–37, five countries × 8 indicators: the six scores listed", note=note)


def test_the_two_countries_of_section_6_11() -> None:
    """21, 1, 1, 1 and 6, 6, 6, 6: equal by sums; by products 2.14 and 6, then 2.54 and 6.23 for one unit more."""
    x, quarters = np.array([[21.0, 1, 1, 1], [6, 6, 6, 6]]), np.ones(4) / 4
    assert arithmetic(x, quarters).tolist() == [6, 6]
    found = geometric(np.vstack([x, x + np.array([0, 1, 0, 0])]), quarters)
    assert (np.floor(100 * found + 1e-9) / 100).tolist() == [2.14, 6, 2.54, 6.23]
    agreed("arithmetic", "section 6.11: 21, 1, 1, 1 and 6, 6, 6, 6 are equal")
    note = "2.5457 and 6.2356 are printed as 2.54 and 6.23: cut, not rounded"
    agreed("geometric", "section 6.11: 2.14 and 6; one unit more in the second: 2.54 and 6.23", 0.005, note)


# Tables 23 and 38 list Singapore before Canada and Australia, Table A.2 after them.
LISTED = [*range(7), 9, 7, 8, *range(10, 23)]
GEOMETRIC = [2, 1, 3, 4, 16, 5, 6, 18, 13, 14, 8, 11, 7, 9, 17, 12, 10, 15, 19, 21, 23, 22, 20]
BUDGET = [1, 2, 3, 5, 4, 8, 7, 6, 10, 11, 9, 13, 12, 14, 17, 15, 16, 18, 19, 21, 22, 20, 23]
BUDGET_WEIGHTS = np.array([0.11, 0.11, 0.11, 0.18, 0.10, 0.06, 0.15, 0.18])
# Goalposts of the index: Saisana, Saltelli and Tarantola (2005), JRSS A 168(2): 307-323, table 1.
LEAST = np.array([0, 0, 0, 0, 0, np.log10(22), 0.8, 0.1])
MOST = np.array([994, 272.6, 232.4, 80.8, np.log10(901), np.log10(6969), 12, 27.4])


def test_the_geometric_ranks_of_the_technology_index() -> None:
    """Table 38, column GME: the eight raw columns multiplied."""
    assert rank(geometric(data(), EIGHTHS)[LISTED]).tolist() == GEOMETRIC
    agreed("geometric", "Table 38, GME: ranks of 23 countries, raw data, equal weights")


def test_the_linear_ranks_of_the_technology_index() -> None:
    """Tables 23 and 38: equal weights rank the countries as listed, those of the budget as its column says."""
    unit = np.minimum((data() - LEAST) / (MOST - LEAST), 1.0)[LISTED]
    assert rank(arithmetic(unit, EIGHTHS)).tolist() == list(range(1, 24))
    assert rank(arithmetic(unit, BUDGET_WEIGHTS)).tolist() == BUDGET
    note = (
        "columns between the goalposts of the index, as Saisana, Saltelli and Tarantola (2005) print them, cut "
        "at 1, which Figure 4 of the handbook shows for two countries"
    )
    agreed("arithmetic", "Tables 23 and 38, EW, BAP and LIN: ranks of 23 countries", note=note)
