"""What stands around the text of the Word file: cover, headers, lists of contents, the last page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.print.cover import cover
from zhishu.publish.print.heading_numbers import numbering
from zhishu.publish.print.word_styles import LISTS, RULE
from zhishu.publish.print.word_tables import TEXT_WIDTH
from zhishu.publish.print.word_xml import field, list_of_entries, paragraph, parsed, run

if TYPE_CHECKING:
    from zhishu.publish.document import Section
    from zhishu.publish.print.word_body import Body

MARGINS = {"left_margin": 20, "right_margin": 20, "top_margin": 26, "bottom_margin": 24}
"""Millimetres."""
AFTER_UPDATE = frozenset(
    [
        "hdrShapeDefaults",
        "footnotePr",
        "endnotePr",
        "compat",
        "docVars",
        "rsids",
        "mathPr",
        "attachedSchema",
        "themeFontLang",
        "clrSchemeMapping",
        "doNotIncludeSubdocsInStats",
        "shapeDefaults",
        "decimalSymbol",
        "listSeparator",
    ]
)
"""What stands after `updateFields` among the settings."""
PER_ROW = 4
LISTED = 2
"""Levels of headings in the contents."""


def cover_page(body: Body) -> None:
    """Write the cover: what it is, its name, edition and key numbers, the word on the data, the publisher."""
    said = cover(body.document, body.language)
    for style, words in (("Kicker", said["kicker"]), ("Title", said["name"]), ("Subtitle", said["edition"])):
        body.write(paragraph(style, run(words)))
    if said["numbers"]:
        body.write(_key_numbers(said["numbers"]))
    body.write(paragraph("Subtitle", ""))
    if said["note"]:
        body.write(paragraph("Notice", run(f"{body.words('about_data')}　", strong=True) + run(said["note"])))
    for words in (said["publisher"], said["date"]):
        if words:
            body.write(paragraph("Normal", run(words, strong=words == said["publisher"])))


def _key_numbers(numbers: list[dict[str, str]]) -> str:
    columns = min(len(numbers), PER_ROW)
    width = TEXT_WIDTH // columns
    rows = [numbers[at : at + columns] for at in range(0, len(numbers), columns)]
    cells = [
        "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
            f"{paragraph('KeyNumber', run(number['value']), RULE)}"
            f"{paragraph('KeyLabel', run(number['label']))}</w:tc>"
            for number in row
        )
        + f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p/></w:tc>' * (columns - len(row))
        for row in rows
    ]
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width * columns}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        "</w:tblPr>"
        f"<w:tblGrid>{f'<w:gridCol w:w={chr(34)}{width}{chr(34)}/>' * columns}</w:tblGrid>"
        + "".join(f"<w:tr>{row}</w:tr>" for row in cells)
        + "</w:tbl>"
    )


def set_frame(body: Body) -> None:
    """Set A4 with margins, end the cover's section, give the rest header, footer and page numbers from 1."""
    from docx.shared import Mm  # noqa: PLC0415 - only a Word file needs it

    first = body.word.sections[0]
    first.page_width, first.page_height = Mm(210), Mm(297)
    for name, size in MARGINS.items():
        setattr(first, name, Mm(size))
    rest = body.word.add_section()
    rest.header.is_linked_to_previous = rest.footer.is_linked_to_previous = False
    _replace(rest.header, paragraph("Header", run(body.document.name.in_language(body.language))))
    page = field("PAGE", run("1"))
    _replace(rest.footer, paragraph("Footer", page, '<w:jc w:val="right"/>'))
    margins = rest._sectPr.xpath("w:pgMar")[0]  # noqa: SLF001 - python-docx has no name for page numbers
    margins.addnext(parsed('<w:pgNumType w:start="1"/>')[0])
    _set_numbering(body)
    _ask_for_updates(body.word.settings.element)


def _ask_for_updates(settings: Any) -> None:  # noqa: ANN401 - python-docx has no types
    """Let Word offer to fill in page numbers when it opens the file, in the place the schema gives it."""
    update = parsed('<w:updateFields w:val="true"/>')[0]
    later = [child for child in settings if child.tag.rpartition("}")[2] in AFTER_UPDATE]
    if later:
        later[0].addprevious(update)
    else:
        settings.append(update)


def _replace(part: Any, xml: str) -> None:  # noqa: ANN401 - python-docx has no types
    element = part._element  # noqa: SLF001 - a header is replaced as a whole
    for old in list(element):
        element.remove(old)
    for new in parsed(xml):
        element.append(new)


def _set_numbering(body: Body) -> None:
    """Put our lists in place of the template's, and bind headings to theirs where Word counts alike."""
    lists = body.word.part.numbering_part.element
    for old in list(lists):
        lists.remove(old)
    for new in parsed(numbering(LISTS)):
        lists.append(new)
    if body.counted:
        for level in range(4):
            for flow in body.word.styles.element.xpath(f'w:style[@w:styleId="Heading{level + 1}"]/w:pPr'):
                bound = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{LISTS + 1}"/></w:numPr>'
                _after_flow(flow, parsed(bound)[0])


def _after_flow(properties: Any, element: Any) -> None:  # noqa: ANN401 - elements of lxml
    flow = [child for child in properties if child.tag.rpartition("}")[2] in {"keepNext", "pageBreakBefore"}]
    flow[-1].addnext(element)


def front_lists(body: Body) -> None:
    """Write the contents and the lists of figures and tables, as fields that are filled."""
    document = body.document
    entries = [entry for section in document.sections for entry in _entries(body, section, 1)]
    _list(body, "contents", f'TOC \\o "1-{LISTED}" \\h \\z \\u', entries)
    for name, kind, items in (("figures", "figure", document.figures), ("tables", "table", document.tables)):
        listed = [
            (
                "TableofFigures",
                body.targets[item.id],
                f"{body.label(kind, item.number)}  {_title(body, item)}",
            )
            for item in items
        ]
        _list(body, name, f'TOC \\h \\z \\c "{body.words(kind)}"', listed)


def _title(body: Body, item: Any) -> str:  # noqa: ANN401 - a figure, a table or a section
    title: str = item.title.in_language(body.language)
    return title


def _entries(body: Body, section: Section, level: int) -> list[tuple[str, str, str]]:
    if level > LISTED:
        return []
    words = f"{section.number}  {_title(body, section)}".strip()
    below = [entry for part in section.sections for entry in _entries(body, part, level + 1)]
    return [(f"TOC{level}", body.targets[section.id], words), *below]


def _list(body: Body, name: str, instruction: str, entries: list[tuple[str, str, str]]) -> None:
    if entries:
        body.write(paragraph("ContentsHeading", run(body.words(name))))
        body.write(list_of_entries(instruction, entries))


def last_page(body: Body) -> None:
    """Write what was repaired while building, if anything."""
    if not body.document.repairs:
        return
    unnumbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    body.write(paragraph("Heading1", run(body.words("repairs")), unnumbered))
    for repair in body.document.repairs:
        body.write(paragraph("ListBullet", run(repair.in_language(body.language))))
