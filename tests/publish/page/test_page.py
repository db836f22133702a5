"""The page of a document, without a browser."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from zhishu.framework import Text
from zhishu.publish.document import KeyNumber, Paragraph, Section, said
from zhishu.publish.drawings import drawings
from zhishu.publish.figure import Column, Data, Interval, Table
from zhishu.publish.page import page_html
from zhishu.publish.page.cover import skyline, skyline_width
from zhishu.publish.page.page import page_data
from zhishu.publish.page.table_view import cell_view, data_view, table_view

HOSTILE = "</script><script>alert(1)</script>\"'&{{ 7*7 }}\u2028"
OPEN_TAGS = {"meta", "link", "input", "rect", "path", "line", "br", "img"}


def made_up() -> Any:
    """Return the module beside this file that makes documents up; tests are no package to import from."""
    path = Path(__file__).with_name("made_up_document.py")
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


MADE = made_up()


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    """Return the page of the made-up document in both languages."""
    return {language: page_html(MADE.whole_document(), language) for language in ("zh", "en")}


class Tags(HTMLParser):
    """The tags of a page with their attributes; one that is not closed in order fails."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag and hold it open."""
        self.seen.append((tag, dict(attrs)))
        if tag not in OPEN_TAGS:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag that closes itself."""
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost tag."""
        assert self.open.pop() == tag


def data_of(page: str) -> Any:
    """Return the data inside a page as the script reads it."""
    found = re.search(r'<script type="application/json" id="page-data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found.group(1))


def test_policy_allows_exactly_what_the_page_holds(pages: dict[str, str]) -> None:
    """Style and script run by their hashes, nothing else, and no element carries a style or a handler."""
    for page in pages.values():
        policy = re.search(r'Security-Policy" content="([^"]*)"', page)
        assert policy is not None
        for tag in ("style", "script"):
            inside = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            assert inside is not None
            digest = b64encode(sha256(inside.group(1).encode()).digest()).decode()
            assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy.group(1)
        assert "default-src &#39;none&#39;" in policy.group(1)
        names = {name for _, attrs in Tags(page).seen for name in attrs}
        assert not [name for name in names if name == "style" or name.startswith("on")]


def test_page_fetches_nothing(pages: dict[str, str]) -> None:
    """No address in the page leads out of it."""
    for page in pages.values():
        addresses = [
            attrs[name] for _, attrs in Tags(page).seen for name in ("src", "href", "action") if name in attrs
        ]
        assert addresses
        assert all(address is not None and address.startswith(("#", "data:")) for address in addresses)


def test_links_lead_to_parts_of_the_page_and_ids_are_unique(pages: dict[str, str]) -> None:
    """Every inner link has its target, every control its panel, and no id stands twice."""
    for page in pages.values():
        seen = Tags(page).seen
        ids = [attrs["id"] for _, attrs in seen if "id" in attrs]
        assert len(ids) == len(set(ids))
        links = [attrs["href"] for tag, attrs in seen if tag == "a"]
        assert {link[1:] for link in links if link} <= set(ids)


def test_edition_is_named_in_title_and_cover(pages: dict[str, str]) -> None:
    """The window's title, the bar and the cover say which edition it is, whatever stands over the name."""
    assert "<title>城镇指数 2024</title>" in pages["zh"]
    assert pages["zh"].count(">2024<") == 2


def test_headings_step_down_one_at_a_time(pages: dict[str, str]) -> None:
    """One first heading, and no level is skipped on the way down."""
    levels = [int(tag[1]) for tag, _ in Tags(pages["en"]).seen if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_every_kind_of_block_is_shown(pages: dict[str, str]) -> None:
    """Lead, text, points, quote, notice, headings, tables, figures and nested sections stand on the page."""
    page = pages["zh"]
    for part in (
        'class="said lead"',
        '<ul class="points">',
        "<blockquote>",
        'class="remark"',
        "小标题",
        "更深",
    ):
        assert part in page
    assert page.count("<li>") + page.count('<li id="said-') == 3 + 4
    assert page.count("<figure ") == 2
    assert '<span class="number">1.1.1</span>' in page
    assert "<strong>甲市</strong>" in page
    assert '<a href="#bars">图 1-1</a>' in page


def test_note_on_the_data_stands_with_every_table_and_figure(pages: dict[str, str]) -> None:
    """The edition's note stands on the cover, at the foot, and with each of two tables and two figures."""
    assert pages["zh"].count(MADE.NOTE.zh) == 6
    assert pages["en"].count(MADE.NOTE.en) == 6


def test_same_document_gives_same_bytes(pages: dict[str, str]) -> None:
    """Two pages of one document are equal, also when its drawings are given."""
    document = MADE.whole_document()
    assert page_html(document, "zh") == pages["zh"]
    assert page_html(document, "zh", drawn=drawings(document.figures, "zh", workers=2)) == pages["zh"]


def test_hostile_words_stay_words() -> None:
    """Markup in names, sentences, evidence and records is text on the page and in its data."""
    hostile = Text(HOSTILE, HOSTILE)
    document = MADE.whole_document(name=hostile, publisher=hostile, note=hostile, repairs=(hostile,))
    proof = replace(document.evidence["lead"], title=hostile, formula=hostile)
    book = replace(document.books[0], names=(hostile, *document.books[0].names[1:]))
    document = replace(document, evidence={"lead": proof}, books=(book,))
    page = page_html(document, "en")
    Tags(page)
    assert "<script>alert" not in page
    assert "{{ 7*7 }}" in page
    data = data_of(page)
    assert data["proofs"]["lead"]["title"] == HOSTILE
    assert data["books"]["town"]["names"][0] == HOSTILE


def test_data_hold_evidence_and_books_in_the_language_of_the_page(pages: dict[str, str]) -> None:
    """Evidence has its cells as they are printed, a book its numbers; words are of the page's language."""
    for language, title, name in (("zh", "甲市居首", "规模"), ("en", "Alpha leads", "Size")):
        data = data_of(pages[language])
        proof, book = data["proofs"]["lead"], data["books"]["town"]
        assert proof["title"] == title
        assert proof["cells"]["rows"][0][-1] == "100.00"
        assert proof["cells"]["regions"] == list(MADE.CODES)
        assert proof["counted"] == "30"
        assert book["nodes"][1]["name"] == name
        assert book["nodes"][2]["records"]["found"]["A"] == [30, ["1", "Firm <one>"], ["2", "Firm two"]]
        assert "prepared" not in book


def test_book_of_missing_numbers_is_sound_data() -> None:
    """NaN and infinity are null in the data, and a prepared panel that differs stands beside the raw one."""
    book = MADE.book()
    scores = book.scores.copy()
    scores[3, 0] = np.nan
    document = MADE.whole_document(
        books=(replace(book, scores=scores, prepared=book.raw + 1, lowest=None, highest=None),)
    )
    data = json.loads(page_data(document, "zh"))["books"]["town"]
    assert data["scores"][3][0] is None
    assert data["prepared"][0] == [31, 201, 6]
    assert "lowest" not in data


@pytest.mark.parametrize(
    "more",
    [
        {"sections": (), "books": (), "evidence": {}, "key_numbers": ()},
        {"publisher": None, "note": None, "date": "", "repairs": (), "books": ()},
        {"sections": (Section("one", Text("空", "Empty")),)},
        {
            "sections": (
                Section("t", Text("表", "T"), blocks=(Table("x", "", Text("空", "E"), Data((), ())),)),
            )
        },
        {"key_numbers": (KeyNumber("1", Text("个", "of"), "nothing"),)},
        {"sections": (Section("w", MADE.LONG, blocks=(Paragraph(said(MADE.LONG), evidence="plain"),)),)},
    ],
)
def test_any_shape_of_document_makes_a_sound_page(more: dict[str, Any]) -> None:
    """Nothing to show, missing optional parts, empty sections and tables, very long words: a whole page."""
    for language in ("zh", "en"):
        page = page_html(MADE.whole_document(**more), language)
        Tags(page)
        assert "None" not in re.sub(r"<(script|style)\b.*?</\1>", "", page, flags=re.DOTALL)


def test_only_long_tables_have_tools(pages: dict[str, str]) -> None:
    """A table of more than twenty rows can be sorted and filtered; a short one and a tree cannot."""
    assert pages["zh"].count('<form class="tools"') == 1
    tree = MADE.ranking("tree", times=8)
    tree = replace(tree, data=replace(tree.data, depths=(1,) * 32))
    assert not table_view(tree, "zh", note=None)["long"]


def test_rows_lead_to_regions_and_columns_to_nodes(pages: dict[str, str]) -> None:
    """Tables carry level, regions and nodes, so that the script can follow a cell."""
    assert pages["zh"].count('data-level="town"') == 4
    assert 'data-node="index"' in pages["zh"]
    assert pages["zh"].count('data-region="A"') == 1 + 8 + 2


@pytest.mark.parametrize(
    ("interval", "full", "wanted"),
    [
        (Interval(1.0, 4.0), 4.0, ("0", "100")),
        (Interval(2.0, 2.0), 4.0, ("25", "25")),
        (Interval(float("nan"), float("nan")), 4.0, None),
        (Interval(1.0, 1.0), 1.0, None),
    ],
)
def test_interval_is_drawn_on_the_scale_of_its_column(
    interval: Interval, full: float, wanted: tuple[str, str] | None
) -> None:
    """An interval covers its ranks of all ranks in the column; none is drawn without a scale."""
    view = cell_view(interval, Column("i", Text("区间", "Interval"), "interval"), "zh", full=full)
    assert view["span"] == wanted
    assert view["numeric"]


def test_cells_of_another_type_than_their_column_are_shown_as_they_are() -> None:
    """A word, a number or nothing in a column of ranks is no chip and no fault."""
    column = Column("rank", Text("名次", "Rank"), "rank")
    kinds = [cell_view(cell, column, "zh")["kind"] for cell in ("—", 3.0, None, Text("无", "none"))]
    assert kinds == ["text", "number", "text", "text"]


def test_first_column_of_words_heads_the_rows() -> None:
    """Without a column called region or node, the first one of words names each row; with none, no cell does."""
    words = Data((Column("n", Text("数", "N"), "number"), Column("kind", Text("类", "Kind"))), ((1.0, "a"),))
    headings = [cell["heading"] for cell in data_view(words, "zh")["rows"][0]["cells"]]
    assert headings == [False, True]
    numbers = Data((Column("n", Text("数", "N"), "number"),), ((1.0,),))
    assert not data_view(numbers, "zh")["rows"][0]["cells"][0]["heading"]


def test_cover_draws_the_scores_of_the_largest_level() -> None:
    """A bar per region with a score, the best as high as the picture; of a few regions, none, or without scores."""
    few = MADE.book()
    scores = np.array([[float(score), 0, 0, 0, 0] for score in (*range(20, 0, -1), np.nan)])
    many = replace(few, codes=tuple(map(str, range(21))), scores=scores)
    drawn = skyline((few, many))
    assert drawn.count("M") == skyline_width((few, many)) == 20
    assert drawn.startswith("M0.2 0h")
    assert skyline((few,)) == skyline(()) == ""
    assert skyline((replace(many, scores=np.full((21, 5), np.nan)),)) == ""
