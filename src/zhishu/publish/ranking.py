"""One level's ranking in the latest year, read from the result for tables, charts and maps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from zhishu.framework import Text
from zhishu.publish.figure import Rank, Tier
from zhishu.publish.names import RegionName, region_names
from zhishu.publish.style import tier_role
from zhishu.registry import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from zhishu.edition import Level
    from zhishu.framework import Framework
    from zhishu.recipe import Recipe
    from zhishu.result import Result

NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Ranking:
    """One scored level, best region first.

    `scores` and `ranks` have the shape (regions, nodes), nodes as in `framework.ids`; `tiers` is
    empty when the recipe makes none. Regions without a total rank stand last.
    """

    level: Level
    framework: Framework
    names: tuple[RegionName, ...]
    scores: NDArray[np.float64]
    ranks: NDArray[np.float64]
    tiers: tuple[Tier, ...]

    def column(self, node: str) -> int:
        """Return the position of `node` on the node axis."""
        return self.framework.ids.index(node)

    def place(self, row: int, node: str, published: int | None = None) -> Rank:
        """Return the rank of the region in that row at `node`, beside a published one."""
        return Rank(float(self.ranks[row, self.column(node)]), published, among=len(self.names))

    @property
    def full_score(self) -> float:
        """The score that fills a bar: 100, or the largest score when scores run higher."""
        best = float(np.nanmax(self.scores, initial=0.0))
        return 100.0 if 1 < best <= 100 else best or 1.0  # noqa: PLR2004 - the scale of the recipe

    def leading(self, places: int) -> int:
        """Return how many regions have a total rank of at most `places`, ties included."""
        return int(np.sum(self.ranks[:, 0] <= places))


def rankings(result: Result) -> tuple[Ranking, ...]:
    """Return the ranking of every scored level, in the edition's order."""
    return tuple(
        ranking
        for level in result.edition.scored_levels
        if (ranking := ranking_of(result, level)) is not None
    )


def ranking_of(result: Result, level: Level) -> Ranking | None:
    """Return the level's ranking in the latest year, or None when it has no scores or no regions.

    Ties keep the order of the panel.
    """
    found = result.levels.get(level.id)
    if found is None or found.scores is None or found.ranks is None or not found.panel.regions:
        return None
    ranks = found.ranks[-1]
    order = np.argsort(ranks[:, 0], kind="stable")
    names = region_names(found.panel)
    numbers = () if found.tiers is None else tuple(int(found.tiers[-1][row]) for row in order)
    cuts = tier_cuts(result.edition.recipe.at_level(level.id))
    return Ranking(
        level=level,
        framework=result.edition.framework,
        names=tuple(names[row] for row in order),
        scores=found.scores[-1][order],
        ranks=ranks[order],
        tiers=tuple(tier_named(number, cuts) for number in numbers),
    )


def tier_cuts(recipe: Recipe) -> tuple[float, ...]:
    """Return the cuts of a level's tiers by its recipe, defaults too; none where an algorithm finds classes.

    >>> from zhishu.recipe import Recipe, Step
    >>> tier_cuts(Recipe((Step("tiers", "rank_cuts"),))), tier_cuts(Recipe(()))
    ((5.0, 13.0, 20.0), ())
    """
    step = recipe.first("tiers")
    cuts = resolve(step).options.get("cuts", ()) if step else ()
    return tuple(float(cut) for cut in cuts)


def tier_named(number: int, cuts: Sequence[float]) -> Tier:
    """Return the tier with its name; below the last cut, if there are any, stand the rest, in no tier.

    >>> tier_named(2, (5, 13)).name.zh, tier_named(3, (5, 13)).name.zh, tier_named(3, ()).name.zh
    ('第二梯队', '其余', '第三梯队')
    """
    if cuts and number > len(cuts):
        return Tier(number, Text("其余", "Other"), tier_role(number, rest=True))
    numeral = NUMERALS[number] if 0 <= number < len(NUMERALS) else str(number)
    return Tier(number, Text(f"第{numeral}梯队", f"Tier {number}"), tier_role(number, rest=False))


def region_title(ranking: Ranking) -> Text:
    """Return the heading of a column of the level's regions."""
    return Text(ranking.level.name.zh, "Region")
