"""Slides of other editions: other levels and dimensions, and those with little to show."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.publish.findings import Findings
from zhishu.publish.slides import slides_pptx
from zhishu.publish.slides.deck import pages_of
from zhishu.publish.slides.sentences import leader_sentence
from zhishu.publish.slides.telling import Telling

LONG = "一个名字特别特别长的地方以至于哪里都放不下"


def told(result, document_for, language="zh"):
    """Return the pages of a result."""
    return pages_of(Telling(document_for(result), Findings(result), language))


@pytest.mark.parametrize("dimensions", [1, 2, 5])
def test_page_count_follows_the_dimensions(towns, framework_of, document_for, opened, dimensions):
    """An index of one level has a page per dimension beside the five others; without draws none on them."""
    tree = {f"d{at}": {f"d{at}{of}": None for of in range(2)} for at in range(dimensions)}
    result = towns(("甲", "乙", "丙", "丁"), framework=framework_of(tree))
    data = slides_pptx(document_for(result), Findings(result))
    assert len(opened(data).slides) == 6 + dimensions


@pytest.mark.parametrize(
    ("names", "scores"),
    [
        (("甲",), [50.0]),
        (("甲", "乙"), [np.nan, np.nan]),
        (("甲", "乙", "丙"), [5.0, np.nan, 2.0]),
        (("甲", "乙", "丙"), [0.0, 0.0, 0.0]),
        (("甲", "乙", "丙"), [-5.0, -1.0, 2.0]),
        (tuple(f"{LONG}{at}" for at in range(40)), None),
    ],
)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_degenerate_results_make_slides(towns, document_for, opened, names, scores, language):
    """One region, no score, ties, negative scores, endless names: slides all the same."""
    result = towns(names, scores=None if scores is None else np.array(scores))
    data = slides_pptx(document_for(result), Findings(result), language)
    assert all(slide.shapes.title.text_frame.text for slide in opened(data).slides)


def test_an_edition_without_scores_has_cover_method_and_end(towns, document_for):
    """What is not scored is not ranked: three pages are left."""
    from dataclasses import replace

    result = towns(("甲", "乙"))
    level = result.levels["town"]
    bare = replace(result, levels={"town": type(level)(level.panel)})
    assert len(told(bare, document_for)) == 3


def test_regions_that_share_the_first_place_are_named_together(towns, document_for):
    """Nobody is said to lead alone when two have the same score."""
    result = towns(("甲", "乙", "丙"), scores=np.array([9.0, 9.0, 1.0]))
    telling = Telling(document_for(result), Findings(result), "zh")
    assert leader_sentence(telling, telling.level) == "甲、乙并列城镇首位，得 9.0 分"


def test_without_draws_nobody_is_said_to_be_ahead(towns, document_for):
    """A lead that no draw supports is told as an order of scores only."""
    result = towns(("甲", "乙", "丙"), scores=np.array([9.0, 8.0, 1.0]))
    telling = Telling(document_for(result), Findings(result), "en")
    sentence = leader_sentence(telling, telling.level)
    assert "ahead" not in sentence
    assert sentence == "甲 has the highest score of the towns, 9.0; 乙 comes second"


def test_an_order_that_draws_do_not_support_is_called_uncertain(findings, document_for):
    """When the first is ahead in half of the draws only, nobody is said to lead."""
    from copy import copy

    telling = Telling(document_for(findings.result), findings, "zh")
    level = copy(findings.level("city"))
    assert leader_sentence(telling, level).startswith("北京以 ")
    level.__dict__["ahead"] = np.full_like(level.ahead, 0.5)
    assert leader_sentence(telling, level).endswith("居重点城市前两位，名次难分先后")


def test_no_name_is_a_formula_in_the_workbooks_of_charts():
    """Names of groups or series that begin like a formula are neutral text in the embedded workbook."""
    from io import BytesIO
    from zipfile import ZipFile

    from openpyxl import load_workbook

    from zhishu.publish.slides.page import BODY, Bars, Page, Series
    from zhishu.publish.slides.write import presentation_bytes

    bars = Bars(BODY, "t", ("=1+1", "b"), (Series("@x", (1.0, 2.0), "accent"),), "bars")
    data = presentation_bytes([Page("chart", "t", parts=(bars,))], "zh", title="t", year=2023, drawn={})
    with ZipFile(BytesIO(data)) as deck:
        name = next(name for name in deck.namelist() if name.endswith(".xlsx"))
        sheet = load_workbook(BytesIO(deck.read(name))).worksheets[0]
    assert [cell.value for cell in sheet["A"]][1:] == ["'=1+1", "b"]
    assert sheet["B1"].value == "'@x"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
