"""Golden case c1, function by function: 31 regions × 18 indicators, min–max 0–100, arithmetic, as COINr gave it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from zhishu.framework import Direction, Framework
from zhishu.panel import Panel, panel_of
from zhishu.recipe import Recipe, Step
from zhishu.score.pipeline import LevelScores, score_panel

CASE = Path(__file__).parents[2].parent / "shared" / "golden" / "c1_31x18_missing_groupmean_minmax_arith"
pytestmark = pytest.mark.skipif(not CASE.is_dir(), reason=f"the outside golden cases are not at {CASE}")


def table(name: str) -> tuple[list[str], np.ndarray, list[str]]:
    """Return regions, values (regions, columns) and column names; an empty cell is missing."""
    with (CASE / name).open(encoding="utf-8") as file:
        heading, *lines = list(csv.reader(file))
    numbers = np.array([[float(cell or "nan") for cell in line[1:]] for line in lines])
    return [line[0] for line in lines], numbers, heading[1:]


@pytest.fixture(scope="module")
def framework(framework_of) -> Framework:
    """Return the framework that iMeta.csv declares."""
    with (CASE / "inputs" / "iMeta.csv").open(encoding="utf-8") as file:
        meta = [row for row in csv.DictReader(file) if row["Type"] in {"Indicator", "Aggregate"}]

    def below(parent: str) -> dict[str, object]:
        return {row["iCode"]: below(row["iCode"]) or None for row in meta if row["Parent"] == parent}

    directions = {
        row["iCode"]: Direction("negative" if row["Direction"] == "-1" else "positive") for row in meta
    }
    return framework_of(
        below("index"), directions=directions, weights={row["iCode"]: float(row["Weight"]) for row in meta}
    )


def scored(framework: Framework, stage: str, missing: str = "error") -> tuple[Panel, LevelScores]:
    """Return the panel of one stage and what the recipe of the case makes of it."""
    regions, values, indicators = table(stage)
    panel = panel_of(
        "unit", values[None], regions=tuple(regions), indicators=tuple(indicators), years=(2023,)
    )
    steps = (
        Step("normalise", "minmax", {"to": [0, 100]}),
        Step("weigh", "given"),
        Step("aggregate", "arithmetic", {"missing": missing}),
        Step("rank", "by_score", {"ties": "min"}),
    )
    return panel, score_panel(panel, framework, Recipe(steps))


def test_min_max_gives_the_normalised_stage(framework: Framework) -> None:
    """stage3_imputed.csv → stage4_normalised.csv."""
    panel, found = scored(framework, "stage3_imputed.csv")
    regions, expected, indicators = table("stage4_normalised.csv")
    assert panel.regions == tuple(regions)
    assert panel.indicators == tuple(indicators)
    assert found.normalised[0] == pytest.approx(expected, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(
    ("stage", "outside", "missing"),
    [
        ("stage3_imputed.csv", "stage5_aggregated.csv", "error"),
        ("stage2_screened.csv", "variants/aggregated_noimpute.csv", "renormalise"),
    ],
)
def test_the_tree_gives_the_aggregated_stage(
    framework: Framework, stage: str, outside: str, missing: str
) -> None:
    """Every node of the tree, also with the weights of missing values shared out."""
    panel, found = scored(framework, stage, missing)
    regions, expected, nodes = table(outside)
    assert set(nodes) == set(framework.ids)
    assert panel.regions == tuple(regions)
    columns = [framework.ids.index(node) for node in nodes]
    assert found.scores[0][:, columns] == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


def test_the_ranks_agree(framework: Framework) -> None:
    """ranks_all_columns.csv, ties at the best place."""
    _, found = scored(framework, "stage3_imputed.csv")
    _, expected, nodes = table("ranks_all_columns.csv")
    columns = [framework.ids.index(node) for node in nodes]
    assert found.ranks[0][:, columns].tolist() == expected.tolist()


def test_the_effective_weights_agree(framework: Framework) -> None:
    """weights_effective.csv: the product up to the index."""
    _, found = scored(framework, "stage3_imputed.csv")
    with (CASE / "weights_effective.csv").open(encoding="utf-8") as file:
        expected = {row["iCode"]: float(row["EffWeight"]) for row in csv.DictReader(file)}
    effective = dict(zip(framework.ids, found.effective[0].tolist(), strict=True))
    assert effective == pytest.approx(expected, rel=1e-9)
