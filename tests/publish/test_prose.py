"""Editors' words: Markdown in two languages with placeholders."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishu.errors import EditionError
from zhishu.framework import Text
from zhishu.publish.document import Heading, Paragraph, Said, Span
from zhishu.publish.prose import blocks_of


def resolve(what: str, name: str, where: str) -> Said:
    """Say every placeholder as its name in angle brackets, with evidence."""
    del where
    return Said((Span(f"〈{name}〉", f"{what}-{name}"),), (Span(f"<{name}>", f"{what}-{name}"),))


def blocks(zh: str, en: str | None = None) -> tuple:
    return blocks_of(Text(zh, zh if en is None else en), resolve, where="report.yaml, line 3")


def test_blocks_come_in_reading_order_with_their_kinds():
    """Headings, paragraphs, points and quotes keep their order."""
    found = blocks("## 标题\n\n一段。\n\n- 甲\n- 乙\n\n> 引文", "## Title\n\nOne.\n\n- a\n- b\n\n> said")
    assert found[0] == Heading(Text("标题", "Title"))
    assert [block.kind for block in found[1:]] == ["text", "bullet", "bullet", "quote"]
    assert [block.said.plain("en") for block in found[1:]] == ["One.", "a", "b", "said"]


def test_a_placeholder_becomes_a_span_with_its_evidence():
    """What a placeholder says carries the id of its proof; the words around it do not."""
    (paragraph,) = blocks("共有 {value:count/city} 个城市，**其中** {claim:seats}。")
    assert isinstance(paragraph, Paragraph)
    spans = paragraph.said.zh
    assert [span.evidence for span in spans if span.evidence] == ["value-count/city", "claim-seats"]
    assert paragraph.said.plain("zh") == "共有 〈count/city〉 个城市，其中 〈seats〉。"
    assert [span.text for span in spans if span.strong] == ["其中"]


def test_a_broken_line_is_one_space_in_english_and_nothing_in_chinese():
    """Chinese has no space between words, so none is made of a line's end."""
    (paragraph,) = blocks("第一行\n第二行", "first\nsecond")
    assert paragraph.said.plain("zh") == "第一行第二行"
    assert paragraph.said.plain("en") == "first second"


def test_a_folded_line_leaves_no_gap_in_chinese():
    """YAML folds lines with a space, which Chinese does not have between characters; other spaces stay."""
    (paragraph,) = blocks("重点城市。 企业类指标有 3 项， 另有政策。", "Cities. Firms.")
    assert paragraph.said.plain("zh") == "重点城市。企业类指标有 3 项，另有政策。"


def test_languages_with_different_blocks_are_refused():
    """A paragraph that was not translated is named with its line."""
    with pytest.raises(EditionError, match="do not have the same blocks") as caught:
        blocks("一。\n\n二。", "One.")
    assert caught.value.where == "report.yaml, line 3"
    assert "zh: text, text; en: text" in str(caught.value.seen)


@pytest.mark.parametrize("words", ["![p](x.png)", "```\ncode\n```", "---", "a\n\n***\n\nb"])
def test_markdown_that_has_no_place_is_refused(words: str):
    """A picture or code block is not dropped in silence."""
    with pytest.raises(EditionError, match="no place in a report"):
        blocks(words)


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), max_size=60))
def test_html_is_words_not_markup(words: str):
    """Whatever stands in angle brackets is text, or is refused; it never becomes an element."""
    try:
        found = blocks(f"甲 <b>{words.strip()}</b>")
    except EditionError:
        return
    assert "<b>" in "".join(block.said.plain("zh") for block in found if isinstance(block, Paragraph))
