"""The recipe: the ordered steps that make scores of a panel, as data."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the recipe: what is done (`step`), how (`method`), and with which options."""

    step: str
    method: str
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Recipe:
    """The steps in the order in which they run.

    >>> recipe = Recipe((Step("normalise", "minmax"), Step("rank", "by_score", {"ties": "min"})))
    >>> recipe.first("rank").options["ties"]
    'min'
    """

    steps: tuple[Step, ...]

    def first(self, step: str) -> Step | None:
        """Return the first step of that kind, or None."""
        return next((candidate for candidate in self.steps if candidate.step == step), None)

    def every(self, step: str) -> tuple[Step, ...]:
        """Return all steps of that kind, in order."""
        return tuple(candidate for candidate in self.steps if candidate.step == step)
