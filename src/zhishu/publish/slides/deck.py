"""Which slides there are, in which order: the page count follows levels, groupings and dimensions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.slides.closing import closing_page, sure_page
from zhishu.publish.slides.dimensions import dimension_page
from zhishu.publish.slides.opening import cover_page, findings_page, method_page
from zhishu.publish.slides.places import groups_page, level_page, tiers_page
from zhishu.publish.slides.telling import Telling
from zhishu.publish.slides.write import presentation_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhishu.publish.document import Document
    from zhishu.publish.figure import Figure, Language
    from zhishu.publish.findings import Findings, LevelFindings
    from zhishu.publish.slides.page import Page

MAP = "geoshape"
"""The mark that makes a Vega-Lite specification a map."""


def slides_pptx(
    document: Document,
    findings: Findings,
    language: Language = "zh",
    *,
    drawn: Mapping[str, str] | None = None,
) -> bytes:
    """Return the slides of the press conference as an editable .pptx file, in Chinese ("zh") or English.

    Cover, key findings, indicators and method, a page per scored level (its map when the document has
    one), tiers, groups, a page per dimension, how sure the ranks are, and what comes next: twelve pages
    for two levels and three dimensions. Headlines are claims of the document where it makes them, else
    sentences of what the intervals allow. Charts are native; every page has its evidence in the notes
    and the edition's word on its data beside the source. `drawn` holds the SVG of figures that were
    drawn already, by their id. The same input gives the same bytes.
    """
    telling = Telling(document, findings, language)
    return presentation_bytes(
        pages_of(telling),
        language,
        title=telling.said(document.name),
        year=document.edition,
        drawn=drawn or {},
    )


def pages_of(telling: Telling) -> tuple[Page, ...]:
    """Return every slide as a declared value, in order; those with nothing to show are left out."""
    return tuple(page for page in _pages(telling) if page is not None)


def _pages(telling: Telling) -> Iterator[Page | None]:
    yield cover_page(telling)
    level = telling.level
    if level is None:
        yield method_page(telling)
        yield closing_page(telling)
        return
    yield findings_page(telling)
    yield method_page(telling)
    for scored in telling.findings.scored:
        yield level_page(telling, scored, _map_of(telling.document, scored) if scored is not level else None)
    yield tiers_page(telling, level)
    yield groups_page(telling, level)
    for node in telling.findings.framework.dimensions:
        yield dimension_page(telling, level, node)
    yield sure_page(telling, level)
    yield closing_page(telling)


def _map_of(document: Document, level: LevelFindings) -> Figure | None:
    """Return the first map of the document whose rows are the level's regions."""
    for figure in document.figures:
        own = figure.data.level == level.id or bool(set(figure.data.regions) & set(level.codes))
        if own and _draws(figure.spec, MAP):
            return figure
    return None


def _draws(spec: Any, mark: str) -> bool:  # noqa: ANN401 - plain data of any depth
    """Return whether a mark is drawn anywhere in a specification."""
    if isinstance(spec, dict):
        return _is(spec.get("mark"), mark) or any(
            _draws(part, mark) for key, part in spec.items() if key in ("layer", "hconcat", "vconcat", "spec")
        )
    return isinstance(spec, list | tuple) and any(_draws(part, mark) for part in spec)


def _is(mark: str | Mapping[str, Any] | None, wanted: str) -> bool:
    return mark == wanted or (isinstance(mark, dict) and mark.get("type") == wanted)
