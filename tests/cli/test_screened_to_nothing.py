"""A group that screening empties, and an indicator without values: built and reported without a warning."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Folder

EDITION = """\
index: {id: idx, name: {zh: 小指数, en: Small index}, edition: 2024}
levels: {town: {name: {zh: 镇, en: Towns}, regions: from panel}}
sources: {panel: {file: panel.csv, panel: wide, level: town, region: town}}
framework:
  - {id: one, children: [{id: a, direction: +}, {id: b, direction: +}]}
  - {id: two, children: [{id: c, direction: +}, {id: d, direction: +}]}
recipe:
  - {step: screen, method: least_range, drop: indicators}
  - {step: normalise}
  - {step: weigh, method: equal}
  - {step: aggregate, scale: 100}
  - {step: rank}
"""
CONSTANT = "town,a,b,c,d\n甲,1,5,4,4\n乙,2,4,4,4\n丙,3,6,4,4\n"
EMPTY = "town,a,b,c,d\n甲,1,5,,4\n乙,2,4,,5\n丙,3,6,,6\n"


def test_a_group_without_indicators_has_no_say_in_the_report(folder: Folder) -> None:
    """Its mean score is not asked for."""
    folder.write("edition.yaml", EDITION)
    folder.write("panel.csv", CONSTANT)
    result = folder.run("report", "EDITION", "--lang", "both", "--format", "html", "--no-doubt")
    assert result.exit_code == 0, result.output
    assert "town,甲,甲,two,,\n" in folder.table("scores")


def test_an_indicator_without_values_is_left_out(folder: Folder) -> None:
    """And the page that calculates knows no least of it."""
    folder.write("edition.yaml", EDITION)
    folder.write("panel.csv", EMPTY)
    result = folder.run("build", "EDITION", "--no-doubt")
    assert result.exit_code == 0, result.output
    assert "indicator c: hardly tells regions apart" in result.output
