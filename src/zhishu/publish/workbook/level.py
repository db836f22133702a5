"""One scored level as the workbook needs it: its regions, the order of its columns, what can be live."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from zhishu.publish.names import region_names
from zhishu.recipe import Step
from zhishu.registry import default_method, resolve
from zhishu.score.aggregators.averages.means import arithmetic, geometric, harmonic
from zhishu.score.plan import compile_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from zhishu.edition import Edition, Level
    from zhishu.framework import Framework, Node, Text
    from zhishu.publish.figure import Language
    from zhishu.publish.names import RegionName
    from zhishu.recipe import Recipe
    from zhishu.registry import Chosen
    from zhishu.result import LevelResult, Result

NEAR = 1e-10
"""A formula is written where it gives every score to this share of the scale."""
SAME = 1e-9
"""Scores that differ by no more are one score to a formula that compares with a margin."""
LABELS = 2
"""Columns that name the region before the first number: code and name."""
RANK_FORMULAS = ("min", "max", "average", "dense")
SCALED = "scaled"
"""What makes the score of an indicator: its comparable value times the scale."""
MEANS: Mapping[str, Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]]] = (
    MappingProxyType({"arithmetic": arithmetic, "geometric": geometric, "harmonic": harmonic})
)
"""The aggregators that a formula can express."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelSheets:
    """One scored level in its latest year; `sheets` names its sheet of each stage.

    `nodes` are the framework's nodes breadth first, so that the children of every node stand side by
    side; `live` maps the nodes whose scores are written as formulas to what makes them: "scaled" for
    an indicator, else the id of the aggregator.
    """

    edition: Edition
    level: Level
    found: LevelResult
    language: Language
    names: tuple[RegionName, ...]
    sheets: Mapping[str, str]
    nodes: tuple[str, ...]
    live: Mapping[str, str]
    scale: float
    ties: str | None
    """How ties rank, None when no formula can do as the recipe says."""
    gaps: bool
    """Whether some region lacks some score, which makes the formulas longer."""
    places: Mapping[str, int]
    """The position of every node on the node axis of the arrays."""
    columns: Mapping[str, int]
    """The column of every node on the sheets of scores and ranks."""

    @property
    def recipe(self) -> Recipe:
        """Return the recipe as it runs at this level."""
        return self.edition.recipe.at_level(self.level.id)

    @property
    def framework(self) -> Framework:
        """The framework of the edition."""
        return self.edition.framework

    def said(self, text: Text) -> str:
        """Return a text in the language of the workbook."""
        return text.in_language(self.language)

    def name(self, row: int) -> str:
        """Return the full name of the region in that row."""
        return self.said(self.names[row].full)

    def column(self, node: str) -> int:
        """Return the column of a node on the sheets of scores and ranks."""
        return self.columns[node]

    def values(self, of: NDArray[np.float64] | None, node: str) -> NDArray[np.float64]:
        """Return one node's latest numbers by region, from scores or ranks."""
        assert of is not None  # noqa: S101 - only scored levels come here
        column: NDArray[np.float64] = of[-1, :, self.places[node]]
        return column

    def uneven_ties(self, node: str) -> bool:
        """Return whether regions with different scores below have the very same score at a node.

        A spreadsheet adds in another order, so it may miss such a tie in the last digit. Not where others
        differ by no more than `SAME`: they would become ties.
        """
        children = [self.places[child] for child in self.framework[node].children]
        assert self.found.scores is not None  # noqa: S101 - only scored levels come here
        scores = self.found.scores[-1]
        own = scores[:, self.places[node]]
        order = np.argsort(own, kind="stable")
        gaps = np.diff(own[order])
        if bool(((gaps > 0) & (gaps <= SAME)).any()):
            return False
        return any(
            own[first] == own[second]
            and not np.array_equal(scores[first, children], scores[second, children], equal_nan=True)
            for first, second in pairwise(order)
        )


def level_sheets(result: Result, level: Level, language: Language, sheets: Mapping[str, str]) -> LevelSheets:
    """Return what the workbook needs of a level that has scores."""
    edition, found = result.edition, result.levels[level.id]
    scale = float(settled(edition.recipe, "aggregate").options["scale"])
    nodes = breadth_first(edition.framework)
    return LevelSheets(
        edition,
        level,
        found,
        language,
        region_names(found.panel),
        sheets,
        nodes,
        live_nodes(edition, found, scale),
        scale,
        _ties(edition.recipe),
        any(array is None or bool(np.isnan(array[-1]).any()) for array in (found.scores, found.normalised)),
        {node: place for place, node in enumerate(edition.framework.ids)},
        {node: place for place, node in enumerate(nodes, start=LABELS)},
    )


def _ties(recipe: Recipe) -> str | None:
    chosen = settled(recipe, "rank")
    options = chosen.options
    plain = chosen.method.id == "by_score" and options["descending"] and not options["tolerance"]
    ties = str(options.get("ties"))
    return ties if plain and ties in RANK_FORMULAS else None


def settled(recipe: Recipe, kind: str) -> Chosen:
    """Return the recipe's step of a kind, or the default that runs in its place."""
    return resolve(recipe.first(kind) or Step(kind, default_method(kind)))


def breadth_first(framework: Framework) -> tuple[str, ...]:
    """Return every node, the children of each side by side, the root first."""
    order = [framework.root.id]
    for node in order:
        order.extend(framework[node].children)
    return tuple(order)


def live_nodes(edition: Edition, found: LevelResult, scale: float) -> Mapping[str, str]:
    """Return the nodes whose score a formula gives, and what makes it: a weighted mean of the nodes below.

    An indicator's score is its comparable value times the scale. What the recipe says is checked
    against the numbers, so that no formula can stand beside a score that it does not give.
    """
    if found.scores is None or found.normalised is None or found.weights is None:
        return {}
    plan = compile_plan(edition.framework, edition.recipe, edition.folder)
    live: dict[str, str] = {}
    for position, node in enumerate(edition.framework):
        makes = SCALED if node.is_indicator else plan.chosen("aggregate", position).method.id
        given = _given(edition.framework, found, node, makes, scale)
        scores = found.scores[-1, :, position]
        if given is not None and np.allclose(given, scores, rtol=0, atol=NEAR * scale, equal_nan=True):
            live[node.id] = makes
    return live


def _given(
    framework: Framework, found: LevelResult, node: Node, makes: str, scale: float
) -> NDArray[np.float64] | None:
    """Return the scores that the formula of a node would give, None where there is no formula."""
    assert found.scores is not None  # noqa: S101 - asked by the caller
    assert found.normalised is not None  # noqa: S101 - as above
    assert found.weights is not None  # noqa: S101 - as above
    if makes == SCALED:
        return found.normalised[-1, :, framework.indicators.index(node.id)] * scale
    below = [framework.ids.index(child) for child in node.children]
    values = found.scores[-1][:, below]
    if makes not in MEANS or (makes != "arithmetic" and bool((values < 0).any())):
        return None
    return MEANS[makes](values, found.weights[-1, below])
