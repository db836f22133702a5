"""The guide to choosing a method: what it names exists, and its two languages keep step."""

from __future__ import annotations

import re
from pathlib import Path

from zhishu.registry import methods
from zhishu.step_kinds import STEPS

DOCS = Path(__file__).parents[2] / "docs"
GUIDES = (DOCS / "13-choosing.md", DOCS / "13-choosing.zh-CN.md")
WORDS = {"base", "data_threshold", "effective", "uncertain"}
"""What else stands there in the form of an id: options, a column, a part of edition.yaml."""


def codes(guide: Path) -> list[str]:
    """Return what stands between backticks, outside of blocks, in order."""
    text = re.sub(r"```.*?```", "", guide.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [code for code in re.findall(r"`([^`]+)`", text) if not code.startswith("zhishu ")]


def test_every_method_that_is_named_exists() -> None:
    """Every code that looks like an id is one, or is known to be something else."""
    known = {method.id for kind in STEPS for method in methods(kind)} | WORDS
    for guide in GUIDES:
        named = {code for code in codes(guide) if re.fullmatch(r"[a-z][a-z0-9_]*", code)}
        assert named <= known
        assert len(named) > 60


def test_both_languages_name_the_same_in_the_same_order() -> None:
    """Methods, options and tables alike."""
    english, chinese = (guide.read_text(encoding="utf-8") for guide in GUIDES)
    assert codes(GUIDES[0]) == codes(GUIDES[1])
    tables = [re.findall(r"\b[a-z_]+\.csv\b", text) for text in (english, chinese)]
    assert tables[0] == tables[1]
    assert english.count("\n|") == chinese.count("\n|")
