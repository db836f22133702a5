"""The example with its intervals, and a figure of every kind made of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from zhishu.publish import figures  # noqa: F401 - registers the kinds
from zhishu.publish.kinds import make

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.publish.figure import Figure
    from zhishu.publish.findings import Findings

EVERY_KIND: dict[str, dict[str, Any]] = {
    "rank_scatter": {"level": "city"},
    "radars": {"level": "city", "tier": 2},
    "group_ranks": {"level": "city", "grouping": "circles", "statistic": "mean"},
    "stacked_bars": {"level": "city", "node": "level"},
    "contributions": {"level": "city"},
    "grouped_bars": {
        "level": "city",
        "by": "market_entities",
        "measures": ["market_entities", "listed_firms", "unicorn_firms", "gazelle_firms", "high_tech_firms"],
    },
    "breakdown": {"level": "city", "region": "北京市", "source": "firms", "by": ["district", "industry"]},
    "bars": {"level": "city", "measure": "websites"},
    "bars_and_count": {
        "level": "city",
        "value": "listed_value",
        "count": "listed_firms",
        "order": "count",
    },
    "bubble": {"level": "city", "x": "patents", "y": "software_copyrights", "size": "market_entities"},
    "share_bars": {"level": "city", "measure": "technical_staff", "of": "province"},
    "coverage_bars": {"units": "prefecture", "measure": "agencies", "within": "province"},
    "coherence": {"level": "city"},
    "interval_dots": {"level": "province"},
    "dendrogram": {"level": "city"},
    "cluster_profiles": {"level": "province"},
}
"""Options of one figure of each kind that the example can show; the made-up result of two years has the slope."""


@pytest.fixture(scope="session")
def example() -> Findings:
    """Return the findings of the example, its ranks with intervals, and with clusters beside."""
    from dataclasses import replace

    import zhishu
    from zhishu.build import build, with_doubt
    from zhishu.publish.findings import Findings
    from zhishu.recipe import Recipe, Step

    edition = zhishu.load(zhishu.example())
    steps = (*edition.recipe.steps, Step("clusters", "hierarchical", {"count": 5}))
    return Findings(with_doubt(build(replace(edition, recipe=Recipe(steps))), draws=200, seed=0).result)


@pytest.fixture(scope="session")
def every_figure(example: Findings) -> dict[str, Figure]:
    """Return a figure of the example by its kind."""
    return {
        name: make(example, "figure", name, options, where="a test") for name, options in EVERY_KIND.items()
    }


@pytest.fixture
def two_years(towns: Callable[..., Any]) -> Callable[..., Findings]:
    """Return a builder of findings with ranks of the year before, from {name: (rank before, rank now)}."""
    from dataclasses import replace

    import numpy as np

    from zhishu.publish.findings import Findings

    def build(places: dict[str, tuple[float, float]]) -> Findings:
        result = towns(tuple(places))
        found = result.levels["town"]
        ranks = np.repeat(found.ranks, 2, axis=0)
        ranks[:, :, 0] = np.array(list(places.values())).T
        values, status = (np.repeat(array, 2, axis=0) for array in (found.panel.values, found.panel.status))
        panel = replace(found.panel, years=(2022, 2023), values=values, status=status)
        return Findings(
            replace(
                result,
                levels={
                    "town": replace(
                        found, panel=panel, ranks=ranks, scores=np.repeat(found.scores, 2, axis=0)
                    )
                },
            )
        )

    return build
