"""Every relation of the ledger, true and false, with ties, missing values, groups and fields."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from zhishu.audit.fact_language import RELATIONS
from zhishu.errors import FactError
from zhishu.recipe import Recipe, Step

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.audit.fact_check import FactCheck
    from zhishu.result import Result

    Check = Callable[..., FactCheck]

HOLD = (
    # values
    "town,Arden,firms,equals,100,0,firms",
    "town,a,firms,equals,100,,firms",
    "town,Arden+Borin,firms,equals,160,0,firms",
    "town,Arden+Arden,firms,equals,100,0,firms",
    "town,*,firms,equals,300,0,firms",
    "town,@coast/west,firms,equals,120,0,firms",
    "town,@coast/east+@coast/old,firms,equals,240,0,firms",
    "town,Arden,firms + listed,equals,110,0,firms",
    "town,Caldy,exports / firms,equals,50,0,%",
    "town,Arden+Caldy,exports / firms,equals,50,0,%",
    "town,Doven,size,equals,40.4,0.4,",
    "town,Arden,firms,equals,99.5,0.5,firms",
    "town,Arden,firms,greater,99,,firms",
    "town,Arden|Caldy,firms,greater,79,,firms",
    "town,each @coast/east,firms,greater,79,,firms",
    "town,each @top/2,firms,greater,79,,firms",
    "town,Fenby,firms,less,21,,firms",
    "town,Borin,firms,between,60..61,,firms",
    "town,Borin,firms,between,59..60,,firms",
    "village,Ford,firms,equals,30,0,firms",
    "village,Mill in town:Borin,firms,equals,35,0,firms",
    "village,* in town:Arden,firms,equals,100,0,firms",
    "town,Arden,firms,exceeds,Caldy,,",
    "town,Arden,firms,exceeds,Caldy|Borin,,",
    "town,Arden|Caldy,firms,exceeds,Borin|Doven,,",
    "town,@coast/east,firms,exceeds,@coast/west,,",
    "town,Arden,firms,exceeds,Doven+Fenby,,",
    # shares
    "town,Arden+Borin,firms,share,53.3,0.05,%",
    "town,Arden,firms,share_greater,33,,%",
    "town,Caldy in @coast/east,firms,share,44.4,0.05,%",
    "village,Ford in town:Arden,firms,share,30,0,%",
    "town,Doven,exports,share,9.52,0.005,%",
    # places
    "town,Arden,total,rank,1,,",
    "town,Arden,index,rank,1,,",
    "town,Doven|Elmet,index,rank,4,,",
    "town,Borin,costs,rank,1,,",
    "town,Borin,size|mood,in_top,3,,",
    "town,Fenby,index,not_in_top,5,,",
    "town,Caldy in @coast/east,index,rank,2,,",
    "town,Elmet in @tier/2,index,rank,2,,",
    "town,Doven in @coast/west+@tier/2,index,rank_between,3..4,,",
    "town,Arden,exports,rank,1,,",
    "town,Borin|Elmet,exports,rank,5,,",
    "town,Arden,firms + exports,rank,1,,",
    "town,Caldy,exports / firms,in_top,2,,",
    "town,@coast/old,index,rank,1,,",
    "town,@coast/west,size,rank,3,,",
    "village,Ness,firms,rank,1,,",
    "village,Wick,costs,rank,1,,",
    "village,Mill in town:Arden,firms,rank,1,,",
    "town,Arden,size,before,Caldy,,",
    "town,Arden|Borin,index,before,Caldy,,",
    "town,Arden,index,before,Borin|Caldy,,",
    "town,Borin,costs,before,Arden,,",
    "town,@coast/east,size,before,@coast/old|@coast/west,,",
    "town,Arden,exports,before,Caldy,,",
    "town,Caldy,size,better_rank_than,index|mood,,",
    "town,Arden,index,better_rank_than,mood,,",
    "town,Caldy,exports,better_rank_than,listed,,",
    "town,Borin,index,tier,1,,",
    # counts
    "town,@coast/west in @top/3,index,regions,1,,regions",
    "town,Arden+Borin+Fenby in @top/3,size,regions,2,,regions",
    "town,@tier/1+@tier/2,index,regions,5,,regions",
    "town,@top/4,index,regions,5,,regions",
    "town,*,mood,regions,5,,regions",
    "village,*,firms,regions,5,,regions",
    "town,*,listed,regions_with,4,,regions",
    "town,@coast/west,listed,regions_with,2,,regions",
    "town,*,firms,regions_with_at_least,5,,regions",
    "town,*,listed,share_with,66.7,0.05,%",
    "town,@coast/old in @top/3,index,more_regions_than,@coast/west,,",
    "town,@coast/west+@coast/east in @tier/2,index,more_regions_than,@coast/old,,",
    "town,@coast,index,groups,3,,groups",
)
FAIL = (
    "town,Arden,firms,equals,101,0,firms",
    "town,Arden,firms,equals,99.4,0.5,firms",
    "town,Elmet,costs,equals,0,0,",
    "town,Elmet,exports / firms,equals,0,0,%",
    "town,*,costs,greater,0,,",
    "town,Arden,firms,greater,100,,firms",
    "town,Arden|Borin,firms,greater,79,,firms",
    "town,each @coast/old,firms,greater,79,,firms",
    "town,each @tier/9,firms,greater,-1,,firms",
    "town,@tier/9,firms,less,5,,firms",
    "town,Elmet,firms,greater,0,,firms",
    "town,Fenby,firms,less,20,,firms",
    "town,Elmet,costs,less,5,,",
    "town,Borin,firms,between,61..70,,firms",
    "town,Arden,listed,exceeds,Borin,,",
    "town,Borin,firms,exceeds,Doven|Caldy,,",
    "town,Arden|Doven,firms,exceeds,Borin,,",
    "town,Arden,costs,exceeds,Elmet,,",
    "town,Arden+Borin,firms,share,53.4,0.05,%",
    "town,Borin in @coast/east,firms,share,0,0,%",
    "town,Arden in @coast/east,firms,share,33.3,0.05,%",
    "town,Arden,costs,share_greater,1,,%",
    "town,Arden,index,rank,2,,",
    "town,Elmet,index,rank,5,,",
    "town,Elmet,mood,rank,6,,",
    "town,Elmet,mood,in_top,6,,",
    "town,Elmet,mood,not_in_top,1,,",
    "town,Borin in @coast/east,index,in_top,6,,",
    "town,Borin in @coast/east,index,not_in_top,1,,",
    "town,Borin,size|mood,in_top,2,,",
    "town,Doven,index,rank_between,5..6,,",
    "town,@coast/west,index,rank,1,,",
    "town,Doven,index,before,Elmet,,",
    "town,Elmet,index,before,Doven,,",
    "town,Arden,mood,before,Elmet,,",
    "town,Arden|Caldy,index,before,Borin,,",
    "town,@coast/west,index,before,@coast/east,,",
    "town,Arden,size,better_rank_than,index,,",
    "town,Caldy,size,better_rank_than,index|firms,,",
    "town,Borin,size,better_rank_than,index,,",
    "town,Elmet,index,better_rank_than,mood,,",
    "town,Borin,index,tier,2,,",
    "town,@coast/west in @top/3,index,regions,2,,regions",
    "town,*,mood,regions,6,,regions",
    "town,*,listed,regions_with,6,,regions",
    "town,*,firms,regions_with_at_least,6,,regions",
    "town,*,listed,share_with,66.6,0.05,%",
    "town,@coast/west in @tier/2,index,more_regions_than,@coast/east,,",
    "town,@coast,index,groups,4,,groups",
)


@pytest.mark.parametrize("line", HOLD)
def test_a_true_fact_holds(line: str, check: Check) -> None:
    """A fact that the small result satisfies holds."""
    found = check(line)
    assert found.holds, str(found)


@pytest.mark.parametrize("line", FAIL)
def test_a_false_fact_fails(line: str, check: Check) -> None:
    """A fact that the small result contradicts, or has no data for, does not hold."""
    found = check(line)
    assert not found.holds, str(found)


def test_every_relation_is_tried_both_ways() -> None:
    """No relation of the language is left without a true and a false case."""
    for lines in (HOLD, FAIL):
        assert {line.split(",")[3] for line in lines} == set(RELATIONS)


@pytest.mark.parametrize(
    ("line", "word", "advice"),
    [
        ("town,Ardn,firms,equals,1,,", "no region 'Ardn'", "Arden"),
        ("town,@coast/easst,firms,equals,1,,", "no group 'easst'", "east"),
        ("village,Mill,firms,equals,1,,", "any of 2 regions", "code"),
        ("village,Mill,exports,equals,1,,", "Mill", None),
        ("village,Ford,exports,equals,1,,", "has no 'exports'", None),
        ("village,Ford,size,rank,1,,", "has no 'size'", "scored levels"),
        ("village,Ford,index,tier,1,,", "no tiers", None),
        ("village,* in town:Ardn,firms,equals,1,,", "Ardn", None),
        ("town,Arden+Borin,index,rank,1,,", "one region at a time", None),
        ("town,@tier/1,index,rank,1,,", "one region at a time", None),
        ("town,Arden+Borin,size,equals,1,,", "cannot be added up", None),
        ("town,Arden,size / mood,equals,1,,%", "cannot be added up", None),
        ("town,@coast/east,exports,rank,1,,", "ordered by the scores", "exceeds"),
        ("town,@coast/east in @top/3,index,rank,1,,", "ordered by the scores", None),
        ("town,@tier/x,index,regions,1,,", "needs a number", None),
        ("town,@coast/east,index,groups,1,,", "one grouping", None),
    ],
)
def test_a_fact_that_cannot_be_answered_is_an_error(
    line: str, word: str, advice: str | None, check: Check
) -> None:
    """What does not exist at the level, or makes no sense, is a FactError that names line and fact."""
    with pytest.raises(FactError) as caught:
        check(line)
    assert word in caught.value.what
    assert caught.value.where == "facts.csv, line 2, fact F1"
    assert advice is None or advice in (caught.value.advice or "")


def test_a_failure_is_one_line_with_the_cells_behind_it(check: Check) -> None:
    """The line names the fact, what was expected, what was found, and the numbers behind that."""
    text = str(check("town,Borin,index,rank,1,,"))
    assert text == (
        "F1 FAILS | expected: town Borin, index: rank 1 | got: rank 2 | "
        "cells: town b Borin index rank 2, town b Borin index score 80"
    )


def test_only_failing_alternatives_are_reported(check: Check) -> None:
    """Of several measures and regions the line shows those that do not satisfy the fact."""
    found = check("town,Arden|Borin,size|mood,in_top,1,,")
    assert found.got == "size of Borin: rank 3; mood of Arden: rank 3"
    assert {(cell.region, cell.measure) for cell in found.cells} == {("b", "size"), ("a", "mood")}


def test_a_long_list_of_cells_is_cut_in_the_line_only(check: Check, result: Result) -> None:
    """The line shows eight cells and says how many more there are; the data keep all."""
    found = check("town,Arden|Borin|Caldy|Doven|Fenby,index,rank,1,,")
    assert len(found.cells) == 8
    assert "more" not in str(found)
    many = check("town,Arden|Borin|Caldy|Doven|Fenby|Elmet,index,rank,1,,")
    assert str(many).endswith("and 2 more")
    assert len(many.as_dict()["cells"]) == 10
    assert result.levels["town"].panel.regions == ("a", "b", "c", "d", "e", "f")


def test_a_missing_number_is_none_in_data(check: Check) -> None:
    """As data a missing number is null, which JSON knows, and in the line it is called missing."""
    found = check("town,Elmet,mood,rank,1,,")
    assert [cell["number"] for cell in found.as_dict()["cells"]] == [None, None]
    assert found.got == "rank missing"


def test_ranks_within_a_field_follow_the_recipe(check: Check, result: Result) -> None:
    """The rule for ties, and the least difference, are those of the rank step."""
    line = "town,Doven in @tier/2,index,rank,3,,"
    assert not check(line).holds
    worst = replace(result.edition, recipe=Recipe((Step("rank", "by_score", {"ties": "max"}),)))
    assert check(line, replace(result, edition=worst)).holds
    coarse = replace(result.edition, recipe=Recipe((Step("rank", "by_score", {"tolerance": 15.0}),)))
    assert not check("town,Arden,index,before,Borin,,", replace(result, edition=coarse)).holds


def test_ranks_over_a_whole_level_are_the_published_ones(check: Check, result: Result) -> None:
    """A result whose ranks were tampered with fails although its scores did not change."""
    town = result.levels["town"]
    ranks = town.ranks.copy()
    ranks[0, :2, 0] = (2.0, 1.0)
    tampered = replace(result, levels={**result.levels, "town": replace(town, ranks=ranks)})
    assert not check("town,Arden,index,rank,1,,", tampered).holds


def test_groups_without_mean_scores_cannot_be_ordered(check: Check, result: Result) -> None:
    """A grouping scored by another statistic raises an error that says which there are."""
    town = result.levels["town"]
    summed = tuple(replace(group, statistic="sum") for group in town.groups)
    other = replace(result, levels={**result.levels, "town": replace(town, groups=summed)})
    with pytest.raises(FactError, match="no mean scores") as caught:
        check("town,@coast/east,index,rank,1,,", other)
    assert "coast (sum)" in caught.value.allowed
