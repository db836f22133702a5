"""The formulas, recalculated by LibreOffice, against our own engine."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.publish.workbook import workbook_xlsx
from zhishu.publish.workbook.level import breadth_first
from zhishu.recipe import Step

FIRST_SCORE, TOP = 5, 3
GAPS = np.where(
    np.arange(54).reshape(1, 9, 6) % 13 == 5, np.nan, np.arange(54).reshape(1, 9, 6) ** 2 % 37 + 1.0
)
MISSING = {"aggregate": {"missing": "renormalise"}}
GIVEN = {"weigh": {"method": "given"}}
WEIGHTS = {
    "a": 2.0,
    "b": 3.0,
    "a1": 1.0,
    "a2": 4.0,
    "u": 1.0,
    "v": 2.0,
    "w": 1.0,
    "x": 1.0,
    "y": 2.0,
    "z": 3.0,
}


def numbers(cells, first, regions, nodes):
    """Return the numbers of a sheet as (regions, nodes), NaN for an empty cell."""
    rows = [row[2 : 2 + nodes] for row in cells[first : first + regions]]
    return np.array([[np.nan if cell == "" else cell for cell in row] for row in rows], dtype=float)


def engine(result, array):
    """Return scores or ranks of the latest year in the order of the workbook's columns."""
    framework = result.edition.framework
    return array[-1][:, [framework.ids.index(node) for node in breadth_first(framework)]]


def same(cells, result):
    """Assert that every score and rank of the workbook is the engine's."""
    found = result.levels["city"]
    scores, ranks = engine(result, found.scores), engine(result, found.ranks)
    got = numbers(cells["城市-得分"], FIRST_SCORE, *scores.shape)
    np.testing.assert_allclose(got, scores, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(numbers(cells["城市-名次"], TOP, *ranks.shape), ranks)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("values", "options"),
    [
        (None, {}),
        (None, {"aggregate": {"method": "geometric"}}),
        (None, {"aggregate": {"method": "harmonic"}}),
        (GAPS, MISSING),
        (GAPS, {"aggregate": {"method": "geometric", "missing": "renormalise"}}),
        (GAPS, {"aggregate": {"method": "harmonic", "missing": "renormalise"}}),
        (np.ones((1, 1, 6)), {"normalise": {"method": "none"}}),
        (np.repeat(np.arange(18.0).reshape(1, 3, 6), 3, axis=1), {"rank": {"ties": "average"}}),
        (np.repeat(np.arange(18.0).reshape(1, 3, 6), 3, axis=1), {"rank": {"ties": "max"}}),
        (np.repeat(np.arange(18.0).reshape(1, 3, 6), 3, axis=1), {"rank": {"ties": "dense"}}),
    ],
)
def test_recalculated_formulas_equal_scores(scored, soffice, values, options):
    """Scores to 1e-9 and ranks exactly, for every mean, rule of ties, gap and a single region."""
    result = scored(values, **options)
    cells = soffice(workbook_xlsx(result))
    same(cells, result)
    assert cells["核对"][TOP][5] == "一致"


@pytest.mark.slow
@pytest.mark.parametrize("method", ["arithmetic", "geometric", "harmonic"])
def test_changed_weight_changes_scores_as_the_engine_would(scored, soffice, altered, method):
    """A weight written by a reader gives the scores and ranks of an edition that states this weight."""
    options = {**GIVEN, "aggregate": {"method": method}}
    before, after = scored(weights=WEIGHTS, **options), scored(weights=WEIGHTS | {"x": 6.0}, **options)
    row = TOP + 1 + before.edition.framework.ids.index("x")
    # Weights stand divided by their sum, so 6 of 11 is 6 sixths beside 2 and 3 sixths.
    data = altered(workbook_xlsx(before), "城市-权重", f"D{row}", 1.0)
    cells = soffice(data)
    same(cells, after)
    assert cells["核对"][TOP][5] == "与公布值不同"
    order = [row[1] for row in cells["城市-排行"][TOP : TOP + 9]]
    ranks = after.levels["city"].ranks[-1, :, 0]
    assert order == [after.levels["city"].panel.names[at] for at in np.argsort(ranks, kind="stable")]


@pytest.mark.slow
def test_changed_cut_moves_tiers(scored, soffice, altered):
    """A cut written by a reader gives the tiers of a recipe with this cut."""
    before, after = scored(), scored(tiers=Step("tiers", "rank_cuts", {"cuts": [4, 5]}))
    cells = soffice(altered(workbook_xlsx(before), "城市-梯队", "C4", 4))
    got = [row[4] for row in cells["城市-梯队"][TOP + 1 : TOP + 10]]
    assert got == after.levels["city"].tiers[-1].tolist()


@pytest.mark.slow
def test_the_shipped_example_recalculates(example_result, soffice):
    """Both levels of the example hold, and the sheet of checks says so."""
    cells = soffice(workbook_xlsx(example_result))
    for level in example_result.edition.scored_levels:
        found = example_result.levels[level.id]
        scores, ranks = engine(example_result, found.scores), engine(example_result, found.ranks)
        name = level.name.zh
        got = numbers(cells[f"{name}-得分"], FIRST_SCORE, *scores.shape)
        np.testing.assert_allclose(got, scores, rtol=0, atol=1e-9)
        np.testing.assert_array_equal(numbers(cells[f"{name}-名次"], TOP, *ranks.shape), ranks)
    assert {row[5] for row in cells["核对"][TOP:]} == {"一致"}


@pytest.mark.slow
@pytest.mark.parametrize("ties", ["min", "max", "average"])
def test_ties_of_different_regions_stay_ties(scored, soffice, opened, ties):
    """Regions that come to one score by different ways share a rank, though a spreadsheet adds otherwise."""
    rows = [[0.5, 0.25, 0.75, 0.0], [0.75, 0.5, 0.0, 0.25], [0.0, 0.0, 1.0, 0.5], [0.0] * 4, [1.0] * 4]
    tree = dict.fromkeys("wxyz")
    result = scored(np.array([rows]), tree=tree, normalise={"method": "none"}, rank={"ties": ties})
    assert len(set(result.levels["city"].scores[-1, :, 0].tolist())) == 3
    data = workbook_xlsx(result)
    assert "COUNTIF" in opened(data)["城市-名次"]["C4"].value
    same(soffice(data), result)
