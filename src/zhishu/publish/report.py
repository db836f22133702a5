"""The report: what a result says, declared section by section and laid out as one page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.publish.charts import leaders_radar
from zhishu.publish.figure import number_text, place_text
from zhishu.publish.figures.choropleth import choropleth
from zhishu.publish.findings import Findings
from zhishu.publish.method import method_sentence, weighting_note
from zhishu.publish.page import Leader, Page, Section, page_html
from zhishu.publish.ranking import rankings
from zhishu.publish.tables.framework import framework
from zhishu.publish.tables.leading import LEADING, leading
from zhishu.publish.tables.whole import whole
from zhishu.publish.wording import WORDS

if TYPE_CHECKING:
    from zhishu.publish.figure import Figure, Language, Table
    from zhishu.publish.ranking import Ranking
    from zhishu.result import Result

LEADERS_NAMED = 5
CHAPTER = 2
"""Rankings are the second chapter of the report, after its method; tables and figures count from 1."""


def report_html(result: Result, *, language: Language = "zh") -> str:
    """Return the report as one HTML page that opens offline, in Chinese ("zh") or English ("en").

    It holds, for every scored level in the latest year: the leading 15 regions beside the published
    ranks of the edition's ledger, the radar of the five leaders, the map where the regions are
    provinces of China, the whole ranking; then weights and method. The same result gives the same
    bytes. A ledger that cannot be read raises a FactError.
    """
    return page_html(report_page(result), language)


def report_page(result: Result) -> Page:
    """Return everything that the report says, in both languages."""
    edition, found, findings = result.edition, rankings(result), Findings(result)
    sections: list[Section] = []
    for ranking in found:
        drawn = sum(len(section.before) + len(section.after) for section in sections)
        figures = _figures(ranking, findings, first=drawn + 1, last=ranking is found[-1])
        sections.append(_section(ranking, findings, figures, number=f"{CHAPTER}-{len(sections) + 1}"))
    return Page(
        name=edition.name,
        kicker=_each(WORDS["edition"], edition.edition),
        key_numbers=_key_numbers(result, found),
        sections=tuple(sections),
        method=method_sentence(edition.recipe, tuple(ranking.level.name for ranking in found)),
        weighting=weighting_note(edition.recipe),
        weights=_numbered(framework(findings, measures=False), "1-1"),
        note=edition.note,
        publisher=edition.publisher,
        repairs=_repairs(result),
    )


def _section(
    ranking: Ranking,
    findings: Findings,
    figures: tuple[tuple[Figure, ...], tuple[Figure, ...]],
    *,
    number: str,
) -> Section:
    before, after = figures
    name, level = ranking.level.name, ranking.level.id
    first = _numbered(leading(findings, level=level) or whole(findings, level=level), number)
    assert first is not None  # noqa: S101 - only levels with a ranking come here
    return Section(
        id=f"level-{level}",
        title=Text(f"{name.zh}排名", f"{name.en}, ranked"),
        leaders=_leaders(ranking),
        leading=first,
        before=before,
        after=after,
        whole=_numbered(whole(findings, level=level), number) if len(ranking.names) > LEADING else None,
    )


def _numbered(table: Table | None, number: str) -> Table | None:
    return table and replace(table, number=number)


def _figures(
    ranking: Ranking, findings: Findings, *, first: int, last: bool
) -> tuple[tuple[Figure, ...], tuple[Figure, ...]]:
    """Return the figures before and after the level's table, numbered from `first`.

    A map where there is one; a radar where there is none, and at the last level.
    """
    drawn = _map(ranking, findings, number=f"{CHAPTER}-{first}")
    if drawn and not last:
        return (drawn,), ()
    radar = leaders_radar(ranking, number=f"{CHAPTER}-{first + bool(drawn)}")
    return (drawn,) if drawn else (), (radar,) if radar else ()


def _map(ranking: Ranking, findings: Findings, *, number: str) -> Figure | None:
    """Return the map of a level of Chinese provinces, None for any other level."""
    from zhishu.places import china  # noqa: PLC0415 - only a report needs the regions

    provinces = {region.code for region in china().at_level("province")}
    if not {name.code for name in ranking.names} <= provinces:
        return None
    drawn: Figure | None = choropleth(findings, level=ranking.level.id)
    return drawn and replace(drawn, number=number)


def _leaders(ranking: Ranking) -> tuple[Leader, ...]:
    return tuple(
        Leader(
            place_text(float(ranking.ranks[row, 0])),
            name.short,
            number_text(float(ranking.scores[row, 0]), 1),
        )
        for row, name in enumerate(ranking.names[:LEADERS_NAMED])
    )


def _key_numbers(result: Result, found: tuple[Ranking, ...]) -> tuple[tuple[str, Text], ...]:
    """Return how many regions per level, indicators, and firms (or rows of the first table) there are."""
    levels = [(number_text(len(ranking.names)), ranking.level.name) for ranking in found]
    indicators = (number_text(len(result.edition.framework.indicators)), WORDS["indicators"])
    return (*levels, indicators, *_rows_counted(result))


def _rows_counted(result: Result) -> tuple[tuple[str, Text], ...]:
    first = next((source for source in result.edition.records if source.name in result.row_counts), None)
    if first is None:
        return ()
    label = WORDS["firms"] if "firms" in (first.table, first.name) else WORDS["records"]
    return ((number_text(result.row_counts[first.name]), label),)


def _repairs(result: Result) -> tuple[Text, ...]:
    """Return what was repaired or set aside on the way, as the build recorded it."""
    said = [Text(repair.message, repair.message) for repair in result.repairs]
    aside = [
        _each(WORDS["quarantined"], table, count) for table, count in result.quarantined.items() if count
    ]
    return (*said, *aside)


def _each(pattern: Text, *values: Any) -> Text:  # noqa: ANN401 - whatever format takes
    return Text(pattern.zh.format(*values), pattern.en.format(*values))
