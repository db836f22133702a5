"""What stands in the workbook, without a spreadsheet program."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import numpy as np
import pytest

from zhishu.publish.repaired import repairs_told
from zhishu.publish.workbook import workbook_xlsx
from zhishu.publish.workbook.sheet import LONGEST_NAME, neutral, sheet_name, sheet_names
from zhishu.recipe import Step

TOP = 3
HOSTILE = ("=1+1", "+91x", "-91x", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", '=HYPERLINK("x")')


def test_every_stage_has_its_sheet(scored, opened):
    """The sheets follow the way from the framework to the method, in either language."""
    book = opened(workbook_xlsx(scored()))
    stages = ["排行", "原始值", "标准化", "权重", "得分", "名次", "梯队", "公布值"]
    wanted = [
        "说明",
        "指标体系",
        *(f"城市-{stage}" for stage in stages),
        "一致性",
        "数据质量",
        "核对",
        "方法",
    ]
    assert book.sheetnames == wanted
    english = opened(workbook_xlsx(scored(level="City"), "en")).sheetnames
    assert english[:4] == ["About", "Framework", "City-ranking", "City-raw"]
    assert len(english) == len(wanted)


def test_treated_values_have_a_sheet_of_their_own(scored, opened):
    """When the recipe prepares the panel, raw and treated values stand side by side."""
    values = np.where(np.eye(9, 6) > 0, np.nan, np.arange(54.0).reshape(9, 6))[None]
    cells = workbook_xlsx(scored(values, before=(Step("impute", "median", {}),)))
    book = opened(cells)
    assert book["城市-原始值"]["C4"].value is None
    assert isinstance(book["城市-处理后"]["C4"].value, float | int)
    assert book["城市-处理后"]["C4"].fill.fgColor.rgb != book["城市-处理后"]["C5"].fill.fgColor.rgb


def test_cached_values_are_the_scores(scored, read_cells):
    """A viewer that does not recalculate shows the published scores and ranks."""
    result = scored()
    cells, found = read_cells(workbook_xlsx(result)), result.levels["city"]
    assert [row[2] for row in cells["城市-得分"][5:14]] == pytest.approx(found.scores[-1, :, 0].tolist())
    assert [row[2] for row in cells["城市-名次"][TOP : TOP + 9]] == found.ranks[-1, :, 0].tolist()
    ranking = [row[3] for row in cells["城市-排行"][TOP : TOP + 9]]
    assert ranking == pytest.approx(sorted(found.scores[-1, :, 0].tolist(), reverse=True))


def test_scores_are_formulas_down_to_weights(scored, opened):
    """A score is a formula on the scores below, an indicator’s on its comparable value."""
    book = opened(workbook_xlsx(scored()))
    assert book["城市-得分"]["C6"].value == "=SUMPRODUCT(D$4:E$4,D6:E6)/SUM(D$4:E$4)"
    assert book["城市-得分"]["D4"].value == "='城市-权重'!$D$5"
    assert book["城市-名次"]["C4"].value == "=RANK('城市-得分'!C6,'城市-得分'!$C$6:$C$14,0)"


@pytest.mark.parametrize("method", ["median", "topsis"])
def test_a_method_without_formula_stands_as_values_and_says_so(scored, method, opened):
    """What a formula cannot express is a number, and the sheet names it."""
    book = opened(workbook_xlsx(scored(aggregate={"method": method})))
    assert isinstance(book["城市-得分"]["C6"].value, float | int)
    assert "不随权重变化：index" in book["城市-得分"]["A2"].value


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_the_user_is_a_formula(scored, text, opened):
    """Names of regions, indicators and levels that begin like a formula are neutralised on every sheet."""
    result = scored(names=(text, "b", "c"), level=text, tree={text: {"x": None}, "b": {"y": None}})
    for sheet in opened(workbook_xlsx(result)):
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.data_type != "f":
                    assert not cell.value.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝"))
                    continue
                # The name of a sheet stands in a formula between quotation marks, where it is only a name.
                bare = re.sub(r"'[^']*'!", "", str(cell.value)) if cell.data_type == "f" else ""
                assert text not in bare


def test_neutral_text_keeps_its_words():
    """An apostrophe goes before the mark and nothing else changes; harmless text stays as it is."""
    assert neutral("-5 度") == "'-5 度"
    assert neutral("a=b") == "a=b"


def test_the_same_result_gives_the_same_bytes(scored):
    """Two workbooks of one result are equal, byte by byte, and carry no time of the build."""
    first, second = workbook_xlsx(scored()), workbook_xlsx(scored())
    assert first == second
    assert b"2023-01-01T00:00:00Z" in ZipFile(BytesIO(first)).read("docProps/core.xml")


def test_names_of_sheets_fit_and_differ():
    """Long, equal, empty and forbidden names of levels give names that Excel accepts."""
    long = "很长的层级名称" * 9
    wanted = [(f"{at}/{what}", what, long) for at in range(3) for what in ("得分", "published")]
    names = list(sheet_names([*wanted, ("x", "a", "[:*?/\\'"), ("y", "A", "")]).values())
    assert len({name.lower() for name in names}) == len(names)
    assert all(0 < len(name) <= LONGEST_NAME and not set(name) & set("[]:*?/\\") for name in names)
    assert sheet_name("'", ()) == "Sheet"


def test_a_long_name_of_a_level_keeps_the_formulas_whole(scored, opened):
    """Formulas name the sheets as they are called in the end."""
    book = opened(workbook_xlsx(scored(level="极长的层级名称" * 8)))
    weights = next(name for name in book.sheetnames if name.endswith("权重"))
    scores = next(name for name in book.sheetnames if name.endswith("得分"))
    assert book[scores]["C4"].value == f"='{weights}'!$D$4"


def test_several_years_have_a_sheet_of_their_own(scored, read_cells):
    """Formulas are of the latest year; the years stand side by side."""
    values = np.random.default_rng(1).random((3, 5, 6))
    result = scored(values)
    cells, scores = read_cells(workbook_xlsx(result)), result.levels["city"].scores
    assert cells["城市-历年"][2][2:5] == ["index 2021 年得分", "index 2022 年得分", "index 2023 年得分"]
    by_year = [row[2:5] for row in cells["城市-历年"][TOP : TOP + 5]]
    np.testing.assert_allclose(by_year, scores[:, :, 0].T, rtol=1e-15)
    assert [row[2] for row in cells["城市-得分"][5:10]] == pytest.approx(scores[-1, :, 0].tolist())


def test_intervals_are_those_of_the_draws(example_result, read_cells):
    """The sheet of intervals holds rank, median, low and high of every city, best first."""
    from zhishu.publish.findings import Findings

    level = Findings(example_result).level("city")
    rows = read_cells(workbook_xlsx(example_result))["重点城市-名次区间"][TOP:]
    first = level.order[0]
    wanted = [
        level.ranks[first, 0],
        level.interval.median[first, 0],
        level.interval.low[first, 0],
        level.interval.high[first, 0],
    ]
    assert rows[0][2:6] == wanted
    assert len(rows) == len(level.codes)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_note_on_the_data_is_read_first(example_result, read_cells, language):
    """The cover opens with the edition’s word on its data, and the sheet of the method repeats it."""
    cells = read_cells(workbook_xlsx(example_result, language))
    note = example_result.edition.note.in_language(language)
    first, last = next(iter(cells)), list(cells)[-1]
    assert cells[first][1][0] == note
    assert any(note in row for row in cells[last])


@pytest.mark.parametrize("case", ["one region", "no score", "unscored", "no draws"])
def test_degenerate_results_make_a_workbook(scored, read_cells, case):
    """A single region, regions without a score, a level that is not scored: a workbook all the same."""
    from dataclasses import replace

    if case == "one region":
        result = scored(np.ones((1, 1, 6)), normalise={"method": "none"})
    elif case == "no score":
        values = np.arange(54.0).reshape(1, 9, 6)
        values[0, 4] = np.nan
        result = scored(values, aggregate={"missing": "renormalise"})
    else:
        result = scored()
    if case == "unscored":
        panel = result.levels["city"].panel
        result = replace(result, levels={"city": type(result.levels["city"])(panel)})
    cells = read_cells(workbook_xlsx(result))
    assert ("城市-得分" in cells) is (case != "unscored")
    assert "城市-名次区间" not in cells
    if case == "no score":
        assert cells["城市-得分"][5 + 4][2] == ""
        assert cells["城市-排行"][TOP + 8][1] == "第 4 市"


def test_size_of_a_large_index_stays_within_reason(scored):
    """337 regions by 100 indicators: some seconds of processor time and some megabytes."""
    from time import process_time

    tree = {f"d{at}": {f"d{at}_{of}": None for of in range(20)} for at in range(5)}
    result = scored(np.random.default_rng(2).lognormal(size=(1, 337, 100)), tree=tree)
    start = process_time()
    data = workbook_xlsx(result)
    assert process_time() - start < 30
    assert len(data) < 20_000_000


def test_sheets_are_set_up_for_reading_and_printing(scored, opened):
    """A4 landscape, headings repeated and frozen, bars and colour scales, native charts with words for them."""
    data = workbook_xlsx(scored())
    book = opened(data)
    for sheet in book:
        assert int(sheet.page_setup.paperSize) == 9
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.freeze_panes is not None
    scores = book["城市-得分"]
    assert scores.print_title_rows == "$3:$5"
    assert scores.freeze_panes == "C6"
    assert list(book["城市-标准化"].conditional_formatting)
    with ZipFile(BytesIO(data)) as parts:
        names = parts.namelist()
        assert sum(name.startswith("xl/charts/chart") for name in names) == 2
        drawing = parts.read("xl/drawings/drawing1.xml").decode()
    assert 'descr="总得分前 9 位"' in drawing


def test_data_quality_counts_the_cells(scored, read_cells):
    """Observed and missing cells, zeros and the spread of every indicator are those of the panel."""
    values = np.arange(54.0).reshape(1, 9, 6)
    values[0, 4, 0] = np.nan
    result = scored(values, aggregate={"missing": "renormalise"})
    row = read_cells(workbook_xlsx(result))["数据质量"][TOP]
    assert row[1:9] == ["u", 9, 8, 0, 0, 0, 1, pytest.approx(8 / 9)]
    assert row[9:13] == [1, 0, 24, 48]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_repairs_are_told_in_the_language_of_the_workbook(scored, read_cells, language):
    """On the sheets of the method and of the data, and in no other language."""
    values = np.arange(54.0).reshape(1, 9, 6)
    values[0, 4, 0] = np.nan
    result = scored(values, aggregate={"missing": "renormalise"})
    sheets = read_cells(workbook_xlsx(result, language))
    kept, other = (
        repairs_told(result)[0].in_language(one) for one in (language, {"zh": "en", "en": "zh"}[language])
    )
    holding = [name for name, rows in sheets.items() if any(kept in row for row in rows)]
    assert len(holding) == 2
    assert not any(other in row for rows in sheets.values() for row in rows)


@pytest.mark.parametrize(
    ("method", "fixed", "without"),
    [("arithmetic", False, False), ("topsis", True, False), ("benefit_of_the_doubt", True, True)],
)
def test_the_sheet_of_weights_promises_no_more_than_formulas_do(scored, read_cells, method, fixed, without):
    """Scores that are values do not follow a weight; where no weight has a say the sheet says so."""
    result = scored(1.0 + np.arange(54.0).reshape(1, 9, 6) % 7, aggregate={"method": method})
    sheets = read_cells(workbook_xlsx(result))
    said = [cell for rows in sheets.values() for row in rows for cell in row if isinstance(cell, str)]
    assert any("得分表中注明为数值的各项除外" in cell for cell in said) is fixed
    assert any("不看权重大小" in cell for cell in said) is without
