"""The drawings of a document's figures in full width, as SVG by figure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from zhishu.publish.drawings import drawings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhishu.publish.figure import Figure, Language


def drawn_figures(
    figures: Sequence[Figure], language: Language, drawn: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return figure id → SVG, in reading order; what `drawn` has already is not drawn again."""
    known = drawn or {}
    lacking = [replace(figure, narrow=None) for figure in figures if figure.id not in known]
    fresh = drawings(lacking, language) if lacking else {}
    return {figure.id: known.get(figure.id) or fresh[figure.id] for figure in figures}
