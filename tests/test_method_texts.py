"""The Chinese of the registry: every text of every method, and the sheets and pages made of them."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from zhishu.cli import main
from zhishu.elsewhere import chinese_notes, methods_elsewhere
from zhishu.method_texts import chinese_texts, in_both, texts_of
from zhishu.registry import RAISES, methods

NOTES = sorted({one.note for one in methods_elsewhere() if one.note})
SAID = sorted({text for method in methods() for text in texts_of(method)})
CODE = re.compile(r"`[^`]+`")
NUMBER = re.compile(r"(?<![A-Za-z_\d.])\d+(?:\.\d+)?(?![A-Za-z_\d])")


def test_every_text_stands_in_chinese_and_none_that_is_not_said() -> None:
    """What a method needs, its range, its degenerate cases and options; no text that no method says."""
    assert sorted(chinese_texts()) == SAID


def test_every_note_on_other_programs_stands_in_chinese_and_none_that_is_not_said() -> None:
    """Why a method of another program is not offered, and with which options it is."""
    assert sorted(chinese_notes()) == NOTES


@pytest.mark.parametrize("text", [*SAID, *NOTES])
def test_a_translation_keeps_what_is_no_language(text: str) -> None:
    """Code stays code, figures stay figures, an error stays an error; words become Chinese ones."""
    chinese = chinese_notes()[text] if text in NOTES else in_both(text).zh
    assert sorted(CODE.findall(chinese)) == sorted(CODE.findall(text))
    assert set(NUMBER.findall(text)) <= set(NUMBER.findall(chinese))
    assert text.startswith(RAISES) == chinese.startswith("报错：")
    assert re.search(r"[\u4e00-\u9fff]", chinese) or not re.search(r"[a-z]{3}", CODE.sub("", text))


def test_the_sheet_is_printed_in_chinese() -> None:
    """Labels, limits, options and defaults; a text without its own Chinese would show its English."""
    printed = CliRunner().invoke(main, ["methods", "熵值法", "--lang", "zh"]).output
    assert "前提: 不小于 0 的比率标度数值" in printed
    assert "负值: 报错：数值须不小于 0" in printed
    assert "选项 shift: 先加到每个数值上；它会改变权重，须加以说明（数，不小于 0；默认 0.0）" in printed
    assert "needs" not in printed


def test_weights_that_only_count_are_said_to() -> None:
    """In both languages where the size of a weight makes no difference, and nowhere else."""
    for language, word in (
        ("zh", "权重: 权重大于 0 的列参与合成"),
        ("en", "weights: they only say which columns"),
    ):
        ask = ["--lang", language]
        assert word in CliRunner().invoke(main, ["methods", "directional_benefit", *ask]).output
        assert word not in CliRunner().invoke(main, ["methods", "topsis", *ask]).output


def test_the_list_is_printed_in_chinese() -> None:
    """The range in Chinese, the id as a recipe has it."""
    lines = CliRunner().invoke(main, ["methods", "--lang", "zh"]).output.splitlines()
    assert lines[0].split() == ["步骤", "方法", "名称", "英文名称", "取值"]
    assert next(line for line in lines if " directional_benefit " in line).endswith(
        "前沿上为 1，`own: left_out` 时不小于 1"
    )


def test_the_data_hold_both_languages() -> None:
    """`--json` gives every text as zh and en."""
    found = json.loads(CliRunner().invoke(main, ["methods", "topsis", "--json"]).output)[0]
    assert found["needs"] == {
        "zh": "数值齐全；各列同一标度，或 normalisation: vector",
        "en": "every value; columns on one scale, or normalisation: vector",
    }
    assert found["degenerate"]["single_region"] == {"zh": "0.5", "en": "0.5"}


def test_the_seed_is_a_line_of_methods_that_draw_alone() -> None:
    """Every aggregator takes the step's seed, for its groups may be scored by one that draws."""
    drawing = CliRunner().invoke(main, ["methods", "robust_directional_benefit"]).output
    assert "option seed" in drawing
    assert "option seed" not in CliRunner().invoke(main, ["methods", "arithmetic"]).output
