from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from zhishu.errors import EditionError, ExpressionError, PanelError
from zhishu.framework import Measure
from zhishu.indicators.assemble import assemble
from zhishu.panel import Status

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROWS = """region,n,money,ratio,flag,kind
330100,1,0.10,0.5,true,a
330100,2,0.20,1.5,false,b
杭州,3,,,true,a
330000,10,5,,false,c
110000,7,1.00,2,,
"""
MISSING = np.nan


def values(workshop: Any, measure: Measure, level: str, rows: str = ROWS) -> NDArray[np.float64]:
    """Return one indicator's values at a level: provinces 浙江, 北京; cities 杭州, 宁波, 北京."""
    edition = workshop.with_table(rows, {"x": measure})
    return assemble(edition, workshop.setting).panels[level].values[0, :, 0]


CASES = [
    (Measure("t", "count"), [4, 1], [3, 0, 1]),
    (Measure("t", "count", where="flag"), [2, 0], [2, 0, 0]),
    (Measure("t", "count", "money"), [3, 1], [2, 0, 1]),
    (Measure("t", "count", "money", "flag"), [1, 0], [1, 0, 0]),
    (Measure("t", "distinct", "kind"), [3, 0], [2, 0, 0]),
    (Measure("t", "distinct", "kind", "flag"), [1, 0], [1, 0, 0]),
    (Measure("t", "sum", "n"), [16, 7], [6, 0, 7]),
    (Measure("t", "sum", "n", "flag"), [4, 0], [4, 0, 0]),
    (Measure("t", "sum", "n + money"), [18.3, 8], [3.3, 0, 8]),
    (Measure("t", "sum", "money"), [5.3, 1], [0.3, 0, 1]),
    (Measure("t", "mean", "n"), [4, 7], [2, MISSING, 7]),
    (Measure("t", "mean", "money"), [5.3 / 3, 1], [0.15, MISSING, 1]),
    (Measure("t", "mean", "n", "kind = 'b'"), [2, MISSING], [2, MISSING, MISSING]),
    (Measure("t", "max", "n"), [10, 7], [3, MISSING, 7]),
    (Measure("t", "min", "money"), [0.1, 1], [0.1, MISSING, 1]),
    (Measure("t", "share", where="flag"), [0.5, 0], [2 / 3, MISSING, 0]),
    (Measure("t", "share", "n", where="flag"), [4 / 16, 0], [4 / 6, MISSING, 0]),
    (Measure("t", "any"), [1, 1], [1, 0, 1]),
    (Measure("t", "any", where="kind = 'c'"), [1, 0], [0, 0, 0]),
    (Measure("t", "any", "kind"), [1, 0], [1, 0, 0]),
]


@pytest.mark.parametrize(
    ("measure", "provinces", "cities"), CASES, ids=[f"{m.summary}-{m.column}-{m.where}" for m, _, _ in CASES]
)
def test_every_summary_at_both_levels(
    workshop: Any, measure: Measure, provinces: list[float], cities: list[float]
) -> None:
    """Rows of a city count for its province; a province's own rows for no city; Beijing is both.

    A region without rows has 0 of what is counted or added, and no mean, maximum, minimum or share.
    """
    assert_array_equal(values(workshop, measure, "province"), provinces)
    assert_array_equal(values(workshop, measure, "city"), cities)


def test_sums_of_money_are_exact(workshop: Any) -> None:
    """Ten tenths are one, and a cent beside a trillion is not lost."""
    rows = "region,money\n" + "330100,0.1\n" * 10 + "110000,1000000000000\n" + "110000,0.01\n" * 3
    assert values(workshop, Measure("t", "sum", "money"), "province", rows).tolist() == [
        1.0,
        1000000000000.03,
    ]


def test_sum_is_rounded_to_a_double_once(workshop: Any) -> None:
    """The double of a sum is the nearest to the exact sum, also far beyond 2^53 cents."""
    amounts = ["90071992547409.93", "90071992547409.94", "0.01", "12345678901234567890.12"]
    rows = "region,money\n" + "".join(f"330100,{amount}\n" for amount in amounts)
    assert values(workshop, Measure("t", "sum", "money"), "province", rows)[0] == float(
        "12345859045219662710.00"
    )


def test_order_of_rows_changes_no_bit(workshop: Any) -> None:
    """Sums and means of floating numbers do not depend on the order of the rows."""
    orders = (range(1, 300), range(299, 0, -1), [*range(150, 300), *range(1, 150)])
    texts = ["region,ratio,n\n" + "".join(f"330100,{0.1 * i!r},{i}\n" for i in order) for order in orders]
    for measure in (
        Measure("t", "sum", "ratio"),
        Measure("t", "mean", "ratio"),
        Measure("t", "sum", "ratio * n"),
    ):
        assert len({values(workshop, measure, "province", text)[0] for text in texts}) == 1


def test_whole_numbers_add_up_beyond_64_bits(workshop: Any) -> None:
    """Large counts do not run over."""
    rows = "region,n\n" + "330100,999999999999999999\n" * 20
    assert values(workshop, Measure("t", "sum", "n"), "province", rows)[0] == 2e19


def test_sum_beyond_the_decimals_is_an_error(workshop: Any) -> None:
    """A sum of more than 36 digits is refused in one message, not wrong."""
    rows = "region,money\n" + f"330100,{'9' * 36}\n" * 200
    with pytest.raises(PanelError, match="measures of 't' cannot be computed") as caught:
        values(workshop, Measure("t", "sum", "money"), "province", rows)
    assert caught.value.where == "level province: x"


def test_division_by_zero_is_not_counted(workshop: Any) -> None:
    """A division by zero is nothing, not an error."""
    assert values(workshop, Measure("t", "count", where="n / (n - 1) > 1"), "province").tolist() == [3.0, 1.0]


def test_measure_may_differ_between_levels(workshop: Any) -> None:
    """A number for provinces, 0 or 1 for the others."""
    measures = {"province": Measure("t", "count"), "*": Measure("t", "any")}
    panels = assemble(workshop.with_table(ROWS, {"x": measures}), workshop.setting).panels
    assert panels["province"].values[0, :, 0].tolist() == [4, 1]
    assert panels["city"].values[0, :, 0].tolist() == [1, 0, 1]


def test_all_indicators_keep_the_order_of_the_framework(workshop: Any) -> None:
    """Columns stand in the framework's order, whatever source they come from."""
    edition = workshop.with_table(ROWS, {"b": Measure("t", "sum", "n"), "a": Measure("t", "count")})
    panel = assemble(edition, workshop.setting).panels["province"]
    assert panel.indicators == ("b", "a")
    assert panel.values[0].tolist() == [[16, 4], [7, 1]]
    assert panel.names == ("浙江省", "北京市")


def test_years(workshop: Any) -> None:
    """Each year has its own values; a region without rows in a year has none of what is counted."""
    rows = "region,n,kind\n330100,1,2022\n330100,2,2023\n110000,5,2023\n110000,9,2021\n"
    edition = workshop.with_table(rows, {"x": Measure("t", "sum", "n")}, year="kind", years=(2022, 2023))
    found = assemble(edition, workshop.setting)
    assert found.panels["province"].years == (2022, 2023)
    assert found.panels["province"].values[:, :, 0].tolist() == [[1, 0], [2, 5]]
    assert [repair.kind for repair in found.repairs] == ["outside_years"]


def test_source_without_years_says_nothing_of_other_years(workshop: Any) -> None:
    """Its values belong to the edition's year; those of other years are missing, not zero."""
    edition = workshop.with_table(ROWS, {"x": Measure("t", "count")}, years=(2022, 2023))
    panel = assemble(edition, workshop.setting).panels["province"]
    assert np.isnan(panel.values[0]).all()
    assert panel.values[1, :, 0].tolist() == [4, 1]
    assert (panel.status[0] == Status.MISSING).all()


def test_table_without_rows_is_zero_and_said(workshop: Any) -> None:
    """Headings alone give zeros, and a repair says that there was nothing to count."""
    found = assemble(workshop.with_table("region,n\n", {"x": Measure("t", "count")}), workshop.setting)
    assert found.panels["city"].values.tolist() == [[[0], [0], [0]]]
    assert [repair.kind for repair in found.repairs] == ["no_rows"]


def test_further_measures(workshop: Any) -> None:
    """Measures outside of the index are computed for the levels that have them."""
    measures = {
        "large": {"*": Measure("t", "count", where="n > 5")},
        "own": {"province": Measure("t", "max", "n")},
    }
    found = assemble(
        workshop.with_table(ROWS, {"x": Measure("t", "count")}, measures=measures), workshop.setting
    )
    assert found.measures["province"]["large"].tolist() == [[1, 1]]
    assert found.measures["province"]["own"].tolist() == [[10, 7]]
    assert set(found.measures["city"]) == {"large"}


@pytest.mark.parametrize(
    ("measure", "error", "what"),
    [
        (Measure("tt", "count"), EditionError, "source that does not exist"),
        (Measure("t", "sum"), EditionError, "needs a column"),
        (Measure("t", "distinct"), EditionError, "needs a column"),
        (Measure("t", "sum", "kind"), EditionError, "what is no number"),
        (Measure("t", "max", "flag"), EditionError, "what is no number"),
        (Measure("t", "share"), EditionError, "needs `where:`"),
        (Measure("t", "share", "kind", "flag"), EditionError, "what is no number"),
        (Measure("t", "sum", "m"), ExpressionError, "unknown column"),
        (Measure("t", "sum", "n); drop table t; --"), ExpressionError, "not allowed"),
        (Measure("t", "count", where="n"), ExpressionError, "true or false"),
        (Measure("t", "count", where="m > 1"), ExpressionError, "unknown column"),
    ],
)
def test_measures_that_make_no_sense(
    workshop: Any, measure: Measure, error: type[Exception], what: str
) -> None:
    """A source, column, type or condition that cannot be is one clear error that names the indicator."""
    with pytest.raises(error, match=what) as caught:
        values(workshop, measure, "province")
    assert "x" in str(caught.value)


def test_scored_level_without_a_measure_is_an_error(workshop: Any) -> None:
    """An indicator that a scored level does not have is named."""
    edition = workshop.with_table(ROWS, {"x": Measure("t", "count"), "y": {"city": Measure("t", "count")}})
    with pytest.raises(PanelError, match="level 'province' has no values for 1 indicators") as caught:
        assemble(edition, workshop.setting)
    assert caught.value.seen == "y"


def test_level_without_scores_may_lack_a_measure(workshop: Any) -> None:
    """At a level that is not scored the indicator is missing throughout."""
    edition = workshop.with_table(ROWS, {"x": Measure("t", "count"), "y": {"city": Measure("t", "count")}})
    edition = replace(edition, levels=tuple(replace(level, score=False) for level in edition.levels))
    panel = assemble(edition, workshop.setting).panels["province"]
    assert panel.values[0, :, 0].tolist() == [4, 1]
    assert np.isnan(panel.values[0, :, 1]).all()


def test_one_region_only(workshop: Any) -> None:
    """A level of a single region is a panel of one row."""
    setting = replace(
        workshop.setting, levels={"province": workshop.setting.levels["province"][:1], "city": ()}
    )
    edition = workshop.with_table("region\n330000\n", {"x": Measure("t", "count")})
    panels = assemble(edition, setting).panels
    assert panels["province"].values.tolist() == [[[1]]]
    assert panels["city"].values.shape == (1, 0, 1)
