"""Combined evaluation against printed examples: Borda numbers of lectures, a paper's ranking, Kendall's W."""

from __future__ import annotations

import numpy as np
import pytest
from record import BY_HAND, MANUAL, PAPER, Agreement, record

from zhishu.score.aggregators.orders.joined import copeland, fuzzy_borda, mean_rank
from zhishu.score.agreement import method_agreement
from zhishu.score.ranks import rank

LECTURE = "lecture slides on Borda numbers (Borda数的计算法, renrendoc.com 112021525), example 6.3.1"
OPINIONS = "lecture slides on fuzzy decisions (模糊综合评判决策, renrendoc.com 260685478), section 4.1"
ELECTION = "tutorial on the fuzzy Borda rule (组合评价模型—模糊Borda, mzph.cn 565211)"
ECER = (
    "Ecer (2021), Renewable and Sustainable Energy Reviews 143: 110916, as the tests of pyrepo-mcda quote it"
)
KENDALL = "tutorial on Kendall's coefficient of concordance (肯德尔和谐系数, wskqs.cn)"
CLASS = "Math 322 at Washington University, example R programs, 17: Kendall's Rank Concordance"
VEHICLES = np.array([[7, 8, 7, 6, 7, 7], [4, 7, 5, 7, 5, 4], [8, 9, 8, 8, 9, 8], [1, 4, 1, 1, 1, 1],
                     [2, 2, 2, 4, 3, 2], [3, 1, 4, 3, 2, 3], [10, 5, 10, 9, 8, 10], [6, 3, 6, 5, 4, 6],
                     [9, 10, 9, 10, 10, 9], [5, 6, 3, 2, 6, 5.0]])  # fmt: skip
"""Ten vehicles, the ranks of six methods."""


def agreed(
    against: str, source: str, what: str, tolerance: float, *, holds: bool = True, note: str = ""
) -> None:
    kind, method = "aggregate", "combined_evaluation"
    record(Agreement(kind, method, against, source, what, tolerance, holds=holds, note=note))


def scores_of(orders: list[str]) -> np.ndarray:
    """Return scores (objects, orders) from orders written best first, objects in alphabetical order."""
    return np.array([[-order.index(one) for order in orders] for one in sorted(orders[0])], dtype=float)


def borda_numbers(scores: np.ndarray) -> np.ndarray:
    """Return the sums of n - r, which are the mean of n - r + 1, less 1, times the number of orders."""
    count = scores.shape[1]
    return (mean_rank(scores, np.full(count, 1 / count)) - 1) * count


def test_borda_numbers_of_four_opinions() -> None:
    """Five objects."""
    found = borda_numbers(scores_of(["12345", "23154", "43512", "35241"]))
    assert found == pytest.approx([7, 9, 12, 6, 6], abs=1e-12)
    agreed(MANUAL, LECTURE, "`mean_rank`: Borda numbers of five objects by four opinions, one tie", 1e-12)


def test_borda_numbers_of_opinions_and_of_a_pentathlon() -> None:
    """Six objects by four opinions, six athletes in five events."""
    four = borda_numbers(scores_of(["acdbef", "ebcafd", "abcedf", "cabdef"]))
    assert four == pytest.approx([16, 13, 15, 6, 9, 1], abs=1e-12)
    five = borda_numbers(scores_of(["124365", "236541", "124356", "123465", "124563"]))
    assert five == pytest.approx([20, 21, 11, 12, 5, 6], abs=1e-12)
    agreed(MANUAL, OPINIONS, "`mean_rank`: Borda numbers of examples 1 and 2", 1e-12)


def test_an_election() -> None:
    """Sixteen ballots of three kinds: Borda's points elect another than the majorities do."""
    ballots, votes = scores_of(["abc", "acb", "cba"]), np.array([4, 5, 7]) / 16
    assert (mean_rank(ballots, votes) - 1) * 16 == pytest.approx([18, 11, 19], abs=1e-12)
    assert copeland(ballots, votes).tolist() == [2, -2, 0]
    agreed(MANUAL, ELECTION, "`mean_rank` with `parts`: 18, 11 and 19 points of 16 ballots", 1e-12)


def test_a_ranking_of_vehicles() -> None:
    """Quoted as a test of Copeland's rule, it is the order of the sums of ranks; majorities leave pairs level."""
    printed = [7, 6, 8, 1, 2, 3, 9, 5, 10, 4]
    parts = np.full(6, 1 / 6)
    assert rank(mean_rank(-VEHICLES, parts)).tolist() == printed
    agreed(PAPER, ECER, "`mean_rank`: the final ranking of ten vehicles by six methods", 0.0)
    assert rank(copeland(-VEHICLES, parts)).tolist() == [7, 5, 8, 1, 2, 2, 9, 6, 9, 4]
    note = (
        "quoted as a test of Copeland's rule, but the ranking is that of the sums of ranks (`mean_rank`); "
        "three methods of six put the fifth vehicle above the sixth and three below, so majorities leave "
        "them level"
    )
    agreed(PAPER, ECER, "`copeland`: the same ranking", 0.0, holds=False, note=note)


def test_kendall_s_w() -> None:
    """Six teachers and six essays without ties, three experts and six essays with ties."""
    teachers = np.array([[3, 1, 2, 5, 4, 6], [2, 1, 3, 4, 5, 6], [3, 2, 1, 5, 4, 6], [4, 1, 2, 6, 3, 5],
                         [3, 1, 2, 6, 4, 5], [4, 2, 1, 5, 3, 6.0]])  # fmt: skip
    experts = np.array([[1, 4, 2.5, 5, 6, 2.5], [2, 3, 1, 5, 6, 4], [1.5, 3, 1.5, 4, 5.5, 5.5]])
    assert float(method_agreement(-teachers.T).concordance) == pytest.approx(0.87, abs=5e-3)
    assert float(method_agreement(-experts.T).concordance) == pytest.approx(0.85, abs=5e-3)
    agreed(MANUAL, KENDALL, "Kendall's W before joining: 0.87, and 0.85 with ties, as printed", 5e-3)


def test_kendall_s_w_of_a_class() -> None:
    """Six rankings of four papers."""
    judges = np.array([[4, 3, 2, 1], [3, 4, 2, 1], [4, 3, 1, 2], [3, 4, 1, 2], [4, 2, 1, 3], [4, 2, 3, 1.0]])
    found = method_agreement(-judges.T)
    assert float(found.concordance) == pytest.approx(0.6, abs=1e-12)
    assert float(found.p_value) < 0.02  # from tables: below 0.01; the approximation is rough here
    agreed(MANUAL, CLASS, "Kendall's W before joining: 0.6", 1e-12)


def test_the_fuzzy_borda_count_by_hand() -> None:
    """Three regions, two methods: memberships 1, 0.55, 0.1 and 0.1, 1, 0.4; 3, 1 and 0 points."""
    found = fuzzy_borda(np.array([[10.0, 0.0], [5.0, 9.0], [0.0, 3.0]]), np.array([0.5, 0.5]))
    wanted = [(1 * 3 + 0.1 * 0) / 1.1, (0.55 * 1 + 1 * 3) / 1.55, (0.1 * 0 + 0.4 * 1) / 0.5]
    assert found == pytest.approx(wanted, rel=1e-12)
    agreed(BY_HAND, "", "`fuzzy_borda`: three regions, two methods", 1e-12)
