"""The tables that judge a result: weights, coherence, obstacles, built through the command line."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from click.testing import CliRunner
from scipy import stats

from zhishu.cli import main
from zhishu.score.aggregators.orders.combined import score_with_each
from zhishu.score.agreement import method_agreement, rank_correlations
from zhishu.score.kendall import kendall
from zhishu.score.obstacle import obstacle_degree
from zhishu.score.suitability import suitability
from zhishu.weigh.fitted.importance import realised_importance
from zhishu.weigh.judged.priorities import consistency

VALUES = np.random.default_rng(3).uniform(1, 9, (2, 10, 4)).round(3)
VALUES[1, :, 1] = VALUES[1, :, 0] + VALUES[1, :, 2]  # in 2023 no weights make y matter no more than x and z
CYCLE = {"x / y": {"Li": 3, "Wu": 2}, "x / z": {"Li": "1/2", "Wu": 4}, "y / z": {"Li": 2, "Wu": 2}}
BUDGET = {"Li": {"a": 60, "u": 40}, "Wu": {"a": 80, "u": 20}}


def build(
    folder: Path,
    weigh: dict[str, Any],
    *,
    normalise: dict[str, Any] | None = None,
    aggregate: dict[str, Any] | None = None,
    years: int = 1,
) -> Path:
    """Build index → a (x, y, z), u through the command line; return the folder of its results."""
    labels = range(2022, 2022 + years)
    lines = ["code,year,x,y,z,u"]
    for year, page in zip(labels, VALUES, strict=False):
        lines += [f"r{row},{year}," + ",".join(map(repr, page[row].tolist())) for row in range(10)]
    (folder / "panel.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    panel = {"file": "panel.csv", "panel": "wide", "level": "area", "region": "code", "year": "year"}
    edition = {
        "index": {"id": "index", "name": "Any index", "edition": labels[-1]},
        "levels": {"area": {"regions": "from panel"}},
        "years": list(labels),
        "sources": {"panel": panel},
        "framework": [{"id": "a", "children": [{"id": one} for one in "xyz"]}, {"id": "u"}],
        "recipe": [
            {"step": "normalise", **(normalise or {"method": "minmax", "to": [0, 10]})},
            {"step": "weigh", **weigh},
            {"step": "aggregate", **(aggregate or {})},
            {"step": "rank"},
        ],
    }
    (folder / "edition.yaml").write_text(yaml.safe_dump(edition), encoding="utf-8")
    outcome = CliRunner().invoke(main, ["build", str(folder), "--no-report", "--no-doubt"])
    assert outcome.exit_code == 0, outcome.output
    return folder / "out"


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / "tables" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def repairs(out: Path) -> list[dict[str, str]]:
    return json.loads((out / "manifest.json").read_text(encoding="utf-8"))["warnings"]


def test_comparisons_that_contradict_themselves_are_told(tmp_path: Path) -> None:
    """Accepted with `limit: null`, but in the table, per expert and jointly, and as a repair."""
    nodes = {"a": {"method": "ahp", "comparisons": CYCLE, "limit": None}}
    out = build(tmp_path, {"method": "equal", "by_node": nodes})
    found = {(row["about"], row["measure"]): float(row["value"]) for row in rows(out, "weighting")}
    li = np.array([[1, 3, 1 / 2], [1 / 3, 1, 2], [2, 1 / 2, 1]])
    assert found["Li", "consistency_ratio"] == pytest.approx(float(consistency(li).ratio))
    assert found["Wu", "consistency_ratio"] == pytest.approx(0, abs=1e-12)
    assert found["panel", "consistency_ratio"] < found["Li", "consistency_ratio"]
    assert {row["node"] for row in rows(out, "weighting")} == {"a"}
    told = [repair for repair in repairs(out) if repair["kind"] == "inconsistent_comparisons"]
    assert "the comparisons of Li contradict" in told[0]["message"]
    assert "the group below 'a'" in told[0]["where"]


def test_the_spread_of_a_panel(tmp_path: Path) -> None:
    """Each column's mean, median, deviation and range of shares, and Kendall's W."""
    nodes = {"index": {"method": "budget_allocation", "allocations": BUDGET}}
    out = build(tmp_path, {"method": "equal", "by_node": nodes})
    found = {(row["about"], row["measure"]): float(row["value"]) for row in rows(out, "weighting")}
    assert found["a", "share_mean"] == pytest.approx(0.7)
    assert found["a", "share_deviation"] == pytest.approx(0.02**0.5)
    assert (found["u", "share_smallest"], found["u", "share_largest"]) == (0.2, 0.4)
    assert found["panel", "concordance"] == 1
    assert not [repair for repair in repairs(out) if repair["kind"] == "inconsistent_comparisons"]


def test_judgments_inside_a_combination_are_told_too(tmp_path: Path) -> None:
    """A combination says what its parts say."""
    parts = [{"method": "ahp", "comparisons": CYCLE, "limit": None}, {"method": "entropy"}]
    nodes = {"a": {"method": "linear_combination", "methods": parts}}
    out = build(
        tmp_path, {"method": "equal", "by_node": nodes}, normalise={"method": "minmax", "to": [1, 10]}
    )
    assert {row["method"] for row in rows(out, "weighting")} == {"ahp"}


def test_importance_out_of_reach_comes_with_its_proof(tmp_path: Path) -> None:
    """Wanted and reached importance of every column and year; where they differ, a certificate."""
    out = build(tmp_path, {"method": "optimised_importance"}, years=2)
    table = rows(out, "weighting")
    assert {row["year"] for row in table} == {"2022", "2023"}
    index = [row for row in table if row["node"] == "index" and row["year"] == "2023"]
    reached = {row["about"]: float(row["value"]) for row in index if row["measure"] == "importance_reached"}
    scores = {
        (row["node"], row["region"]): float(row["score"])
        for row in rows(out, "scores")
        if row["year"] == "2023"
    }
    columns = np.array([[scores[node, f"r{row}"] for node in ("a", "u")] for row in range(10)])
    weights = [
        float(row["weight"]) for row in rows(out, "weights") if row["year"] == "2023" and row["node"] in "au"
    ]
    assert list(reached.values()) == pytest.approx(realised_importance(columns, np.array(weights)).tolist())
    gaps = {
        (row["node"], row["year"]): float(row["value"]) for row in table if row["measure"] == "importance_gap"
    }
    proven = {(row["node"], row["year"]) for row in table if row["measure"] == "certificate"}
    assert proven == {key for key, gap in gaps.items() if gap > 1e-6}
    assert proven == {("a", "2023")}
    assert ["'a'" in one["where"] for one in repairs(out) if one["kind"] == "unreached_importance"] == [True]


def test_columns_outside_the_common_factor_are_told(tmp_path: Path) -> None:
    """Unobserved components: weight 0 for what speaks against the others; nearly the factor itself: Heywood."""
    nodes = {"a": {"method": "unobserved_components"}}
    out = build(tmp_path, {"method": "equal", "by_node": nodes}, years=2)
    year, level = "2023", {row["node"]: row for row in rows(out, "weights") if row["year"] == "2023"}
    table = {
        (row["about"], row["measure"]): float(row["value"])
        for row in rows(out, "weighting")
        if row["year"] == year
    }
    outside = {node for node in "xyz" if table[node, "correlation_with_factor"] == 0}
    assert outside == {node for node in "xyz" if float(level[node]["weight"]) == 0}
    assert table["y", "at_floor"] == 0.005
    assert 0 < table["panel", "standard_error"] < 0.1
    told = {(repair["kind"], repair["message"].split("'")[1]) for repair in repairs(out)}
    assert ("heywood_case", "y") in told
    assert {("outside_the_factor", node) for node in outside} <= told


def test_methods_that_are_joined_say_whether_they_agree(tmp_path: Path) -> None:
    """Kendall's W before joining, in every group and year; the rank correlation of each with the whole."""
    methods = [
        {"method": "topsis"},
        {"method": "rank_sum_ratio"},
        {"method": "topsis", "normalisation": "vector"},
    ]
    nodes = {"index": {"method": "combined_evaluation", "methods": methods, "rule": "fuzzy_borda"}}
    out = build(tmp_path, {"method": "equal"}, aggregate={"by_node": nodes, "scale": 100.0}, years=2)
    table = rows(out, "weighting")
    assert {(row["node"], row["method"]) for row in table} == {("index", "combined_evaluation")}
    assert {row["about"] for row in table} == {"panel", "topsis (1)", "rank_sum_ratio", "topsis (3)"}
    scores = {
        (row["node"], row["region"]): float(row["score"])
        for row in rows(out, "scores")
        if row["year"] == "2023"
    }
    columns = np.array([[scores[node, f"r{row}"] for node in ("a", "u")] for row in range(10)]) / 100
    each = score_with_each(columns, np.array([0.5, 0.5]), methods)
    wanted = method_agreement(each)
    found = {(row["about"], row["measure"]): float(row["value"]) for row in table if row["year"] == "2023"}
    assert found["panel", "concordance"] == pytest.approx(float(wanted.concordance))
    assert found["panel", "chi_square"] == pytest.approx(27 * float(wanted.concordance))
    assert found["panel", "p_value"] == pytest.approx(float(wanted.p_value))
    joined = np.array([scores["index", f"r{row}"] for row in range(10)])
    related = rank_correlations(each, joined)
    assert found["rank_sum_ratio", "rank_correlation"] == pytest.approx(related[1])


def test_methods_that_disagree_are_told(tmp_path: Path) -> None:
    """Two methods must agree almost wholly; where chance alone would bring as much, a repair says so."""
    methods = [{"method": "arithmetic"}, {"method": "mean_min", "alpha": 1.0}]
    out = build(
        tmp_path, {"method": "equal"}, aggregate={"method": "combined_evaluation", "methods": methods}
    )
    chance = {
        row["node"]: float(row["value"]) for row in rows(out, "weighting") if row["measure"] == "p_value"
    }
    told = [one["where"] for one in repairs(out) if one["kind"] == "methods_disagree"]
    assert told == [f"level area, the group below '{node}', 2022" for node, p in chance.items() if p > 0.05]
    assert told


def test_data_weights_say_nothing(tmp_path: Path) -> None:
    """No table where there is nothing to judge."""
    out = build(tmp_path, {"method": "standard_deviation"})
    assert not (out / "tables" / "weighting.csv").exists()


def test_obstacles_share_each_region_s_shortfall(tmp_path: Path) -> None:
    """Degrees are those of the normalised values and effective weights, the greatest obstacle first."""
    out = build(tmp_path, {"method": "equal"})
    table = rows(out, "obstacles")
    normalised = np.array([float(row["value"]) for row in rows(out, "normalised")]).reshape(10, 4)
    weights = np.array([1 / 6, 1 / 6, 1 / 6, 1 / 2])
    wanted = obstacle_degree(normalised, weights, full=10.0)
    for row in table:
        place = int(row["region"][1:]), "xyzu".index(row["indicator"])
        assert float(row["degree"]) == pytest.approx(wanted[place], abs=1e-12)
        assert float(row["shortfall"]) == pytest.approx(10 - normalised[place], abs=1e-12)
    assert len(table) == 40
    first = [float(row["degree"]) for row in table if row["region"] == "r0"]
    assert first == sorted(first, reverse=True)


def test_no_full_score_no_obstacles(tmp_path: Path) -> None:
    """A z-score has no upper end."""
    out = build(tmp_path, {"method": "equal"}, normalise={"method": "zscore"})
    assert not (out / "tables" / "obstacles.csv").exists()


def test_how_far_children_go_together(tmp_path: Path) -> None:
    """Per node and year, from normalised values and scores; every pair of siblings and child with parent."""
    out = build(tmp_path, {"method": "equal"}, years=2)
    scores = {(row["year"], row["node"], row["region"]): float(row["score"]) for row in rows(out, "scores")}
    table = rows(out, "coherence")
    assert [(row["node"], row["children"], row["year"]) for row in table] == [
        ("index", "2", "2022"),
        ("index", "2", "2023"),
        ("a", "3", "2022"),
        ("a", "3", "2023"),
    ]
    x = np.array([[scores["2023", node, f"r{row}"] for node in "xyz"] for row in range(10)])
    whole = 3 / 2 * (1 - x.var(axis=0).sum() / x.sum(axis=1).var())
    assert float(table[3]["alpha"]) == pytest.approx(whole)
    r = np.corrcoef(x.T)
    assert float(table[3]["least_correlation"]) == pytest.approx(r.min())
    assert float(table[3]["mean_correlation"]) == pytest.approx((r.sum() - 3) / 6)
    assert float(table[3]["first_component"]) == pytest.approx(np.linalg.eigvalsh(r)[-1] / 3)
    pairs = {(row["one"], row["two"]): row for row in rows(out, "correlations") if row["year"] == "2023"}
    assert len(pairs) == 3 + 6
    assert float(pairs["x", "y"]["pearson"]) == pytest.approx(r[0, 1])
    assert {pairs[pair]["node"] for pair in (("x", "z"), ("z", "a"))} == {"a"}
    assert {pairs[pair]["node"] for pair in (("a", "u"), ("u", "index"))} == {"index"}
    assert pairs["y", "a"]["flag"] == ""  # it follows its parent, and so it should
    for row in pairs.values():
        assert (row["flag"] == "negative") == (float(row["pearson"]) <= -0.4)


def test_whether_children_suit_factor_analysis(tmp_path: Path) -> None:
    """KMO, sphericity, its degrees of freedom and p per group, KMO and inflation per child; Kendall per pair."""
    out = build(tmp_path, {"method": "equal"})
    normalised = {(row["indicator"], row["region"]): float(row["value"]) for row in rows(out, "normalised")}
    x = np.array([[normalised[leaf, f"r{row}"] for leaf in "xyz"] for row in range(10)])
    wanted = suitability(x)
    group = next(row for row in rows(out, "coherence") if row["node"] == "a")
    assert float(group["kmo"]) == pytest.approx(wanted.kmo)
    assert float(group["sphericity"]) == pytest.approx(wanted.sphericity)
    assert (group["degrees"], float(group["p"])) == ("3", pytest.approx(wanted.p))
    children = [row for row in rows(out, "suitability") if row["node"] == "a"]
    assert [row["child"] for row in children] == ["x", "y", "z"]
    assert [float(row["kmo"]) for row in children] == pytest.approx(wanted.kmo_of.tolist())
    assert [float(row["vif"]) for row in children] == pytest.approx(wanted.inflation.tolist())
    pair = next(row for row in rows(out, "correlations") if (row["one"], row["two"]) == ("x", "y"))
    assert float(pair["kendall"]) == pytest.approx(kendall(x)[0, 1])


def test_a_constant_child_goes_with_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its cells are empty and it has no flag; those of the others are there."""
    values = VALUES.copy()
    values[:, :, 2] = 5.0
    monkeypatch.setattr(sys.modules[__name__], "VALUES", values)
    out = build(tmp_path, {"method": "equal"})
    found = {row["node"]: row for row in rows(out, "coherence")}
    assert (found["a"]["standardised_alpha"], found["a"]["first_component"]) == ("", "")
    assert found["a"]["alpha"]
    assert found["a"]["least_correlation"] == found["a"]["mean_correlation"]
    assert "year" not in found["a"]
    with_it = [row for row in rows(out, "correlations") if "z" in {row["one"], row["two"]}]
    assert len(with_it) == 3
    assert {row[name] for row in with_it for name in ("pearson", "spearman", "kendall", "flag")} == {""}
    assert {found["a"][name] for name in ("kmo", "sphericity", "degrees", "p")} == {""}
    below = [row for row in rows(out, "suitability") if row["node"] == "a"]
    assert {row[name] for row in below for name in ("kmo", "vif")} == {""}


def test_how_the_index_goes_with_what_is_no_part_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Index and groups with each further measure; a region without a value is left out and counted."""
    values = VALUES[:1].copy()
    monkeypatch.setattr(sys.modules[__name__], "VALUES", values)
    build(tmp_path, {"method": "equal"})
    outside = np.arange(10.0) ** 2
    lines = (tmp_path / "panel.csv").read_text(encoding="utf-8").splitlines()
    cells = ["income", *(str(value) for value in outside[:9]), ""]
    panel = "\n".join(f"{line},{cell}" for line, cell in zip(lines, cells, strict=True))
    (tmp_path / "panel.csv").write_text(panel + "\n", encoding="utf-8")
    edition = yaml.safe_load((tmp_path / "edition.yaml").read_text(encoding="utf-8"))
    edition["sources"]["panel"]["measures"] = ["income"]
    (tmp_path / "edition.yaml").write_text(yaml.safe_dump(edition), encoding="utf-8")
    outcome = CliRunner().invoke(main, ["build", str(tmp_path), "--no-report", "--no-doubt"])
    assert outcome.exit_code == 0, outcome.output
    found = rows(tmp_path / "out", "links")
    assert [(row["node"], row["measure"], row["regions"]) for row in found] == [
        ("index", "income", "9"),
        ("a", "income", "9"),
    ]
    scores = {
        row["region"]: float(row["score"]) for row in rows(tmp_path / "out", "scores") if row["node"] == "a"
    }
    of_group = np.array([scores[f"r{row}"] for row in range(9)])
    expected = stats.pearsonr, stats.spearmanr, stats.kendalltau
    for column, test in zip(("pearson", "spearman", "kendall"), expected, strict=True):
        assert float(found[1][column]) == pytest.approx(test(of_group, outside[:9]).statistic)


def test_nothing_outside_no_links(tmp_path: Path) -> None:
    """An edition without further measures has a table without rows, which is not written."""
    assert not (build(tmp_path, {"method": "equal"}) / "tables" / "links.csv").exists()


def test_a_child_that_was_screened_out_is_no_part_of_how_far_the_others_go_together(tmp_path: Path) -> None:
    """The rest have the numbers that they have alone, and are counted."""
    build(tmp_path, {"method": "equal"})
    lines = (tmp_path / "panel.csv").read_text(encoding="utf-8").splitlines()
    panel = [line.split(",") for line in lines]
    for cells in panel[4:]:
        cells[3] = ""
    (tmp_path / "panel.csv").write_text("\n".join(map(",".join, panel)) + "\n", encoding="utf-8")
    edition = yaml.safe_load((tmp_path / "edition.yaml").read_text(encoding="utf-8"))
    edition["recipe"].insert(
        0, {"step": "screen", "method": "availability", "data": 0.65, "drop": "indicators"}
    )
    (tmp_path / "edition.yaml").write_text(yaml.safe_dump(edition), encoding="utf-8")
    outcome = CliRunner().invoke(main, ["build", str(tmp_path), "--no-report", "--no-doubt"])
    assert outcome.exit_code == 0, outcome.output
    row = next(row for row in rows(tmp_path / "out", "coherence") if row["node"] == "a")
    r = np.corrcoef(VALUES[0, :, 0], VALUES[0, :, 2])[0, 1]
    assert row["children"] == "2"
    assert float(row["standardised_alpha"]) == pytest.approx(2 * r / (1 + r))
    assert float(row["first_component"]) == pytest.approx((1 + abs(r)) / 2)
