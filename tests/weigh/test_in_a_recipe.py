"""Weightings as a recipe reaches them: tables in files, another method at each node, combinations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from zhishu.errors import EditionError, MethodError
from zhishu.panel import panel_of
from zhishu.recipe import Recipe, Step
from zhishu.registry import methods
from zhishu.score.pipeline import LevelScores, score_panel
from zhishu.weigh.judged.experts import budget_allocation
from zhishu.weigh.judged.hierarchy import ahp
from zhishu.weigh.spread.information import entropy

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.framework import Framework

RAW = np.random.default_rng(0).uniform(1, 9, (1, 12, 4))
REGIONS = tuple(f"r{place}" for place in range(12))


def scored(framework: Framework, folder: Path | None, **weigh: Any) -> LevelScores:
    """Return what a recipe with this weigh step makes of the panel."""
    name = weigh.pop("method")
    steps = (
        Step("normalise", "minmax"),
        Step("weigh", name, weigh),
        Step("aggregate", "arithmetic"),
        Step("rank", "by_score"),
    )
    panel = panel_of("city", RAW, regions=REGIONS, indicators=("x", "y", "z", "u"), years=(2023,))
    return score_panel(panel, framework, Recipe(steps), folder=folder)


@pytest.fixture
def framework(framework_of: Callable[..., Framework]) -> Framework:
    """Return index → a (x, y), b (z, u)."""
    return framework_of({"a": {"x": None, "y": None}, "b": {"z": None, "u": None}})


def test_a_table_in_a_file_weighs_as_one_written_in_the_recipe(framework: Framework, tmp_path: Path) -> None:
    """Pairs × experts for every group in one file; nodes in depth-first order: index, a, x, y, b, z, u."""
    text = "pair,Li,Wu\na / b,2,4\nx / y,3,3\nz / u,1/5,1/3\n"
    (tmp_path / "pairs.csv").write_text(text, encoding="utf-8")
    found = scored(framework, tmp_path, method="ahp", comparisons={"file": "pairs.csv"}).weights[0]
    table = {"a / b": {"Li": 2, "Wu": 4}, "x / y": {"Li": 3, "Wu": 3}, "z / u": {"Li": "1/5", "Wu": "1/3"}}
    inline = scored(framework, None, method="ahp", comparisons=table).weights[0]
    assert found == pytest.approx(inline)
    assert found[[1, 4]] == pytest.approx(ahp(np.zeros((1, 2)), ("a", "b"), comparisons=table))


def test_another_method_at_each_node(framework: Framework, tmp_path: Path) -> None:
    """A panel's table at the top, entropy and CRITIC below."""
    (tmp_path / "panel.csv").write_text("expert,a,b\nLi,60,40\nWu,80,20\n", encoding="utf-8")
    nodes = {
        "index": {"method": "budget_allocation", "allocations": {"file": "panel.csv"}},
        "b": {"method": "critic", "rescale": "minmax"},
    }
    found = scored(framework, tmp_path, method="entropy", by_node=nodes)
    assert found.weights[0][[1, 4]] == pytest.approx([0.7, 0.3])
    assert found.weights[0][[2, 3]] == pytest.approx(entropy(found.normalised[0][:, :2]))


def test_a_combination_reads_the_tables_of_its_methods(framework: Framework, tmp_path: Path) -> None:
    """Judgment from a file with weights from data, at one node."""
    (tmp_path / "panel.csv").write_text("expert,x,y\nLi,60,40\n", encoding="utf-8")
    both = [{"method": "budget_allocation", "allocations": {"file": "panel.csv"}}, {"method": "entropy"}]
    nodes = {"a": {"method": "linear_combination", "methods": both, "parts": [1, 3]}}
    found = scored(framework, tmp_path, method="equal", by_node=nodes)
    judged = budget_allocation(np.zeros((1, 2)), ("x", "y"), allocations={"Li": {"x": 60, "y": 40}})
    expected = 0.25 * judged + 0.75 * entropy(found.normalised[0][:, :2])
    assert found.weights[0][[2, 3]] == pytest.approx(expected)


def test_a_fault_in_a_combined_method_is_found_before_anything_is_weighed(framework: Framework) -> None:
    """An option that does not exist, a method that does not."""
    for wrong, kind in (
        ({"method": "entropy", "shft": 1}, EditionError),
        ({"method": "entropi"}, MethodError),
    ):
        with pytest.raises(kind, match=r"entropi|shft"):
            scored(framework, None, method="game_combination", methods=[wrong, {"method": "equal"}])


def test_an_option_that_must_be_given_is_asked_for_with_its_place(framework: Framework) -> None:
    """The group and the option are named."""
    with pytest.raises(MethodError, match="comparisons") as error:
        scored(framework, None, method="ahp")
    assert "group below" in str(error.value.where)


def test_a_regression_takes_its_outcome_from_a_file(framework: Framework, tmp_path: Path) -> None:
    """Region code and number."""
    lines = [f"{code},{value}" for code, value in zip(REGIONS, RAW[0].sum(axis=1).tolist(), strict=True)]
    (tmp_path / "income.csv").write_text("region,income\n" + "\n".join(lines), encoding="utf-8")
    found = scored(framework, tmp_path, method="regression", levels="flat", outcome={"file": "income.csv"})
    spread = np.ptp(RAW[0], axis=0)
    assert found.effective[0][[2, 3, 5, 6]] == pytest.approx(spread / spread.sum())


NEEDS_TABLES = {
    "given",
    "ahp",
    "fuzzy_ahp",
    "budget_allocation",
    "precedence_chart",
    "best_worst",
    "conjoint",
    "order_relation",
    "rank_order",
    "ring_ratio",
    "fuzzy_complementary",
    "forced_scoring",
    "dematel",
    "anp",
    "regression",
    "linear_combination",
    "multiplicative_combination",
    "game_combination",
    "merec",
}


@pytest.mark.parametrize("levels", ["nested", "flat"])
@pytest.mark.parametrize("name", [one.id for one in methods("weigh") if one.id not in NEEDS_TABLES])
def test_every_weighting_from_data_runs_nested_and_flat(framework: Framework, name: str, levels: str) -> None:
    """With its defaults, on min–max data; effective weights of the indicators sum to 1."""
    found = scored(framework, None, method=name, levels=levels)
    assert found.effective[0][[2, 3, 5, 6]].sum() == pytest.approx(1)
