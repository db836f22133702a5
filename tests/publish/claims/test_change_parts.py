"""Why scores moved: the sentences, the table, the figure and the sheet say what the table change_parts holds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any
from warnings import catch_warnings, simplefilter

import numpy as np
import openpyxl
import pytest

from zhishu.framework import Text
from zhishu.publish.change_parts import latest_change, movers
from zhishu.publish.claims import find_claims, profile_of
from zhishu.publish.default_outline import default_outline
from zhishu.publish.figure import Column, cell_text
from zhishu.publish.kinds import make
from zhishu.publish.render import svg
from zhishu.publish.workbook import workbook_xlsx

if TYPE_CHECKING:
    from zhishu.publish.findings import Findings

Small = Callable[..., "Findings"]
LEVEL = {"level": "town"}
RISE = "From 2023 to 2024 the score"
WIDE = {"X": (10, 10, 10, 10), "Y": (0, 0, 0, 0)}
"""Two towns that hold the scale, so that the others’ points are tenths of it."""


def said(findings: Findings, language: str, **options: Any) -> list[str]:
    claims = find_claims(findings, [{"kind": "change_parts", **LEVEL, **options}])
    return [claim.said.plain(language) for claim in claims]


def made(findings: Findings, what: Any, **options: Any) -> Any:
    return make(findings, what, "change_parts", {**LEVEL, **options}, where="a test")


def two_years(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[int, dict[str, Any]]:
    return {2023: {**WIDE, **before}, 2024: {**WIDE, **now}}


def test_sentences_say_by_how_much_and_by_what(small: Small) -> None:
    """A gain, a loss, ranks before and now, what added and what took most; equal weights: no causes."""
    findings = small(
        two_years({"A": (2, 2, 2, 2), "B": (3, 3, 3, 3)}, {"A": (6, 2, 5, 1), "B": (3, 1, 3, 3)})
    )
    assert said(findings, "zh") == [
        (
            "A 2024 年的总指数得分比 2023 年提高 15.00 分，名次由第 3 位升至第 2 位："
            "增加最多的是企业数（+10.00 分），减少最多的是学校数（−2.50 分）。"
        ),
        "B 2024 年的总指数得分比 2023 年降低 5.00 分，名次由第 2 位降至第 3 位：减少最多的是人员数（−5.00 分）。",
    ]
    assert said(findings, "en") == [
        (
            f"{RISE} of A in the overall index rose by 15.00 points, from 3rd to 2nd: firms added most (+10.00), "
            "schools took most (−2.50)."
        ),
        f"{RISE} of B in the overall index fell by 5.00 points, from 2nd to 3rd: staff took most (−5.00).",
    ]


def test_causes_are_said_where_more_than_one_moved_scores(small: Small) -> None:
    """A town that stays while the best one doubles falls by what it is compared with."""
    before = {"A": (5, 5, 5, 5), "B": (10, 10, 10, 10), "C": (0, 0, 0, 0)}
    findings = small({2023: before, 2024: {**before, "A": (6, 5, 5, 5), "B": (20, 20, 20, 20)}})
    (sentence,) = said(findings, "zh")
    assert sentence.endswith("按原因分：自身数值 +1.87 分，参照标准 −25.62 分。")
    assert "名次仍为第 2 位" in sentence
    assert "still 2nd" in said(findings, "en")[0]
    table = made(findings, "table")
    assert [column.title.en for column in table.data.columns][4:6] == [
        "Own values",
        "Yardstick",
    ]
    assert "权重" in table.note.zh


def test_small_scores_keep_three_digits(small: Small) -> None:
    """An index between 0 and 1 moves by hundredths."""
    before = {"A": (200, 200, 200, 200), "X": (1e5, 1e5, 1e5, 1e5), "Y": (0, 0, 0, 0)}
    findings = small({2023: before, 2024: {**before, "A": (260, 200, 200, 200)}})
    assert "提高 0.0150 分" in said(findings, "zh")[0]
    assert cell_text(
        made(findings, "table").data.rows[1][3], made(findings, "table").data.columns[3], "en"
    ) == ("+0.0150")


def test_every_number_is_that_of_the_table(moved: Findings) -> None:
    """Evidence, table, figure and sheet add up to the change of the score in every region."""
    frame = moved.result.table("change_parts")
    latest = frame[frame.year == 2024]
    change = latest.groupby("region").change.sum()
    scores = moved.result.table("scores")
    index = scores[scores.node == "small"].pivot_table(index="region", columns="year", values="score")
    assert (index[2024] - index[2023] - change).abs().max() < 1e-9
    for claim in find_claims(moved, [{"kind": "change_parts", **LEVEL}]):
        region = claim.parts["region"].value
        assert claim.values["change"] == pytest.approx(change[region])
        rows = claim.evidence[0].data.rows
        assert sum(row[1] for row in rows) == pytest.approx(change[region])
        own = latest[latest.region == region].set_index("node").change
        assert claim.values["gained points"] == pytest.approx(own.max())
        assert f"region = {region}" in claim.evidence[0].where.zh
    table = made(moved, "table")
    codes = table.data.regions
    assert [row[3] for row in table.data.rows] == pytest.approx([change[code] for code in codes])
    for by in ("dimension", "indicator", "cause"):
        figure = made(moved, "figure", by=by)
        for code, row in zip(figure.data.regions, figure.data.rows, strict=True):
            assert row[2] == pytest.approx(change[code])
            assert sum(row[3:]) == pytest.approx(change[code])


@pytest.mark.parametrize("by", ["dimension", "indicator", "cause"])
def test_the_figure_is_drawn_on_a_page_and_on_a_phone(moved: Findings, by: str) -> None:
    """Gains first; bars reach to both sides of zero; the text alternative names every region."""
    figure = made(moved, "figure", by=by)
    changes = [row[2] for row in figure.data.rows]
    assert changes == sorted(changes, reverse=True)
    assert changes[0] > 0 > changes[-1]
    for language in ("zh", "en"):
        for spec in (figure.spec, figure.narrow):
            assert svg(spec, language, name="c").startswith("<svg")
    assert all(row[1].en in figure.alternative.en for row in figure.data.rows)


def test_indicators_beyond_the_colours_are_one_part(moved: Findings, monkeypatch: pytest.MonkeyPatch) -> None:
    """With two colours for four indicators: the two that moved most, and the sum of the others."""
    every = made(moved, "figure", by="indicator")
    monkeypatch.setattr("zhishu.publish.figures.change_parts.NAMED", 2)
    few = made(moved, "figure", by="indicator")
    assert [column.title.en for column in few.data.columns][-1] == "All others"
    for row, whole in zip(few.data.rows, every.data.rows, strict=True):
        assert len(row) == 6
        assert sum(row[3:]) == pytest.approx(sum(whole[3:]))


def test_movers_are_those_near_the_top(moved: Findings) -> None:
    """So many gains and losses each, of regions that rank high enough now or did so."""
    level = moved.level("town")
    change = latest_change(level)
    assert change is not None
    everyone = movers(level, change, top=50, most=5)
    assert len(everyone) == np.sum(np.abs(change.whole) > 0)
    few = [level.codes[row] for row in movers(level, change, top=50, most=1)]
    assert few == [level.codes[everyone[0]], level.codes[everyone[-1]]]
    assert all(
        min(level.ranks[row, 0], change.before[1][row]) <= 2 for row in movers(level, change, top=2, most=5)
    )


def test_the_profile_of_a_region_says_why_it_moved(moved: Findings) -> None:
    """One sentence among the others; a region that did not move has none."""
    sentences = [claim.said.plain("zh") for claim in profile_of(moved, "town", "Dale").claims]
    assert sum("比 2023 年提高" in sentence for sentence in sentences) == 1


def test_one_year_or_no_parts_say_nothing(small: Small) -> None:
    """No sentence, table, figure or sheet with one year, nor where nobody moved."""
    rows = {"A": (9, 8, 1, 2), "B": (7, 9, 3, 3)}
    findings = small(rows)
    assert said(findings, "zh") == []
    assert made(findings, "table") is None
    assert made(findings, "figure") is None
    assert not [name for name in sheets(findings) if "变动" in name]
    still = small({2023: rows, 2024: rows})
    assert said(still, "en") == []
    assert made(still, "figure") is None
    assert [row[3] for row in made(still, "table").data.rows] == [0.0, 0.0]


def test_a_region_that_is_new_has_no_change(small: Small) -> None:
    """It has a dash in the table, an empty row on the sheet, and no sentence."""
    before = {"A": (2, 2, 2, 2), "B": (3, 3, 3, 3)}
    findings = small(
        two_years(before, {**before, "A": (4, 2, 2, 2), "New": (1, 2, 3, 4)}), missing="renormalise"
    )
    assert not any("New" in sentence for sentence in said(findings, "en"))
    table = made(findings, "table")
    new = table.data.rows[table.data.regions.index("New")]
    assert cell_text(new[3], table.data.columns[3], "zh") == "—"
    rows = {row[0]: row for row in sheets(findings)["城镇-变动来源"][3:]}
    assert rows["New"][4] in (None, "")


def sheets(findings: Findings) -> dict[str, list[tuple[Any, ...]]]:
    """Return the rows of every sheet of the workbook, formulas as they are written."""
    with catch_warnings():
        simplefilter("ignore", UserWarning)  # it drops data bars and says so
        book = openpyxl.load_workbook(BytesIO(workbook_xlsx(findings.result)))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def test_the_sheet_adds_up_by_formula(moved: Findings) -> None:
    """A region's change is a SUM over the columns of its parts."""
    rows = sheets(moved)["城镇-变动来源"]
    assert rows[2][:5] == ("代码", "城镇", "2023 年名次", "2024 年名次", "得分变动")
    assert rows[3][4] == "=SUM(F4:I4)"


def test_the_default_outline_says_why(moved: Findings) -> None:
    """Sentences, figure and table stand with the level's results."""
    overall = next(part for part in default_outline(moved.edition).parts if part.id == "overall")
    kinds = [item.kind for part in overall.parts for item in part.items]
    assert kinds.count("change_parts") == 2


def test_changes_are_printed_with_their_sign() -> None:
    """A plus, a minus that is no hyphen, and none for what rounds to nothing."""
    column = Column("change", Text("变动", "Change"), "change", digits=1)
    assert [cell_text(value, column, "en") for value in (1.25, -1.25, 0.01, 1234.0, None, np.nan)] == [
        "+1.2", "−1.2", "0.0", "+1,234.0", "—", "—",
    ]  # fmt: skip
