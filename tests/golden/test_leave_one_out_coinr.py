"""Removing elements of the framework one by one, as COINr gave it: every score and mean shift of ranks."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from record import COINR, Agreement, record

from zhishu.doubt.leave_one_out import leave_one_node_out
from zhishu.framework import Framework, Node, Text
from zhishu.recipe import Recipe, Step
from zhishu.score.plan import compile_plan

GOLDEN = Path(__file__).parents[3] / "shared" / "golden"
CASES = {
    "asem": ("stage6_normalised.csv", "Index"),
    "c2_163x18_skew_zscore_arith_UA_SA": ("stage3_normalised.csv", "index"),
}
pytestmark = pytest.mark.skipif(not GOLDEN.is_dir(), reason=f"the outside golden cases are not at {GOLDEN}")


def rows_of(case: str, name: str) -> list[dict[str, str]]:
    with (GOLDEN / case / name).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def framework_of_case(case: str, root: str) -> Framework:
    """Return the framework with the peer's own weights."""
    known = {
        row["iCode"]: row
        for row in rows_of(case, "inputs/iMeta.csv")
        if row["Type"] in {"Indicator", "Aggregate"}
    }
    weights = {row["iCode"]: float(row["Weight"]) for row in rows_of(case, "weights_original.csv")}

    def nodes(code: str, parent: str | None):
        children = tuple(row["iCode"] for row in known.values() if row["Parent"] == code)
        yield Node(code, Text("", code), parent, children, weight=weights[code] if parent else None)
        for child in children:
            yield from nodes(child, code)

    return Framework(tuple(nodes(root, None)))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("level", [1, 2, 3])
def test_every_removed_element_gives_the_peers_ranks(case, level) -> None:
    """Mean absolute shift of ranks to 1e-12, and where the peer wrote them the scores to 1e-11."""
    stage, root = CASES[case]
    framework = framework_of_case(case, root)
    steps = (
        Step("normalise", "none"),
        Step("weigh", "given"),
        Step("aggregate", "arithmetic"),
        Step("rank", "by_score"),
    )
    plan = compile_plan(framework, Recipe(steps))
    values = np.array([[float(row[name]) for name in framework.indicators] for row in rows_of(case, stage)])
    theirs = rows_of(case, f"remove_elements_L{level}_meanabsdiff.csv")[1:]
    found = leave_one_node_out(values, plan, [row["iCode"] for row in theirs])
    assert len(theirs) > 1
    assert found.mean_shift == pytest.approx([float(row["MeanAbsDiff"]) for row in theirs], abs=1e-12)
    if case == "asem":
        scores = rows_of(case, f"remove_elements_L{level}_scores.csv")
        expected = np.array([[float(row[name]) for row in scores] for name in found.nodes])
        assert found.scores == pytest.approx(expected, abs=1e-11)
    what = f"elements of level {level} removed one by one: mean absolute shift of ranks"
    record(Agreement("doubt", "leave_one_node_out", COINR, f"golden/{case}", what, 1e-12, holds=True))
