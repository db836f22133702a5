"""The report: what a result says, declared section by section as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhishu.framework import Text
from zhishu.publish.charts import leaders_radar
from zhishu.publish.document import Document, Heading, KeyNumber, Paragraph, Section, said
from zhishu.publish.figure import number_text
from zhishu.publish.findings import Findings
from zhishu.publish.maps import choropleth
from zhishu.publish.method import method_sentence, weighting_note
from zhishu.publish.page import page_html
from zhishu.publish.page.book import level_books
from zhishu.publish.published import published_ranks
from zhishu.publish.ranking import rankings
from zhishu.publish.tables import LEADING, leading_table, weights_table, whole_table
from zhishu.publish.wording import WORDS

if TYPE_CHECKING:
    from zhishu.edition import Edition
    from zhishu.publish.figure import Figure, Language
    from zhishu.publish.ranking import Ranking
    from zhishu.result import Result

CHAPTER = 2
"""Rankings are the second chapter of the report, after its method; tables and figures count from 1."""


def report_html(result: Result, *, language: Language = "zh") -> str:
    """Return the report as one HTML page that opens offline, in Chinese ("zh") or English ("en").

    It holds, for every scored level in the latest year: the leading 15 regions beside the published
    ranks of the edition's ledger, the radar of the five leaders, the map where the regions are
    provinces of China, the whole ranking; then weights and method. The same result gives the same
    bytes. A ledger that cannot be read raises a FactError.
    """
    return page_html(report_document(result), language)


def report_document(result: Result) -> Document:
    """Return everything that the report says, in both languages."""
    edition, found = result.edition, rankings(result)
    return Document(
        id=edition.id,
        name=edition.name,
        edition=edition.edition,
        kicker=_each(WORDS["edition"], edition.edition),
        sections=(_method(result, found), *_levels(edition, found)) if found else (),
        key_numbers=_key_numbers(result, found),
        note=edition.note,
        publisher=edition.publisher,
        repairs=_repairs(result),
        books=level_books(Findings(result)),
    )


def _levels(edition: Edition, found: tuple[Ranking, ...]) -> tuple[Section, ...]:
    published = published_ranks(edition)
    sections: list[Section] = []
    drawn = 0
    for at, ranking in enumerate(found, start=1):
        before, after = _figures(ranking, edition, first=drawn + 1, last=ranking is found[-1])
        drawn += len(before) + len(after)
        table = leading_table(ranking, number=f"{CHAPTER}-{at}", published=published)
        whole = (whole_table(ranking, number=""),) if len(ranking.names) > LEADING else ()
        sections.append(_level_section(ranking, at + 1, (*before, table, *after, *whole)))
    return tuple(sections)


def _level_section(ranking: Ranking, number: int, blocks: tuple[object, ...]) -> Section:
    name = ranking.level.name
    title = Text(f"{name.zh}排名", f"{name.en}, ranked")
    return Section(f"level-{ranking.level.id}", title, str(number), blocks)  # type: ignore[arg-type] # blocks


def _method(result: Result, found: tuple[Ranking, ...]) -> Section:
    recipe = result.edition.recipe
    note, weights = weighting_note(recipe), weights_table(result, number="1-1")
    blocks = (
        Paragraph(said(method_sentence(recipe, tuple(ranking.level.name for ranking in found))), "lead"),
        *((Heading(WORDS["weighting"]), Paragraph(said(note))) if note else ()),
        *((weights,) if weights else ()),
    )
    return Section("method", WORDS["method"], "1", blocks)


def _figures(
    ranking: Ranking, edition: Edition, *, first: int, last: bool
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return the figures before and after the level's table, numbered from `first`.

    A map where there is one; a radar where there is none, and at the last level.
    """
    drawn = _map(ranking, edition, number=f"{CHAPTER}-{first}")
    if drawn and not last:
        return (drawn,), ()
    radar = leaders_radar(ranking, number=f"{CHAPTER}-{first + bool(drawn)}")
    return (drawn,) if drawn else (), (radar,) if radar else ()


def _map(ranking: Ranking, edition: Edition, *, number: str) -> Figure | None:
    """Return the map of a level of Chinese provinces, None for any other level."""
    from zhishu.places import china  # noqa: PLC0415 - only a report needs the regions
    from zhishu.places.boundaries import boundaries, boundary_source  # noqa: PLC0415 - as above

    provinces = {region.code for region in china().at_level("province")}
    if not {name.code for name in ranking.names} <= provinces:
        return None
    return choropleth(
        ranking, boundaries("province"), number=number, source=map_source(boundary_source(), edition)
    )


def map_source(boundary: str, edition: Edition) -> Text:
    """Return the source line of a map: the boundaries, and the review number when the edition has one."""
    review = edition.map_review
    parts = [WORDS["boundaries"].zh + boundary, WORDS["boundaries"].en + boundary]
    if review:
        parts = [
            f"{parts[0]}；{WORDS['review'].zh.format(review)}",
            f"{parts[1]}; {WORDS['review'].en.format(review)}",
        ]
    return Text(f"{parts[0]}。", f"{parts[1]}.")


def _key_numbers(result: Result, found: tuple[Ranking, ...]) -> tuple[KeyNumber, ...]:
    """Return how many regions per level, indicators, and firms (or rows of the first table) there are."""
    levels = [KeyNumber(number_text(len(ranking.names)), ranking.level.name) for ranking in found]
    indicators = KeyNumber(number_text(len(result.edition.framework.indicators)), WORDS["indicators"])
    return (*levels, indicators, *_rows_counted(result))


def _rows_counted(result: Result) -> tuple[KeyNumber, ...]:
    first = next((source for source in result.edition.records if source.name in result.row_counts), None)
    if first is None:
        return ()
    label = WORDS["firms"] if "firms" in (first.table, first.name) else WORDS["records"]
    return (KeyNumber(number_text(result.row_counts[first.name]), label),)


def _repairs(result: Result) -> tuple[Text, ...]:
    """Return what was repaired or set aside on the way, as the build recorded it."""
    told = [Text(repair.message, repair.message) for repair in result.repairs]
    aside = [
        _each(WORDS["quarantined"], table, count) for table, count in result.quarantined.items() if count
    ]
    return (*told, *aside)


def _each(pattern: Text, *values: object) -> Text:
    return Text(pattern.zh.format(*values), pattern.en.format(*values))
