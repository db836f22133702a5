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
"""Options of one figure of each kind that the example can show."""
WITH_A_PAST: dict[str, dict[str, Any]] = {
    "slope": {"level": "city"},
    "rank_history": {"level": "city"},
    "change_parts": {"level": "city", "by": "indicator"},
}
"""The same of the kinds that need several years, which the example lacks."""


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
def with_a_past(example: Findings, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """Return the findings of the example's cities over three years, the two before made up."""
    import numpy as np
    import yaml

    import zhishu
    from zhishu.build import build
    from zhishu.publish.findings import Findings

    folder, panel = tmp_path_factory.mktemp("past"), example.level("city").found.panel
    rng = np.random.default_rng(5)
    lines = [",".join(("city", "year", *panel.indicators))]
    for year in (2023, 2022, 2021):
        faded = panel.values[-1] * 0.9 ** (2023 - year) * np.exp(rng.normal(0, 0.1, panel.values[-1].shape))
        lines += [
            ",".join((code, str(year), *(f"{value:.4f}" for value in row)))
            for code, row in zip(panel.regions, faded, strict=True)
        ]
    (folder / "panel.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    declared = yaml.safe_load((zhishu.example() / "edition.yaml").read_text(encoding="utf-8"))
    source = {"file": "panel.csv", "panel": "wide", "level": "city", "region": "city", "year": "year"}
    edition = {
        "index": declared["index"],
        "years": [2021, 2022, 2023],
        "levels": {"city": declared["levels"]["city"]},
        "sources": {"panel": source},
        "framework": [_counted(node) for node in declared["framework"]],
        "recipe": declared["recipe"],
    }
    edition["levels"]["city"]["regions"] = "from panel"
    text = yaml.safe_dump(edition, allow_unicode=True, sort_keys=False)
    (folder / "edition.yaml").write_text(text, encoding="utf-8")
    return Findings(build(zhishu.load(folder)).result)


def _counted(node: dict[str, Any]) -> dict[str, Any]:
    """Return a node of the framework as it stands where a panel gives its values."""
    kept = {name: value for name, value in node.items() if name != "measure"}
    return kept | (
        {"children": [_counted(child) for child in node["children"]]} if "children" in node else {}
    )


@pytest.fixture(scope="session")
def every_figure(example: Findings, with_a_past: Findings) -> dict[str, Figure]:
    """Return a figure of the example by its kind; those that need several years of its cities' made-up past."""
    return {
        name: make(findings, "figure", name, options, where="a test")
        for findings, kinds in ((example, EVERY_KIND), (with_a_past, WITH_A_PAST))
        for name, options in kinds.items()
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
