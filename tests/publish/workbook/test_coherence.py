"""What the sheet and the report's table of coherence say, and of which weights they say that little holds them."""

from __future__ import annotations

import numpy as np
import pytest

import zhishu.publish.tables  # noqa: F401 - registers the kinds
from zhishu.publish.findings import Findings
from zhishu.publish.kinds import make
from zhishu.publish.workbook import workbook_xlsx
from zhishu.score.coherence import coherence
from zhishu.score.suitability import suitability

LITTLE = "rest on little where KMO is below 0.5"


def values(regions: int = 30) -> np.ndarray:
    """Return a year of six indicators, of which z is nearly x and y together and these two differ."""
    generator = np.random.default_rng(1)
    x = generator.normal(size=(1, regions, 6))
    x[..., 5] = x[..., 3] + x[..., 4] + 0.5 * x[..., 5]
    return x


def table(result):
    return make(Findings(result), "table", "coherence", {"level": "city"}, where="test")


def test_the_sheet_has_groups_and_their_members(scored, read_cells):
    """A row per group with what is of all, then one per member with KMO and inflation of its own."""
    result = scored(values())
    cells = read_cells(workbook_xlsx(result))["一致性"]
    rows = {(row[1], row[2]): row[3:] for row in cells[3:] if row[0]}
    assert [one for one in rows if one[0] == "b"] == [("b", ""), ("b", "x"), ("b", "y"), ("b", "z")]
    framework, scores = result.edition.framework, result.levels["city"].scores[-1]
    x = scores[:, [framework.ids.index(one) for one in "xyz"]]
    suits = suitability(x)
    whole = rows["b", ""]
    assert whole[0] == pytest.approx(float(coherence(x).alpha))
    assert whole[5] == pytest.approx(float(suits.kmo))
    assert whole[7:10] == pytest.approx([float(suits.sphericity), 3, float(suits.p)])
    assert [rows["b", one][6] for one in "xyz"] == pytest.approx(suits.inflation.tolist())


def test_the_table_names_the_largest_inflation(scored):
    """A row per group, of the latest year."""
    found = table(scored(values()))
    rows = {row[0].en: row for row in found.data.rows}
    assert list(rows) == ["index", "a", "a1", "b"]
    assert rows["b"][1] == 3
    assert rows["b"][6].en == "z"
    assert rows["a1"][4] == pytest.approx(0.5)
    assert "rest on little" not in found.note.en


@pytest.mark.parametrize(
    "weigh",
    [
        {"method": "pca"},
        {"method": "factor", "extraction": "principal_axes"},
        {"method": "linear_combination", "methods": [{"method": "equal"}, {"method": "pca"}]},
    ],
    ids=["pca", "factor", "combined"],
)
def test_weights_that_rest_on_little_are_named(scored, weigh):
    """Two of three have nothing in common but the third: their partial correlation is larger than theirs."""
    found = table(scored(values(), weigh=weigh))
    assert found.note.en.startswith(f"Weights from components or factors {LITTLE}: ")
    assert found.note.zh.split("按主成分")[0].split("、")[-1] == "b"
    kmo = {row[0].en: row[4] for row in found.data.rows}
    assert kmo["b"] < 0.5


def test_flat_weights_are_of_all_indicators(scored):
    """Weights over all indicators at once are judged by all of them, and by no group."""
    result = scored(values(), weigh={"method": "pca", "levels": "flat"})
    found = table(result)
    rows = {row[0].en: row for row in found.data.rows}
    assert list(rows) == ["index", "a", "a1", "b", "All indicators"]
    everything = suitability(result.levels["city"].normalised[-1])
    assert rows["All indicators"][1] == 6
    assert rows["All indicators"][4] == pytest.approx(float(everything.kmo))
    assert found.note.en.startswith(f"Weights from components or factors {LITTLE}: All indicators.")
    assert everything.kmo < 0.5
    assert rows["b"][4] < 0.5
    together = values()
    together += 3 * together[..., :1]
    assert "rest on little" not in table(scored(together, weigh={"method": "pca", "levels": "flat"})).note.en


def test_where_nothing_can_be_told_cells_are_empty(scored, read_cells):
    """A constant indicator, too few regions: no number, and no word of numbers that are none."""
    constant = values()
    constant[..., 5] = 7.0
    for result in (scored(constant), scored(values(3))):
        found = table(result)
        by_group = {row[0].en: row for row in found.data.rows}
        assert by_group["b"][4:6] == (None, None)
        assert by_group["b"][6] == "—"
        cells = read_cells(workbook_xlsx(result))["一致性"]
        members = [row for row in cells[3:] if row[1] == "b"]
        assert {cell for row in members for cell in row[8:13]} <= {None, ""}
