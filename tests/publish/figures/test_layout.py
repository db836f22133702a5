"""What is drawn: inside the picture, in one language, with marks that know their row, the same each time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from zhishu.publish.drawing import overlap, text_width
from zhishu.publish.figure import cell_text, in_language
from zhishu.publish.kinds import KINDS
from zhishu.publish.render import svg
from zhishu.publish.style import COLOURS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.publish.figure import Figure, Language

LANGUAGES: tuple[Language, ...] = ("zh", "en")
LOOSE = 2.0
CHINESE = re.compile(r"[\u4e00-\u9fff]")
KINDS_SHOWN = (
    "rank_scatter", "radars", "group_ranks", "stacked_bars", "contributions", "grouped_bars", "breakdown", "bars",
    "bars_and_count", "bubble", "share_bars", "coverage_bars", "coherence", "interval_dots", "dendrogram",
    "cluster_profiles", "slope", "rank_history", "change_parts",
)  # fmt: skip


def specs(figure: Figure) -> Iterator[tuple[Language, dict[str, Any]]]:
    """Yield every drawing of a figure: wide and narrow, in both languages."""
    for language in LANGUAGES:
        for spec in (figure.spec, figure.narrow):
            assert spec is not None
            yield language, in_language(spec, language)


def boxes(layer: dict[str, Any]) -> list[tuple[float, float, float, float]]:
    """Return the boxes of a layer's texts, as wide as the estimate of their words."""
    mark = layer["mark"]
    size, align = mark.get("fontSize", 12), mark.get("align", "center")
    found = []
    for row in layer["data"]["values"]:
        lines = row["text"] if isinstance(row["text"], list) else [row["text"]]
        wide = max(text_width(str(line), size) for line in lines)
        left = row["x"] - {"left": 0.0, "center": wide / 2, "right": wide}[align]
        tall = size * 0.5
        found.append((left, row["y"] - tall, left + wide, row["y"] + tall))
    return found


def texts(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the layers of texts."""
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == "text"]


@pytest.mark.parametrize("kind", KINDS_SHOWN)
def test_every_word_stands_inside_the_picture(every_figure: dict[str, Figure], kind: str) -> None:
    """No text of any drawing leaves its view box, wide or narrow, in either language."""
    for language, spec in specs(every_figure[kind]):
        for layer in texts(spec):
            for box, row in zip(boxes(layer), layer["data"]["values"], strict=True):
                inside = (
                    box[0] >= -LOOSE
                    and box[2] <= spec["width"] + LOOSE
                    and box[1] >= -LOOSE
                    and box[3] <= spec["height"] + LOOSE
                )
                assert inside, (language, spec["width"], layer["name"], row)


@pytest.mark.parametrize("kind", [kind for kind in KINDS_SHOWN if kind != "radars"])
def test_no_word_covers_another(every_figure: dict[str, Figure], kind: str) -> None:
    """No two texts of a drawing overlap, by the estimate of their width."""
    for language, spec in specs(every_figure[kind]):
        found = [
            (box, row["text"], layer["name"])
            for layer in texts(spec)
            for box, row in zip(boxes(layer), layer["data"]["values"], strict=True)
        ]
        found.sort(key=lambda item: item[0][1])
        for at, (box, text, name) in enumerate(found):
            for other, other_text, other_name in found[at + 1 : at + 60]:
                shrunk = (other[0] + 1, other[1] + 1, other[2] - 1, other[3] - 1)
                assert not overlap(box, shrunk), (language, spec["width"], name, text, other_name, other_text)


@pytest.mark.parametrize("kind", KINDS_SHOWN)
def test_every_mark_stands_inside_the_picture(every_figure: dict[str, Figure], kind: str) -> None:
    """Both ends of every bar, line and point lie in the view box."""
    for _, spec in specs(every_figure[kind]):
        for layer in spec["layer"]:
            for row in layer["data"]["values"]:
                for key, size in (("x", "width"), ("x2", "width"), ("y", "height"), ("y2", "height")):
                    assert -LOOSE <= row.get(key, 0) <= spec[size] + LOOSE, (layer["name"], row)


@pytest.mark.parametrize("kind", KINDS_SHOWN)
def test_marks_know_rows_of_the_data(every_figure: dict[str, Figure], kind: str) -> None:
    """Every position that a mark names is a row of the figure's data, and some mark names one."""
    figure = every_figure[kind]
    named = [
        row["row"]
        for _, spec in specs(figure)
        for layer in spec["layer"]
        for row in layer["data"]["values"]
        if "row" in row
    ]
    assert named
    assert 0 <= min(named) <= max(named) < len(figure.data.rows)


@pytest.mark.parametrize("kind", KINDS_SHOWN)
def test_words_are_there_in_both_languages(every_figure: dict[str, Figure], kind: str) -> None:
    """Title, note, alternative text and headings are Chinese in one language and not in the other."""
    figure = every_figure[kind]
    said = [figure.title, figure.alternative, *(column.title for column in figure.data.columns)]
    said += [figure.note] if figure.note else []
    for text in said:
        assert text.en
        assert CHINESE.search(text.zh)
    assert not CHINESE.search(figure.title.en)
    assert not figure.note or not CHINESE.search(figure.note.en)


@pytest.mark.parametrize("kind", [kind for kind in KINDS_SHOWN if kind != "breakdown"])
def test_english_drawing_has_no_chinese(every_figure: dict[str, Figure], kind: str) -> None:
    """Names, headings and cells are English, but for places whose English name is not known to us."""
    figure = every_figure[kind]
    layers = texts(in_language(figure.spec, "en"))
    said = " ".join(str(row["text"]) for layer in layers for row in layer["data"]["values"])
    for row in figure.data.rows:
        cells = zip(row, figure.data.columns, strict=True)
        said += " ".join(cell_text(cell, column, "en") for cell, column in cells if column.id != "region")
    assert not CHINESE.search(said)


@pytest.mark.parametrize("kind", KINDS_SHOWN)
def test_figures_are_drawn_in_colours_of_the_page(every_figure: dict[str, Figure], kind: str) -> None:
    """The SVG holds only colours that have a role, so that it can follow the page into the dark."""
    drawn = svg(every_figure[kind].spec, "zh", name=kind)
    known = {light for light, _ in COLOURS.values()}
    found = set(re.findall(r'(?:fill|stroke)="(#[0-9a-f]{6})"', drawn))
    assert found <= known
    assert drawn == svg(every_figure[kind].spec, "zh", name=kind)


def test_every_kind_of_this_package_is_looked_at(every_figure: dict[str, Figure]) -> None:
    """A kind that is added has to be added to these tests; maps are looked at in tests of their own."""
    own = {name for name, kind in KINDS["figure"].items() if ".figures." in kind.make.__module__}
    maps = {"choropleth", "group_maps", "marks_map", "ranked_map"}
    assert set(KINDS_SHOWN) == set(every_figure)
    assert own - maps == set(KINDS_SHOWN)
