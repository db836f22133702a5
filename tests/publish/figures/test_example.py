"""The data behind the figures of the example, counted again from its tables and files."""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest

from zhishu.publish.figure import Interval, Rank, Text, cell_text
from zhishu.publish.findings import Findings
from zhishu.publish.kinds import make

if TYPE_CHECKING:
    from zhishu.publish.figure import Figure


def column(figure: Figure, name: str) -> list[Any]:
    """Return a column of a figure's data as plain values."""
    at = next(place for place, column in enumerate(figure.data.columns) if column.id == name)
    cells = [row[at] for row in figure.data.rows]
    return [
        cell.place
        if isinstance(cell, Rank)
        else (cell.low, cell.high)
        if isinstance(cell, Interval)
        else cell.zh
        if isinstance(cell, Text)
        else cell
        for cell in cells
    ]


def frame(example: Findings, name: str, level: str) -> pd.DataFrame:
    """Return a table of the result at one level."""
    table = example.result.table(name)
    return table[table["level"] == level]


def records(example: Findings, name: str) -> list[dict[str, str]]:
    """Return the rows of a file of the example."""
    path = Path(example.edition.folder) / "data" / f"{name}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def scores(example: Findings, level: str, node: str) -> pd.DataFrame:
    """Return rank and score of a node, best first."""
    table = frame(example, "scores", level)
    return table[table["node"] == node].sort_values("rank", kind="stable")


def panel(example: Findings, level: str, indicator: str) -> pd.Series[float]:
    """Return an indicator's raw values by region."""
    table = frame(example, "panel", level)
    return table[table["indicator"] == indicator].set_index("region")["value"]


def test_scatter_has_every_city_with_the_rank_and_score_of_the_table(
    example: Findings, every_figure: dict[str, Figure]
) -> None:
    """All 163 cities stand in the scatter with the ranks and scores that out/tables has."""
    figure, expected = every_figure["rank_scatter"], scores(example, "city", "china-big-data")
    assert len(figure.data.rows) == 163
    assert list(figure.data.regions) == expected["region"].astype(str).tolist()
    assert column(figure, "rank") == expected["rank"].tolist()
    np.testing.assert_allclose(column(figure, "score"), expected["score"], rtol=1e-12)


def test_intervals_are_those_of_the_doubt_table(example: Findings, every_figure: dict[str, Figure]) -> None:
    """The intervals of the provinces are those that the table of intervals has."""
    assert example.result.uncertainty is not None
    table = example.result.uncertainty.intervals
    table = table[(table["level"] == "province") & (table["node"] == "china-big-data")]
    low, high = (
        table.set_index("region")[name] for name in table.columns if name in ("rank_low", "rank_high")
    )
    figure = every_figure["interval_dots"]
    expected = [(low[region], high[region]) for region in figure.data.regions]
    assert column(figure, "interval") == expected


def test_second_tier_has_eight_cities_and_their_dimension_scores(
    example: Findings, every_figure: dict[str, Figure]
) -> None:
    """The radars show places 6 to 13, each dimension with the score of the table."""
    figure = every_figure["radars"]
    assert column(figure, "rank")[:8] == [6, 7, 8, 9, 10, 11, 12, 13]
    for node in ("level", "innovation", "environment"):
        by_region = scores(example, "city", node).set_index("region")["score"]
        expected = [by_region[region] for region in figure.data.regions[:8]]
        assert column(figure, node)[:8] == pytest.approx(expected)
        assert column(figure, node)[9] == pytest.approx(float(by_region.median()))


def test_circles_are_ranked_by_the_mean_of_their_cities(
    example: Findings, every_figure: dict[str, Figure]
) -> None:
    """A circle's score is the mean over its cities, and ranks follow it: the printed order for innovation."""
    figure = every_figure["group_ranks"]
    by_region = scores(example, "city", "innovation").set_index("region")["score"]
    members = example.groups("circles")
    means = {
        group: by_region[[code for code in codes if code in by_region.index]].mean()
        for group, codes in members.items()
    }
    assert dict(
        zip(column(figure, "group"), column(figure, "innovation-score"), strict=True)
    ) == pytest.approx(means)
    order = sorted(means, key=lambda group: -means[group])
    assert [order.index(group) + 1 for group in column(figure, "group")] == column(figure, "innovation-rank")
    assert order == ["京津冀", "长三角", "珠三角", "成渝"]


def test_parts_of_a_score_are_weights_times_scores_and_add_up(
    example: Findings, every_figure: dict[str, Figure]
) -> None:
    """Beijing's industry level: the weighted scores of its two parts, which make up the whole."""
    weights = frame(example, "weights", "city").set_index("node")["weight"]
    figure = every_figure["stacked_bars"]
    parts = np.zeros(15)
    for node in ("firm_numbers", "industry_quality"):
        by_region = scores(example, "city", node).set_index("region")["score"]
        expected = [weights[node] * by_region[region] for region in figure.data.regions]
        assert column(figure, node) == pytest.approx(expected)
        parts += expected
    assert column(figure, "score") == pytest.approx(parts.tolist())


def test_contributions_of_18_indicators_add_up_to_the_score(
    example: Findings, every_figure: dict[str, Figure]
) -> None:
    """Each contribution is effective weight times score, and 18 of them are the index."""
    effective = frame(example, "weights", "city").set_index("node")["effective"]
    figure = every_figure["contributions"]
    indicators = example.framework.indicators
    total = np.sum([column(figure, node) for node in indicators], axis=0)
    np.testing.assert_allclose(total, column(figure, "score"), rtol=1e-9)
    by_region = scores(example, "city", "patents").set_index("region")["score"]
    expected = [effective["patents"] * by_region[region] for region in figure.data.regions]
    assert column(figure, "patents") == pytest.approx(expected)


def test_kinds_of_firms_are_counted_as_in_the_file(
    example: Findings, every_figure: dict[str, Figure]
) -> None:
    """The ten cities with most firms, and their unicorns, as the rows of firms.csv say."""
    figure = every_figure["grouped_bars"]
    expected = panel(example, "city", "market_entities").sort_values(ascending=False, kind="stable")
    assert column(figure, "market_entities") == expected.head(10).tolist()
    beijing = [row for row in records(example, "firms") if row["division_code"].startswith("11")]
    assert column(figure, "market_entities")[0] == len(beijing)
    assert column(figure, "unicorn_firms")[0] == sum(row["is_unicorn"] == "true" for row in beijing)


def test_beijing_is_broken_down_as_in_the_file(example: Findings, every_figure: dict[str, Figure]) -> None:
    """Districts and industries of Beijing's firms: counts of the file, each panel adding up to all of them."""
    figure = every_figure["breakdown"]
    beijing = [row for row in records(example, "firms") if row["division_code"].startswith("11")]
    districts = Counter(row["division_code"] for row in beijing).most_common()
    industries = Counter(row["industry"] for row in beijing)
    counts = dict(zip(column(figure, "part"), column(figure, "count"), strict=True))
    assert [counts["海淀区"], counts["朝阳区"]] == [count for _, count in districts[:2]]
    assert counts["其余 8 项"] == sum(count for _, count in districts[8:])
    assert counts["科学研究和技术服务业"] == industries["科学研究和技术服务业"]
    assert sum(column(figure, "count")) == 2 * len(beijing)


def test_market_value_is_written_in_the_units_of_each_language(
    example: Findings, every_figure: dict[str, Figure]
) -> None:
    """Beijing's listed firms: the sum of the file, in 亿元 and in billion yuan."""
    figure = every_figure["bars_and_count"]
    total = sum(
        float(row["market_value_yuan"] or 0)
        for row in records(example, "firms")
        if row["division_code"].startswith("11") and row["is_listed"] == "true"
    )
    cell, head = figure.data.rows[0][1], figure.data.columns[1]
    assert cell_text(cell, head, "zh") == f"{total / 1e8:,.0f}"
    assert cell_text(cell, head, "en") == f"{total / 1e9:,.0f}"
    assert head.title == Text("上市企业总市值（亿元）", "Market value of listed firms (billion yuan)")
    assert column(figure, "listed_firms")[:3] == [292, 86, 75]


def test_websites_are_the_largest_counts_of_the_panel(
    example: Findings, every_figure: dict[str, Figure]
) -> None:
    """The bars are the twenty largest values, largest first."""
    expected = panel(example, "city", "websites").sort_values(ascending=False, kind="stable")
    assert column(every_figure["bars"], "websites")[:20] == expected.head(20).tolist()


def test_bubbles_stand_for_three_values_of_the_panel(
    example: Findings, every_figure: dict[str, Figure]
) -> None:
    """Patents, copyrights and firms of every city with any are those of the panel."""
    figure = every_figure["bubble"]
    for indicator in ("patents", "software_copyrights", "market_entities"):
        values = panel(example, "city", indicator)
        assert column(figure, indicator) == [values[region] for region in figure.data.regions]


def test_shares_are_of_the_whole_country(example: Findings, every_figure: dict[str, Figure]) -> None:
    """Technical staff: the printed shares of Beijing, Hangzhou and Shenzhen in the sum over the provinces."""
    figure = every_figure["share_bars"]
    values, whole = (panel(example, level, "technical_staff") for level in ("city", "province"))
    expected = values.sort_values(ascending=False, kind="stable").head(15) / whole.sum()
    assert column(figure, "share") == pytest.approx(expected.tolist())
    assert [round(100 * share, 2) for share in column(figure, "share")[:3]] == [27.06, 11.74, 8.97]


def test_agencies_are_counted_in_285_of_337_units(every_figure: dict[str, Figure]) -> None:
    """The printed 285 of 337, and no province with more agencies than units."""
    figure = every_figure["coverage_bars"]
    having, units = column(figure, "having"), column(figure, "units")
    assert (sum(having), sum(units), len(units)) == (285, 337, 31)
    assert all(one <= all_of_them for one, all_of_them in zip(having, units, strict=True))
    assert "84.6%" in figure.title.zh


def test_correlations_are_those_of_pandas(example: Findings, every_figure: dict[str, Figure]) -> None:
    """Spearman's coefficients of all 153 pairs agree with those pandas computes from the panel."""
    table = frame(example, "panel", "city").pivot_table(index="region", columns="indicator", values="value")
    names = {example.framework[node].name.zh: node for node in example.framework.indicators}
    expected = table.corr("spearman")
    figure = every_figure["coherence"]
    pairs = zip(column(figure, "one"), column(figure, "two"), column(figure, "rho"), strict=True)
    checked = [(rho, expected.loc[names[one], names[two]]) for one, two, rho in pairs]
    assert len(checked) == 153
    np.testing.assert_allclose([one for one, _ in checked], [two for _, two in checked], atol=1e-9)


def test_number_in_the_panel_changes_the_figure_that_rests_on_it(example: Findings) -> None:
    """With another number of websites in the panel the bar is another one."""
    before = make(example, "figure", "bars", {"level": "city", "measure": "websites"}, where="a test")
    level = example.result.levels["city"]
    values = level.panel.values.copy()  # noqa: PD011 - a panel of ours, no DataFrame
    values[-1, level.panel.regions.index("110000"), level.panel.indicators.index("websites")] += 1
    tampered = replace(level, panel=replace(level.panel, values=values))
    result = replace(example.result, levels={**example.result.levels, "city": tampered})
    after = make(Findings(result), "figure", "bars", {"level": "city", "measure": "websites"}, where="a test")
    assert column(after, "websites")[0] == column(before, "websites")[0] + 1
