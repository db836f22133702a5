"""The page as a whole."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import numpy as np
import pytest

from zhishu.errors import Repair
from zhishu.framework import Text
from zhishu.publish import report_html

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.result import Result

    Build = Callable[..., Result]

HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"
OPEN_TAGS = {"meta", "link", "input", "rect", "path", "line", "br", "img"}
NO_LINE_STARTS_WITH = "、。，；：？！”）》"


class Tags(HTMLParser):
    """The tags of a page and whether they are closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

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


def tags_of(page: str) -> list[tuple[str, dict[str, str | None]]]:
    """Return every tag with its attributes; an unclosed or misplaced one fails."""
    parser = Tags()
    parser.feed(page)
    parser.close()
    assert parser.open == []
    return parser.seen


def test_page_is_small_and_fetches_nothing(pages: dict[str, str]) -> None:
    """Under eight megabytes, and no address in it leads anywhere but into the page itself."""
    for page in pages.values():
        assert len(page.encode()) < 8_000_000
        addresses = [
            attrs.get(name)
            for _, attrs in tags_of(page)
            for name in ("src", "href", "action")
            if name in attrs
        ]
        assert all(address.startswith(("#", "data:")) for address in addresses if address)
        assert re.findall(r"url\((?!data:|#)[^)]*\)", page) == []


def test_policy_allows_only_the_style_and_script_of_the_page(pages: dict[str, str]) -> None:
    """The policy's hashes are those of the inline style and script, and nothing else may load or run."""
    for page in pages.values():
        policy = re.search(r'Security-Policy" content="([^"]*)"', page)
        assert policy is not None
        for tag in ("style", "script"):
            inside = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
            assert inside is not None
            digest = b64encode(sha256(inside.group(1).encode()).digest()).decode()
            assert f"{tag}-src &#39;sha256-{digest}&#39;" in policy.group(1)
        assert "default-src &#39;none&#39;" in policy.group(1)
        assert not any("style" in attrs for _, attrs in tags_of(page))


def test_same_result_gives_same_bytes(china: Build) -> None:
    """Two pages of one result are equal to the byte."""
    assert report_html(china()) == report_html(china())


def test_page_says_what_its_data_are_wherever_they_show(pages: dict[str, str]) -> None:
    """The edition's note stands at the head, under every figure and table, and at the foot."""
    shown = pages["zh"].count("<figure ") + pages["zh"].count('<div class="table')
    assert pages["zh"].count("并非原始数据") >= shown + 2
    assert pages["en"].count("not the original data") >= shown + 2


def test_page_has_both_tables_a_map_a_radar_and_the_weights(pages: dict[str, str]) -> None:
    """Tables 2-1, 2-2 and 1-1, the map and the radar are there, numbered, in both languages."""
    for label in ("表 2-1", "表 2-2", "表 1-1", "图 2-1", "图 2-2"):
        assert f'<span class="label">{label}</span>' in pages["zh"]
    for part in ("map-province", "map-city", "leading-province", "leading-city", "all-city", "framework"):
        assert f'id="{part}"' in pages["en"]
    assert "8,780" in pages["zh"]


def test_improved_vector_method_is_never_named_without_its_note(pages: dict[str, str]) -> None:
    """Where the name of the weighting stands, the note on its open formula stands as well."""
    assert "改进向量法" in pages["zh"]
    assert "解读" in pages["zh"]
    assert "is a reading of it" in pages["en"]


def test_page_is_accessible_in_its_structure(pages: dict[str, str]) -> None:
    """Language, one first heading, scopes on headings of tables, captions, and words for every drawing."""
    for language, page in pages.items():
        tags = tags_of(page)
        assert dict(tags)["html"]["lang"] == {"zh": "zh-CN", "en": "en"}[language]
        names = [tag for tag, _ in tags]
        assert names.count("h1") == 1
        assert names.count("table") == names.count("caption")
        assert all(attrs.get("scope") in ("row", "col") for tag, attrs in tags if tag == "th")
        drawings = [attrs for _, attrs in tags if attrs.get("role") == "img"]
        assert len(drawings) >= 10
        assert all(len(attrs["aria-label"] or "") > 20 for attrs in drawings)
        ids = [attrs["id"] for _, attrs in tags if "id" in attrs]
        assert len(ids) == len(set(ids))


def test_hostile_names_are_text(towns: Build) -> None:
    """Markup, quotes and template braces in a region's name, a note or a repair are shown, never run."""
    result = towns((HOSTILE, "B", "C"), note=Text(HOSTILE, HOSTILE), publisher=Text(HOSTILE, HOSTILE))
    result = replace(
        result,
        repairs=(Repair("kind", Text("某处", "where"), Text(HOSTILE, HOSTILE)),),
        quarantined={HOSTILE: 2},
    )
    for language in ("zh", "en"):
        page = report_html(result, language=language)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page
        assert "{{ 7*7 }}" in page
        assert [attrs.get("type") for tag, attrs in tags_of(page) if tag == "script"] == [
            "application/json",
            None,
        ]


@pytest.mark.parametrize(
    ("names", "scores"),
    [
        (("Only",), [3.0]),
        (("A", "B"), [2.0, 2.0]),
        (("A", "B", "C"), [0.0, 0.0, 0.0]),
        (("A", "B"), [np.nan, 1.0]),
        (("A", "B"), [np.nan, np.nan]),
        (("名" * 80, "W" * 200), [1.0, 2.0]),
        (tuple(f"T{number}" for number in range(40)), None),
    ],
)
def test_any_shape_of_ranking_makes_a_page(
    towns: Build, names: tuple[str, ...], scores: list[float] | None
) -> None:
    """One region, ties, zeros, missing totals, very long names: a sound page without a map."""
    page = report_html(towns(names, scores=None if scores is None else np.array(scores)), language="en")
    tags_of(page)
    assert all(name in page for name in names)
    assert 'id="map-' not in page


def test_edition_without_provinces_has_a_map_of_cities(china: Build) -> None:
    """Without the level of provinces the cities still have their map, and are numbered from 1."""
    result = china()
    levels = tuple(level for level in result.edition.levels if level.id == "city")
    edition = replace(result.edition, levels=levels)
    page = report_html(replace(result, edition=edition, levels={"city": result.levels["city"]}))
    assert 'id="map-city"' in page
    assert 'id="map-province"' not in page
    assert "图 2-1" in page


def test_a_map_stands_before_the_table_of_its_level(china: Build) -> None:
    """The map of a level is seen before its leading regions are listed."""
    result = china()
    edition = replace(result.edition, levels=result.edition.levels[:1])
    page = report_html(replace(result, edition=edition))
    assert page.index('id="map-province"') < page.index('id="leading-province"')


def test_result_without_scores_says_so(towns: Build) -> None:
    """Nothing ranked is said in words, on a page that is otherwise whole."""
    page = report_html(replace(towns(("A",)), levels={}))
    assert "没有可显示的内容" in page
    tags_of(page)


def test_published_ranks_are_compared(china: Build, tmp_path: object) -> None:
    """A rank that differs from the published one is marked, an equal one quietly, and both are counted."""
    result = china(facts="facts.csv")
    panel, ranks = result.levels["province"].panel, result.levels["province"].ranks[0, :, 0]
    first, second = np.argsort(ranks)[:2]
    rows = [
        "id,level,region,measure,relation,value,tolerance,unit",
        f"F1,province,{panel.names[first]},index,rank,1,,",
        f"F2,province,{panel.names[second]},index,rank,9,,",
    ]
    (result.edition.folder / "facts.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    page = report_html(result)
    assert page.count('<span class="differs">') == 1
    assert "公布 9" in page
    assert "表中 2 个公布名次，1 个与本页一致。" in page
    assert tmp_path == result.edition.folder


def test_characters_outside_the_font_are_reported_on_the_page(towns: Build) -> None:
    """A name with a character that the font lacks is named at the foot of the page."""
    page = report_html(towns(("A\ue123", "B")), language="en")
    assert "The embedded font lacks these characters" in page
    assert "lacks these characters" not in report_html(towns(("A", "B")), language="en")


def test_repairs_and_quarantined_rows_are_told(china: Build) -> None:
    """What was repaired or set aside on the way is on the page."""
    told = Repair("kind", Text("层级 city", "level city"), Text("一处处理", "a repair"))
    result = replace(china(), repairs=(told,), quarantined={"firms": 3, "laws": 0})
    page = report_html(result, language="en")
    assert "level city: a repair" in page
    assert "一处处理" not in page
    assert "Table firms: 3 rows failed a check" in page
    assert "Table laws" not in page
    chinese = report_html(result, language="zh")
    assert "层级 city：一处处理" in chinese
    assert "a repair" not in chinese


def test_no_fixed_word_begins_with_closing_punctuation() -> None:
    """No fixed text could begin a line with a stop or a closing mark."""
    from zhishu.publish.wording import WORDS

    assert not [text.zh for text in WORDS.values() if text.zh[0] in NO_LINE_STARTS_WITH]
