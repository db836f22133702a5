"""The benefit of the doubt against the frontier of several years, and with a penalty for differences."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.programmes.benefit import benefit_of_the_doubt
from zhishu.score.aggregators.programmes.penalties import penalty_factors

YEARS = (2020, 2021, 2022)
PANEL = np.random.default_rng(7).uniform(0.1, 1.0, (3, 8, 4))
ALIKE = np.ones((3, 4)) / 4
OPTIONS = [
    {},
    {"low": 0.1},
    {"low": 0.1, "bounds_on": "weights"},
    {"bounds_on": "variances"},
    {"penalty": "minus"},
]


@pytest.mark.parametrize("options", OPTIONS)
def test_frontiers_of_several_years(options: dict[str, object]) -> None:
    """Each year alone, all years up to it, all years: the regions of those years scored as of one."""
    for frontier, reference in (
        ("each_year", lambda year: [year]),
        ("until_year", lambda year: list(range(year + 1))),
        ("all_years", lambda _: [0, 1, 2]),
    ):
        found = benefit_of_the_doubt(PANEL, ALIKE, frontier=frontier, years=YEARS, **options)
        for year in range(3):
            known = reference(year)
            pooled = benefit_of_the_doubt(PANEL[known].reshape(-1, 4), ALIKE[0], **options)
            assert found[year] == pytest.approx(pooled.reshape(-1, 8)[known.index(year)], abs=1e-12)


def test_the_more_years_the_lower_the_score() -> None:
    """More regions to be compared with; in the last year both are the same."""
    each, until, every = (
        benefit_of_the_doubt(PANEL, ALIKE, frontier=frontier, years=YEARS)
        for frontier in ("each_year", "until_year", "all_years")
    )
    assert (until <= each + 1e-12).all()
    assert (every <= until + 1e-12).all()
    assert until[0] == pytest.approx(each[0], abs=1e-12)
    assert until[-1] == pytest.approx(every[-1], abs=1e-12)


def test_years_count_by_their_numbers() -> None:
    """The same panel in another order of years."""
    order = [2, 0, 1]
    found = benefit_of_the_doubt(PANEL, ALIKE, frontier="until_year", years=YEARS)
    turned = benefit_of_the_doubt(
        PANEL[order], ALIKE, frontier="until_year", years=tuple(YEARS[place] for place in order)
    )
    assert turned == pytest.approx(found[order], abs=1e-12)


def test_one_year_or_none_told() -> None:
    """All frontiers are the same then."""
    one = PANEL[:1]
    plain = benefit_of_the_doubt(one, ALIKE[:1])
    for frontier in ("each_year", "until_year", "all_years"):
        assert (benefit_of_the_doubt(one, ALIKE[:1], frontier=frontier, years=(2020,)) == plain).all()
        assert (benefit_of_the_doubt(one, ALIKE[:1], frontier=frontier) == plain).all()


def test_a_column_takes_part_where_it_weighs_something_in_every_year() -> None:
    """With the frontier of all years a column without weight in one of them is left out of all."""
    weights = ALIKE.copy()
    weights[1, 3] = 0.0
    found = benefit_of_the_doubt(PANEL, weights, frontier="all_years", years=YEARS)
    without = benefit_of_the_doubt(PANEL[..., :3], ALIKE[:, :3], frontier="all_years", years=YEARS)
    assert found == pytest.approx(without, abs=1e-12)


def test_a_batch_of_panels() -> None:
    """Draws of a whole panel, one beside the other."""
    draws = np.stack([PANEL, PANEL[::-1] ** 2])
    found = benefit_of_the_doubt(draws, ALIKE, frontier="all_years", years=YEARS)
    for draw, scores in zip(draws, found, strict=True):
        alone = benefit_of_the_doubt(draw, ALIKE, frontier="all_years", years=YEARS)
        assert alone == pytest.approx(scores, abs=1e-12)


def test_regions_with_equal_values_tie_across_years() -> None:
    """The same row in two years and at two places."""
    x = PANEL.copy()
    x[2, 6] = x[0, 1]
    for options in OPTIONS:
        found = benefit_of_the_doubt(x, ALIKE, frontier="all_years", years=YEARS, **options)
        assert found[2, 6] == found[0, 1]


def test_one_table_is_what_years_share() -> None:
    """The regions of all years in one table, the base of weights: all frontiers are the same."""
    table = PANEL.reshape(-1, 4)
    found = benefit_of_the_doubt(table, ALIKE[0], frontier="until_year", years=YEARS)
    assert (found == benefit_of_the_doubt(table, ALIKE[0])).all()


def test_columns_that_do_not_come_by_year_are_refused() -> None:
    """Two tables for three years."""
    with pytest.raises(MethodError, match="do not come by year"):
        benefit_of_the_doubt(PANEL[:2], ALIKE[:2], frontier="all_years", years=YEARS)


def test_the_penalty_by_hand() -> None:
    """Z-scores 110 and 90 have variance 200 and mean 100: cv² is 0.02; alike ones pay nothing."""
    x = np.array([[1.0, 3.0], [2.0, 2.0], [3.0, 1.0]])
    assert penalty_factors(x, np.ones(2)) == pytest.approx([0.98, 1.0, 0.98], abs=1e-15)
    assert penalty_factors(x, np.ones(2), penalty="plus") == pytest.approx([1.02, 1.0, 1.02], abs=1e-15)
    plain, minus = (benefit_of_the_doubt(x, np.ones(2), penalty=penalty) for penalty in ("none", "minus"))
    assert minus == pytest.approx(plain * [0.98, 1.0, 0.98], abs=1e-15)


def test_the_penalty_of_one_column_or_of_columns_that_tell_nothing() -> None:
    """Nothing differs: the factor is 1."""
    x = np.array([[1.0, 5.0, 2.0], [2.0, 5.0, 8.0], [4.0, 5.0, 1.0]])
    assert (penalty_factors(x, np.array([0.5, 0.5, 0.0])) == 1).all()
    assert (penalty_factors(x[:1], np.ones(3)) == 1).all()
    assert (penalty_factors(np.zeros((3, 2)), np.ones(2)) == 1).all()


def test_a_mean_that_is_not_above_zero_has_no_coefficient() -> None:
    """One region far below very many alike ones in every column."""
    x = np.ones((150, 2))
    x[0] = 0.0
    with pytest.raises(MethodError, match="no coefficient of variation"):
        penalty_factors(x, np.ones(2))


def test_shares_say_nothing_where_variances_bound() -> None:
    """`low` and `high` belong to the other bounds."""
    with pytest.raises(MethodError, match="say nothing where variances bound"):
        benefit_of_the_doubt(PANEL[0], ALIKE[0], low=0.1, bounds_on="variances")
