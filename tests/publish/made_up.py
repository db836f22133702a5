"""Made-up results in the shape that a build gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from zhishu.edition import Edition, Level, Records
from zhishu.framework import Framework, Node, Text
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.result import LevelResult, Result

DIMENSIONS = {
    "level": {"firm_numbers": 5, "industry_quality": 4},
    "innovation": {"intellectual_property": 2, "talent": 2},
    "environment": {"policy": 2, "services": 3},
}
NAMES = {
    "level": Text("产业水平", "Industry level"),
    "innovation": Text("产业创新", "Industry innovation"),
    "environment": Text("产业环境", "Industry environment"),
}
RECIPE = Recipe(
    (
        Step("normalise", "minmax", {"to": [0, 1]}),
        Step("weigh", "improved_vector", {"reading": "distance", "levels": "nested"}),
        Step("aggregate", "arithmetic", {"scale": 100}),
        Step("rank", "by_score", {"ties": "min"}),
        Step("tiers", "rank_cuts", {"cuts": [5, 13, 20]}),
    )
)


def three_levels() -> Framework:
    """Return an index of 3 dimensions, 6 sub-dimensions and 18 indicators."""
    nodes: list[Node] = [Node("index", Text("总指数", "Index"), None, tuple(DIMENSIONS))]
    for dimension, subs in DIMENSIONS.items():
        nodes.append(Node(dimension, NAMES[dimension], "index", tuple(subs)))
        for sub, count in subs.items():
            leaves = tuple(f"{sub}_{number}" for number in range(count))
            nodes.append(Node(sub, Text(f"{sub} 子项", sub), dimension, leaves))
            nodes += [Node(leaf, Text(f"指标 {leaf}", leaf), sub) for leaf in leaves]
    return Framework(tuple(nodes))


def scored(
    level: str,
    regions: tuple[str, ...],
    names: tuple[str, ...],
    framework: Framework,
    scores: np.ndarray | None = None,
) -> LevelResult:
    """Return a level with long-tailed scores (or the total scores given), ranked with ties at the minimum."""
    generator = np.random.default_rng(len(regions))
    indicators, nodes = framework.indicators, framework.ids
    panel = panel_of(
        level,
        generator.random((1, len(regions), len(indicators))),
        regions=regions,
        indicators=indicators,
        years=(2023,),
        names=names,
    )
    base = np.sort(generator.exponential(16, len(regions)))[::-1]
    table = np.clip(base[:, None] * generator.uniform(0.6, 1.4, (len(regions), len(nodes))), 0, 100)
    if scores is not None:
        table[:, 0] = scores
    filled = np.where(np.isnan(table), -np.inf, table)
    ranks = 1.0 + (filled[None, :, :] > filled[:, None, :]).sum(axis=1)
    ranks[np.isnan(table)] = np.nan
    weights = np.array(
        [1.0 / max(1, len(framework[node.parent].children)) if node.parent else 1.0 for node in framework]
    )
    effective = weights * np.array([_above(framework, node) for node in nodes])
    tiers = 1 + np.searchsorted([5, 13, 20], np.nan_to_num(ranks[:, 0], nan=999), side="left")
    values = panel.values - panel.values.min(axis=1, keepdims=True)
    spread = values.max(axis=1, keepdims=True)
    return LevelResult(
        panel,
        normalised=np.divide(values, spread, out=np.zeros_like(values), where=spread > 0),
        weights=weights[None],
        effective=effective[None],
        scores=table[None],
        ranks=ranks[None],
        tiers=tiers[None].astype(np.int64),
    )


def _above(framework: Framework, node: str) -> float:
    parent = framework[node].parent
    if parent is None:
        return 1.0
    grand = framework[parent].parent
    own = 1.0 / len(framework[grand].children) if grand else 1.0
    return own * _above(framework, parent)


def china_levels(framework: Framework) -> dict[str, LevelResult]:
    """Return 31 provinces and 163 cities, scored."""
    from zhishu.places import builtin_regions

    provinces = builtin_regions("builtin/cn/provinces")
    cities = builtin_regions("builtin/cn/prefectures")[::2][:163]
    return {
        level: scored(level, tuple(r.code for r in regions), tuple(r.name for r in regions), framework)
        for level, regions in (("province", provinces), ("city", cities))
    }


def edition_of(framework: Framework, levels: tuple[Level, ...], folder: Path, **more: object) -> Edition:
    """Return an edition with these levels."""
    edition = Edition(
        folder=folder,
        id="example",
        name=Text("中国大数据产业发展指数", "China Big Data Industry Development Index"),
        edition=2023,
        levels=levels,
        groupings=(),
        records=(Records("firms", "data/firms.csv", table="firms"),),
        panels=(),
        framework=framework,
        recipe=RECIPE,
        note=Text(
            "本版数据为根据公开报告数字重建的示例数据，并非原始数据。",
            "Data reconstructed from published figures, not the original data.",
        ),
    )
    return replace(edition, **more)


def china_result(folder: Path, **more: object) -> Result:
    """Return 31 provinces and 163 cities with random long-tailed scores; `more` changes the edition."""
    framework = three_levels()
    levels = (
        Level("province", Text("省份", "Provinces"), "builtin/cn/provinces"),
        Level("city", Text("重点城市", "Key cities"), "data/key_cities.csv"),
    )
    edition = edition_of(framework, levels, folder, **more)
    return Result(edition, china_levels(framework), row_counts={"firms": 8780})


def towns_result(
    folder: Path,
    names: tuple[str, ...],
    *,
    scores: np.ndarray | None = None,
    framework: Framework | None = None,
    **more: object,
) -> Result:
    """Return one level that has nothing to do with China, with these names and total scores."""
    framework = framework or three_levels()
    codes = tuple(f"T{number}" for number in range(len(names)))
    level = Level("town", Text("城镇", "Towns"), "towns.csv")
    edition = edition_of(framework, (level,), folder, **{"note": None, "records": (), **more})
    return Result(edition, {"town": scored("town", codes, names, framework, scores)})
