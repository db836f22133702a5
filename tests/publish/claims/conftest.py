"""Five towns and the example, for the tests of claims."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from zhishu.publish.findings import Findings

Rows = Mapping[str, Sequence[float]]
"""Town → firms, staff, patents, schools."""
FIVE: Rows = {
    "Ash": (100, 90, 10, 8),
    "Birch": (80, 70, 8, 8),
    "Cedar": (60, 50, 9, 10),
    "Dale": (20, 10, 1, 2),
    "Elm": (5, 2, 0, 0),
}
"""Five towns: Ash leads in size, Cedar in skill."""


@pytest.fixture
def five() -> Rows:
    """Return five towns of which one leads in size and another in skill."""
    return FIVE


@pytest.fixture(scope="session")
def example() -> Findings:
    """Return the findings of the example with its draws."""
    from zhishu import example as example_folder
    from zhishu import load
    from zhishu.build import build, with_doubt
    from zhishu.publish.findings import Findings

    return Findings(with_doubt(build(load(example_folder()))).result)


@pytest.fixture(scope="session")
def clustered() -> Findings:
    """Return the findings of the example with clusters of its regions, without draws."""
    from zhishu import example as example_folder
    from zhishu import load
    from zhishu.build import build
    from zhishu.publish.findings import Findings
    from zhishu.recipe import Recipe, Step

    edition = load(example_folder())
    recipe = Recipe((*edition.recipe.steps, Step("clusters", "hierarchical")))
    return Findings(build(replace(edition, recipe=recipe)).result)


@pytest.fixture(scope="session")
def moved(small_in: Callable[..., Findings], tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Return the findings of the five towns in two years, of which two rose and one fell behind."""
    later = {**FIVE, "Dale": (50, 60, 7, 9), "Elm": (9, 8, 3, 1), "Birch": (82, 60, 4, 6)}
    folder = tmp_path_factory.mktemp("moved")
    return small_in(folder, {2023: FIVE, 2024: later}, weigh="entropy", normalise="minmax")


@pytest.fixture
def one() -> Callable[..., object]:
    """Return a function that gives the single claim of a kind on given findings."""
    from zhishu.publish.claims import find_claims

    def make(findings: Findings, kind: str, **options: object) -> object:
        (claim,) = find_claims(findings, [{"kind": kind, "level": "town", **options}])
        return claim

    return make
