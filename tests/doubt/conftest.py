"""Small and large studies of drawn values, and their published results."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from zhishu.doubt.prepared import Setting
from zhishu.doubt.study import Study, study_of
from zhishu.doubt.uncertain import Uncertain, uncertain_of
from zhishu.framework import Framework
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.result import LevelResult
from zhishu.score.pipeline import score_panel

TREE = {"a": {"a1": {"u": None, "v": None}, "a2": {"w": None}}, "b": {"x": None, "y": None, "z": None}}


@pytest.fixture
def framework(framework_of) -> Framework:
    """Return an index of two dimensions, three levels deep and ragged, with six indicators."""
    return framework_of(TREE)


@pytest.fixture
def recipe_of() -> Callable[..., Recipe]:
    """Return a builder of recipes; each step's options may be given."""

    def build(*before: Step, **options: dict[str, Any]) -> Recipe:
        methods = {
            "normalise": "minmax",
            "weigh": "improved_vector",
            "aggregate": "arithmetic",
            "rank": "by_score",
        }
        steps = []
        for kind, method in methods.items():
            own = dict(options.get(kind, {}))
            steps.append(Step(kind, own.pop("method", method), own))
        return Recipe((*before, *steps))

    return build


@pytest.fixture
def study_from(framework, recipe_of) -> Callable[..., Study]:
    """Return a builder of studies: from values (years, regions, 6) or a shape, and what may vary."""

    def build(
        values: Any,
        uncertain: dict[str, Any] | Uncertain | None = None,
        recipe: Recipe | None = None,
        nodes: tuple[str, ...] | None = None,
        **around: Any,
    ) -> Study:
        if isinstance(values, tuple):
            values = np.random.default_rng(5).lognormal(size=(*values, 6))
        values = np.asarray(values, dtype=float)
        years, regions = values.shape[:2]
        panel = panel_of(
            "city",
            values,
            regions=tuple(f"r{number}" for number in range(regions)),
            indicators=framework.indicators,
            years=tuple(range(2020, 2020 + years)),
        )
        varied = uncertain if isinstance(uncertain, Uncertain) else uncertain_of(uncertain or {})
        return study_of(panel, Setting(framework, **around), recipe or recipe_of(), varied, nodes)

    return build


def published(study: Study) -> LevelResult:
    """Return the study's level as the recipe alone scores it."""
    setting = study.setting
    scored = score_panel(study.panel, setting.framework, study.recipe, folder=setting.folder)
    return LevelResult(
        scored.panel or study.panel,
        normalised=scored.normalised,
        weights=scored.weights,
        effective=scored.effective,
        scores=scored.scores,
        ranks=scored.ranks,
        tiers=scored.tiers,
    )


@pytest.fixture(name="published")
def published_fixture() -> Callable[[Study], LevelResult]:
    """Return the function that scores a study's level by the recipe alone."""
    return published
