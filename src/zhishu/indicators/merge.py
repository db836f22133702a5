"""Pieces of a panel, from records and from ready panels → one Panel per level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.errors import PanelError
from zhishu.panel import Panel, panel_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.edition import Edition
    from zhishu.errors import Repair


@dataclass(frozen=True, slots=True)
class Piece:
    """Some indicators of one level: values of shape (years, regions, indicators), NaN for missing.

    `source` says where they come from, for messages.
    """

    source: str
    years: tuple[int, ...]
    regions: tuple[str, ...]
    indicators: tuple[str, ...]
    values: NDArray[np.float64]
    repairs: tuple[Repair, ...] = ()


def merge_pieces(
    edition: Edition, level: str, regions: tuple[str, ...], names: tuple[str, ...], pieces: Sequence[Piece]
) -> Panel:
    """Return the Panel of a level: every indicator of the framework from the one piece that has it.

    Raises PanelError when two pieces have the same indicator, and when a scored level has an
    indicator from no piece; at a level that is not scored such an indicator is missing throughout.
    """
    years = edition.years or (edition.edition,)
    indicators = edition.framework.indicators
    values = np.full((len(years), len(regions), len(indicators)), np.nan)
    origin: dict[str, str] = {}
    for piece in pieces:
        for index, indicator in enumerate(piece.indicators):
            _refuse_second(origin, indicator, piece, level)
            values[:, :, indicators.index(indicator)] = piece.values[:, :, index]
    _refuse_absent(edition, level, origin)
    return panel_of(level, values, regions=regions, indicators=indicators, years=years, names=names)


def _refuse_second(origin: dict[str, str], indicator: str, piece: Piece, level: str) -> None:
    if indicator in origin:
        raise PanelError(
            f"the indicator '{indicator}' comes from two sources",
            where=f"level {level}",
            seen=f"{origin[indicator]} and {piece.source}",
            allowed="one source for each indicator of a level",
            advice="leave the column out of one file, or remove the measure",
        )
    origin[indicator] = piece.source


def _refuse_absent(edition: Edition, level: str, origin: dict[str, str]) -> None:
    absent = [indicator for indicator in edition.framework.indicators if indicator not in origin]
    if absent and edition.level(level).score:
        raise PanelError(
            f"level '{level}' has no values for {len(absent)} indicators",
            where=f"level {level}",
            seen=", ".join(absent),
            allowed="a measure at this level, or a column of a ready panel, for every indicator",
            advice="declare `measure:` for them, add the columns, or set `score: false` for the level",
        )
