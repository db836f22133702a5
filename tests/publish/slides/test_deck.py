"""The slides of the example: pages, words, notes, alternative text, bytes."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from zhishu.publish.slides import slides_pptx
from zhishu.publish.slides.deck import pages_of
from zhishu.publish.slides.fitting import ABOVE, height_of
from zhishu.publish.slides.page import HEIGHT, WIDTH
from zhishu.publish.slides.telling import Telling

EMU = 914_400
LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_example_has_twelve_slides_with_headlines(decks, opened, language):
    """Two levels and three dimensions make twelve pages; each has a title, so the outline view works."""
    slides = list(opened(decks[language]).slides)
    titles = [slide.shapes.title.text_frame.text for slide in slides]
    assert len(slides) == 12
    assert all(titles)
    assert len(set(titles)) == 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_says_that_the_data_are_reconstructed(decks, opened, findings, language):
    """The edition’s word on its data stands beside the source of every page."""
    note = findings.edition.note.in_language(language)
    for slide in opened(decks[language]).slides:
        said = [shape.text_frame.text for shape in slide.placeholders if shape.placeholder_format.idx == 21]
        assert len(said) == 1
        assert note in said[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_slide_has_notes_with_its_evidence(decks, opened, language):
    """Who speaks finds ranks, scores and intervals in the notes."""
    slides = list(opened(decks[language]).slides)
    assert all(slide.has_notes_slide and slide.notes_slide.notes_text_frame.text for slide in slides)
    first = slides[4].notes_slide.notes_text_frame.text.splitlines()[0]
    assert re.fullmatch(r"1  \S.*  \d+\.\d  \[\S+\]", first)


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_charts_and_tables_have_alternative_text(decks, opened, language):
    """A screen reader gets words for everything that is no text."""
    shapes = [shape for slide in opened(decks[language]).slides for shape in slide.shapes]
    drawn = [shape for shape in shapes if shape.shape_type in {13, 3, 19}]
    assert len(drawn) >= 8
    for shape in drawn:
        assert shape.element.xpath(".//p:cNvPr/@descr")[0].strip()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_flows_over_its_box(decks, opened, language):
    """Every text, at its size, takes no more height than its box has, and every box is on the slide."""
    deck = opened(decks[language])
    assert (deck.slide_width, deck.slide_height) == (round(WIDTH * EMU), HEIGHT * EMU)
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width + 1
            assert shape.top + shape.height <= deck.slide_height + 1
            if shape.has_text_frame:
                said = [part.text for part in shape.text_frame.paragraphs]
                size = shape.text_frame.paragraphs[0].runs[0].font.size.pt
                assert height_of(said, shape.width / EMU, size) <= shape.height / EMU - 2 * ABOVE + 1e-6, said


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_legible_from_the_back_row(decks, opened, language):
    """Running text is at least 12 points; only the source line is smaller."""
    for slide in opened(decks[language]).slides:
        for shape in slide.shapes:
            small = shape.is_placeholder and shape.placeholder_format.idx == 21
            if shape.has_text_frame and not small:
                sizes = [run.font.size.pt for part in shape.text_frame.paragraphs for run in part.runs]
                assert min(sizes) >= 12, shape.text_frame.text


def test_charts_are_native_and_hold_the_scores(decks, opened, findings):
    """The bars of the cities are an editable chart with the published scores, best first."""
    level = findings.level("city")
    slide = list(opened(decks["zh"]).slides)[4]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    wanted = [level.scores[row, 0] for row in level.order[:15]]
    assert list(chart.plots[0].series[0].values) == pytest.approx(wanted)
    assert chart.plots[0].categories[0].startswith("1  北京")


def test_parts_of_a_dimension_add_up_to_its_score(decks, opened, findings):
    """Stacked bars show what each sub-dimension adds: their sum is the score of the dimension."""
    level, node = findings.level("city"), findings.framework.dimensions[0]
    slide = list(opened(decks["zh"]).slides)[7]
    chart = next(shape.chart for shape in slide.shapes if shape.has_chart)
    sums = [sum(values) for values in zip(*(series.values for series in chart.plots[0].series), strict=True)]
    wanted = [level.scores[row, level.column(node)] for row in level.order_by(node)[:15]]
    assert sums == pytest.approx(wanted)


def test_the_map_is_a_picture_at_300_dots_per_inch(decks, opened):
    """The figure of the document stands whole in its box, sharp enough for print."""
    slide = list(opened(decks["zh"]).slides)[3]
    picture = next(shape for shape in slide.shapes if shape.shape_type == 13)
    assert picture.image.size[0] / (picture.width / EMU) == pytest.approx(300, rel=0.01)


def test_a_figure_drawn_already_is_not_drawn_again(findings, document_for, square_map, opened):
    """The SVG that comes along by the figure’s id is what is shown."""
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10"/></svg>'
    data = slides_pptx(document_for(findings.result, square_map(findings)), findings, drawn={"map": drawn})
    picture = next(shape for shape in list(opened(data).slides)[3].shapes if shape.shape_type == 13)
    assert picture.width / picture.height == pytest.approx(4, rel=0.01)


def test_the_theme_names_a_chinese_typeface(decks):
    """Chinese text has a typeface of its own, so that no program falls back to a Latin one."""
    with ZipFile(BytesIO(decks["zh"])) as deck:
        theme = deck.read("ppt/theme/theme1.xml").decode()
    assert theme.count('<a:ea typeface="Microsoft YaHei"/>') == 2


def test_the_same_input_gives_the_same_bytes(findings, document_for, decks):
    """Two decks are equal byte by byte, and the workbooks in them carry no time of the build."""
    document = document_for(findings.result)
    assert slides_pptx(document, findings) == slides_pptx(document, findings)
    with ZipFile(BytesIO(decks["zh"])) as deck:
        books = [name for name in deck.namelist() if name.endswith(".xlsx")]
        assert books
        for name in books:
            core = ZipFile(BytesIO(deck.read(name))).read("docProps/core.xml").decode()
            assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", core)) == {"2023-01-01T00:00:00Z"}
        assert deck.namelist()[1:] == sorted(deck.namelist()[1:])


@pytest.mark.slow
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_prints_every_slide(decks, opened, printed, language):
    """LibreOffice opens the file; it prints as many pages as there are slides, with the headlines on them."""
    pages = printed(decks[language])
    slides = list(opened(decks[language]).slides)
    assert len(pages) == len(slides)
    for page, slide in zip(pages, slides, strict=True):
        title = re.sub(r"\s", "", slide.shapes.title.text_frame.text)
        assert title in re.sub(r"\s", "", page)


def test_a_short_claim_of_the_document_is_the_headline(findings, document_for, claim):
    """A claim with the id of the page replaces our own sentence; one too long for two lines does not."""
    short = claim("leader-city", "北京居首，领先有把握。", "Beijing leads, surely.")
    headline = pages_of(Telling(document_for(findings.result, short), findings, "zh"))[4].headline
    assert headline == "北京居首，领先有把握"
    long = claim("leader-city", "很长的一句话" * 20, "Very long " * 30)
    own = pages_of(Telling(document_for(findings.result, long), findings, "zh"))[4].headline
    assert own.startswith("北京以")


def test_claims_of_the_document_are_the_key_findings(findings, document_for, claim):
    """Findings come from the document, one of each kind; our own fill up to three."""
    seats = claim("seats-city-parts", "东部占 11 席。", "The east holds 11 seats.")
    page = pages_of(Telling(document_for(findings.result, seats), findings, "en"))[1]
    assert page.notes[0] == "The east holds 11 seats."
    assert page.headline == "3 key findings"


def test_what_the_document_claims_beside_a_dimension_is_told_first(findings, document_for, claim):
    """The claim of the section that shows a dimension opens the points of its page."""
    from zhishu.framework import Text
    from zhishu.publish.figure import Column, Data, Figure

    node = findings.framework.dimensions[0]
    columns = (Column("score", Text("得分", "Score"), node=node),)
    figure = Figure("f", "", Text("图", "Figure"), Data(columns, (), level="city"), {}, Text("图", "Figure"))
    said = claim("seats-x", "东部占 10 席。", "The east holds 10 seats.")
    pages = pages_of(Telling(document_for(findings.result, figure, said), findings, "zh"))
    first, second = pages[7:9]
    assert first.points[0] == "东部占 10 席。"
    assert second.points[0].startswith("前 15 位得分从")


def test_the_source_of_a_map_stands_on_its_slide(findings, document_for, square_map):
    """Boundaries and review number, which the figure names, are named beside the source."""
    from dataclasses import replace

    from zhishu.framework import Text

    figure = replace(square_map(findings), source=Text("边界：某处。", "Boundaries: somewhere."))
    page = pages_of(Telling(document_for(findings.result, figure), findings, "zh"))[3]
    assert page.source.endswith("边界：某处。")
