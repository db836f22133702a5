"""Screening by spread: alone, over years, and in a recipe."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from zhishu.errors import MethodError, PanelError
from zhishu.panel import panel_of
from zhishu.prepare.screen_spread import least_deviation, least_range
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import LevelScores, score_panel

TREE = {"a": {"x": None, "y": None}, "z": None}
BOTH = pytest.mark.parametrize("measure", [least_deviation, least_range])
# x spreads, y hardly, z not at all.
VALUES = np.array([[1.0, 9.9, 5.0], [2.0, 10.0, 5.0], [6.0, 10.1, 5.0]])


def score(framework_of, values: np.ndarray = VALUES, **options: Any) -> LevelScores:
    panel = panel_of(
        "city",
        values.reshape(-1, *values.shape[-2:]),
        regions=tuple("ABC"),
        indicators=("x", "y", "z"),
        years=tuple(range(2020, 2020 + values.size // 9)),
    )
    steps = (
        Step("screen", options.pop("method"), options),
        Step("normalise", "minmax"),
        Step("weigh", "equal", {"constant": "keep"}),
        Step("aggregate", "arithmetic"),
        Step("rank", "by_score"),
    )
    return score_panel(panel, framework_of(TREE), Recipe(steps))


def test_spreads_of_three_indicators() -> None:
    """The deviation divides by n; both are parts of the mean, or in the indicator's unit."""
    found = least_deviation(VALUES.T, limit=0.05)
    assert found.spread == pytest.approx([np.std([1, 2, 6]) / 3, np.std([9.9, 10, 10.1]) / 10, 0])
    assert found.passed.tolist() == [True, False, False]
    wide = least_range(VALUES.T, limit=0.05, relative=False)
    assert wide.spread == pytest.approx([5, 0.2, 0])
    assert wide.passed.tolist() == [True, True, False]


@BOTH
def test_only_a_constant_fails_at_the_limit_0(measure) -> None:
    """Also one of decimals whose mean is rounded, and one of zeros; a last digit is no spread."""
    x = np.array([[0.1] * 7, [0.0] * 7, [*[0.1] * 6, 0.1 + 2e-17], [*[0.1] * 6, 0.1001]])
    for relative in (True, False):
        assert measure(x, relative=relative).passed.tolist() == [False, False, False, True]


@BOTH
def test_the_unit_does_not_matter(measure) -> None:
    """Thousands or ones, money owed or owned."""
    spread = measure(VALUES.T).spread
    assert measure(VALUES.T * 1000).spread == pytest.approx(spread)
    assert measure(-VALUES.T).spread == pytest.approx(spread)


@BOTH
def test_what_changes_from_year_to_year_alone_is_no_spread(measure) -> None:
    """Two years of two regions, year by year in each row."""
    x = np.array([[1.0, 1.0, 9.0, 9.0], [1.0, 9.0, 1.0, 9.0]])
    assert measure(x, years=(2020, 2021)).passed.tolist() == [False, True]
    assert measure(x).passed.tolist() == [True, True]


@BOTH
def test_gaps_are_left_out_and_regions_are_not_judged(measure) -> None:
    """A row without values has no spread; leading axes are a batch."""
    x = np.array([[1.0, np.nan, 3.0], [np.nan, np.nan, np.nan]])
    found = measure(x)
    assert found.spread == pytest.approx(measure(x[:, [0, 2]]).spread)
    assert found.passed.tolist() == [True, False]
    together = measure(np.stack([x, x + 1]))
    assert np.array_equal(together.spread[0], found.spread)
    assert measure(x, rows="regions").passed.all()
    assert np.isnan(measure(x, rows="regions").spread).all()


def test_an_indicator_that_hardly_differs_is_left_out(framework_of) -> None:
    """It leaves the tree, and the table says by what spread."""
    found = score(framework_of, method="least_deviation", limit=0.05, drop="indicators")
    ids = framework_of(TREE).ids
    assert [found.effective[0, ids.index(name)] for name in "xyz"] == [1, 0, 0]
    assert found.log is not None
    entries = {entry.id: entry for entry in found.log.screened if entry.kind == "indicator"}
    assert [entries[name].dropped for name in "xyz"] == [False, True, True]
    assert entries["y"].spread == pytest.approx(np.std([9.9, 10, 10.1]) / 10)
    assert np.isnan(entries["y"].data)
    first = next(repair for repair in found.repairs if repair.kind == "screened_out")
    assert first.message.en.startswith("hardly tells regions apart (spread 0.008")


def test_screening_that_only_reports_keeps_it(framework_of) -> None:
    """Two years; the repair says so."""
    found = score(framework_of, np.stack([VALUES, VALUES + 1]), method="least_range")
    told = [repair for repair in found.repairs if repair.kind == "lacks_spread"]
    assert [repair.where.en for repair in told] == ["level city, indicator z"]
    assert "is kept" in told[0].message.en


def test_what_it_cannot_do_is_one_error(framework_of) -> None:
    """Regions are not judged; nothing may be left of the index."""
    with pytest.raises(MethodError, match="says nothing of regions") as refused:
        score(framework_of, method="least_range", drop="regions")
    assert refused.value.allowed == "drop: none, indicators"
    with pytest.raises(PanelError, match="leaves no indicators"):
        score(framework_of, method="least_range", limit=99, drop="indicators")
