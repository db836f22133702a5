from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import openpyxl
import pytest
from numpy.testing import assert_array_equal

from zhishu.edition import ReadyPanel
from zhishu.errors import EditionError, PanelError, RecordsError
from zhishu.framework import Measure
from zhishu.indicators.assemble import assemble
from zhishu.indicators.panels import read_panel
from zhishu.panel import Status
from zhishu.places.regions import Region, Regions
from zhishu.places.setting import Setting
from zhishu.records.engine import open_engine

if TYPE_CHECKING:
    from zhishu.panel import Panel

WIDE = "region,a,b\n杭州,1,2.5\n330200,-3,1e3\n北京市,,0\n"
MISSING = np.nan


def panel_of(workshop: Any, text: str | bytes, *indicators: str, **options: Any) -> Panel:
    """Return the panel of a level whose values stand in a ready panel."""
    edition = workshop.with_panel(text, *(indicators or ("a", "b")), **options)
    return assemble(edition, workshop.setting).panels["city"]


def test_wide_panel(workshop: Any) -> None:
    """Regions by code or name, in any order, land in the order of the level; empty is missing."""
    panel = panel_of(workshop, WIDE)
    assert_array_equal(panel.values[0], [[1, 2.5], [-3, 1000], [MISSING, 0]])
    assert panel.regions == ("330100", "330200", "110000")
    assert panel.status[0].tolist() == [
        [Status.OBSERVED] * 2,
        [Status.OBSERVED] * 2,
        [Status.MISSING, Status.OBSERVED],
    ]


def test_order_of_rows_and_columns_does_not_matter(workshop: Any) -> None:
    """Another order of rows and columns is the same panel."""
    other = "b,region,a\n0,110000,\n1000.0,宁波市,-3\n2.5,330100,1.0\n"
    assert_array_equal(panel_of(workshop, other).values, panel_of(workshop, WIDE).values)


def test_long_panel(workshop: Any) -> None:
    """One row per region and indicator, with its own column names."""
    text = "place,what,how_much\n330100,a,1\n330100,b,2\n330200,b,3\n110000,a,\n"
    panel = panel_of(workshop, text, layout="long", region="place", indicator="what", value="how_much")
    assert_array_equal(panel.values[0], [[1, 2], [MISSING, 3], [MISSING, MISSING]])


@pytest.mark.parametrize(
    "text", ["", "NaN", "nan", "NA", "N/A", "n/a", "-", "—", "…", "...", "无", "#N/A", "null"]
)
def test_what_stands_for_missing(workshop: Any, text: str) -> None:
    """The usual signs for a missing value are missing values."""
    panel = panel_of(workshop, f"region,a\n330100,{text}\n330200,1\n110000,2\n", "a")
    assert_array_equal(panel.values[0, :, 0], [MISSING, 1, 2])
    assert panel.status[0, 0, 0] == Status.MISSING


def test_headings_may_be_the_indicators_names(workshop: Any) -> None:
    """An indicator's Chinese or English name, or a renamed heading, stands for its id."""
    text = "region,a的名称,Name of b,第三\n330100,1,2,3\n"
    panel = panel_of(workshop, text, "a", "b", "c", rename={"第三": "c"})
    assert panel.values[0, 0].tolist() == [1, 2, 3]


def test_columns_of_something_else_are_ignored_when_listed(workshop: Any) -> None:
    """Names and group columns are left out when the edition says so, and only then."""
    text = "region,label,grp,a\n330100,x,G1,1\n"
    edition = workshop.with_panel(text, "a", label="label", ignore=("grp",))
    found = assemble(edition, workshop.setting)
    assert_array_equal(found.panels["city"].values[0, :, 0], [1, MISSING, MISSING])
    assert [repair.message.en for repair in found.repairs] == [
        "the panel has no value for 2 regions: 330200, 110000"
    ]
    with pytest.raises(PanelError, match="does not have") as caught:
        panel_of(workshop, text, "a", label="label")
    assert caught.value.where == "p.csv, column grp"
    assert caught.value.advice == "list a column of something else under `ignore:`"


@pytest.mark.parametrize("option", [{"ignore": ("grp",)}, {"label": "grp"}, {"rename": {"grp": "a"}}])
def test_named_column_must_exist(workshop: Any, option: dict[str, Any]) -> None:
    """A heading that the edition names and the file does not have is an error."""
    with pytest.raises(PanelError, match="no column 'grp'"):
        panel_of(workshop, "region,a\n330100,1\n", "a", **option)


def test_years_of_a_panel(workshop: Any) -> None:
    """With a column of years each value lands in its year; other years are said."""
    text = "region,year,a\n330100,2022,1\n330100,2023.0,2\n330200,2023,3\n330200,1999,9\n"
    edition = replace(workshop.with_panel(text, "a", year="year"), years=(2022, 2023))
    found = assemble(edition, workshop.setting)
    assert_array_equal(found.panels["city"].values[:, :, 0], [[1, MISSING, MISSING], [2, 3, MISSING]])
    assert "the years 1999 are not of the edition and are left out" in [
        repair.message.en for repair in found.repairs
    ]


def test_xlsx_and_parquet_give_the_same_panel(workshop: Any) -> None:
    """The kind of file makes no difference, to the last digit of a number."""
    third = 1 / 3
    book = openpyxl.Workbook()
    for row in (["region", "a", "b"], [330100, third, 2], ["北京", None, 1e-7]):
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    with open_engine() as engine:
        path = workshop.folder / "q.parquet"
        engine.execute(
            f"COPY (SELECT * FROM (VALUES ('330100', {third!r}::DOUBLE, 2.0::DOUBLE), ('北京', NULL, 1e-7)) v(region, a, b)) "
            f"TO '{path}' (FORMAT parquet)"
        )
    expected = panel_of(workshop, f"region,a,b\n330100,{third!r},2\n北京,,1e-7\n").values
    assert expected[0, 0, 0] == third
    assert_array_equal(panel_of(workshop, content.getvalue(), file="p.xlsx").values, expected)
    assert_array_equal(panel_of(workshop, path.read_bytes(), file="p.parquet").values, expected)


FAULTS = [
    ("region,a\n330100,many\n", "no number", "p.csv, row 2, column a (330100, a)"),
    ('region,a\n330100,"1,000"\n', "no number", "p.csv, row 2, column a (330100, a)"),
    ("region,a\n330100,1\n330200,12元\n", "no number", "p.csv, row 3, column a (330200, a)"),
    ("region,a\n330100,１２\n", "no number", "p.csv, row 2, column a (330100, a)"),
    ("region,a\n330100,inf\n", "infinite", "p.csv, row 2, column a (330100, a)"),
    ("region,a\n330100,-Infinity\n", "infinite", "p.csv, row 2, column a (330100, a)"),
    ("region,a\n330100,1e999\n", "infinite", "p.csv, row 2, column a (330100, a)"),
    ("region,a\n330100,0x10\n", "no number", "p.csv, row 2, column a (330100, a)"),
    ("region,a\n杭洲,1\n", "not known", "p.csv, row 2, column region"),
    ("region,a\n330000,1\n", "not of level 'city'", "p.csv, row 2, column region"),
    ("region,a\n西湖区,1\n", "not of level 'city'", "p.csv, row 2, column region"),
    ("region,a\n330106,1\n", "not of level 'city'", "p.csv, row 2, column region"),
    ("region,a\n,1\n330100,1\n", "names no region", "p.csv, row 2, column region"),
    ("region,a\n330100,1\n杭州,1\n", "two values", "p.csv, rows 2 and 3, column a"),
    ("region,a\n330100,1\n330100,\n", "two values", "p.csv, rows 2 and 3, column a"),
    ("region,aa\n330100,1\n", "does not have", "p.csv, column aa"),
    ("region,x1,x2\n330100,1,2\n", "does not have", "p.csv, column x1"),
    ("region\n330100\n", "no value for any region", "p.csv"),
    ("place,a\n330100,1\n", "no column 'region'", "p.csv, headings"),
    ("region,a,A的名称\n330100,1,2\n", "two columns stand for one", "p.csv, column a"),
    ("region,a\n", "no value for any region", "p.csv"),
    ("region,a\n330100,\n", "no value for any region", "p.csv"),
]


@pytest.mark.parametrize(("text", "what", "where"), FAULTS)
def test_faults_name_file_row_and_column(workshop: Any, text: str, what: str, where: str) -> None:
    """Each fault of a ready panel is one message that leads to the cell."""
    with pytest.raises(PanelError, match=what) as caught:
        panel_of(workshop, text, "a")
    assert caught.value.where == where


@pytest.mark.parametrize(
    "text",
    ["", "region,a\n330100\n", "region,a,a\n330100,1,2\n", 'region,a\n"330100,1\n', "region,a\n330100,\0\n"],
)
def test_files_that_cannot_be_read(workshop: Any, text: str) -> None:
    """An empty, ragged or malformed file is a RecordsError."""
    with pytest.raises(RecordsError):
        panel_of(workshop, text, "a")


def test_misspelt_indicator_names_the_nearest(workshop: Any) -> None:
    """A heading like an indicator's is taken for a slip, not for a column of something else."""
    with pytest.raises(PanelError) as caught:
        panel_of(workshop, "region,patents,staf\n330100,1,2\n", "patents", "staff")
    assert caught.value.seen == "staf"
    assert caught.value.advice is not None
    assert "did you mean 'staff'?" in caught.value.advice


def test_unknown_indicator_of_a_long_panel(workshop: Any) -> None:
    """In the long layout a name that is no indicator is an error with its row."""
    with pytest.raises(PanelError, match="does not have") as caught:
        panel_of(workshop, "region,indicator,value\n330100,a,1\n330100,z,1\n", "a", layout="long")
    assert caught.value.where == "p.csv, row 3, column indicator"


@pytest.mark.parametrize("year", ["", "23", "soon", "2023-01-01"])
def test_year_that_is_no_year(workshop: Any, year: str) -> None:
    """A year is four digits."""
    with pytest.raises(PanelError, match="a year is no year"):
        panel_of(workshop, f"region,year,a\n330100,{year},1\n", "a", year="year")


@pytest.mark.parametrize(
    ("text", "what"),
    [("region,year,a\n330100,2022,1\n", "does not have"), ("region,a\n330100,1\n330100,2\n", "two values")],
)
def test_undeclared_years_get_advice(workshop: Any, text: str, what: str) -> None:
    """A column of years that nobody named, and a region that repeats, are answered with `year:`."""
    with pytest.raises(PanelError, match=what) as caught:
        panel_of(workshop, text, "a")
    assert caught.value.advice is not None
    assert "`year:" in caught.value.advice


def test_level_whose_regions_come_from_the_panel(workshop: Any) -> None:
    """A level without a list takes the panel's regions, in the order of the file, with their names."""
    edition = workshop.with_panel(
        "uName,uCode,a\nAustria,AUT,1\nBelgium,BEL,2\n", "a", region="uCode", label="uName"
    )
    setting = Setting(Regions(()), {})
    panel = assemble(edition, setting).panels["city"]
    assert (panel.regions, panel.names) == (("AUT", "BEL"), ("Austria", "Belgium"))
    assert panel.values[0, :, 0].tolist() == [1, 2]


def test_regions_from_a_panel_of_years_stand_once(workshop: Any) -> None:
    """A region with a row per year is one region."""
    edition = workshop.with_panel("region,year,a\nB,2022,1\nA,2022,2\nB,2023,3\n", "a", year="year")
    panel = assemble(replace(edition, years=(2022, 2023)), Setting(Regions(()), {})).panels["city"]
    assert panel.regions == ("B", "A")


def test_level_without_regions_and_without_panel(workshop: Any) -> None:
    """A level that takes its regions from a panel needs one."""
    edition = workshop.with_table("region\n330100\n", {"x": Measure("t", "count")})
    with pytest.raises(EditionError, match="no panel is of that level"):
        assemble(edition, replace(workshop.setting, levels={"city": workshop.setting.levels["city"]}))


def test_records_and_panel_together(workshop: Any) -> None:
    """Each indicator of a level comes from the one place that has it."""
    workshop.write("p.csv", "region,b\n330100,5\n330200,6\n110000,7\n")
    indicators = {"a": {"city": Measure("t", "count")}, "b": None}
    edition = workshop.with_table(
        "region\n330100\n330100\n110000\n", indicators, panels=(ReadyPanel("p", "p.csv", "city"),)
    )
    edition = replace(edition, levels=edition.levels[1:])
    panel = assemble(edition, workshop.setting).panels["city"]
    assert panel.values[0].tolist() == [[2, 5], [0, 6], [1, 7]]


def test_indicator_from_two_places_is_refused(workshop: Any) -> None:
    """A measure and a column for one indicator contradict one another."""
    workshop.write("p.csv", "region,a\n330100,5\n330200,6\n110000,7\n")
    edition = workshop.with_table(
        "region\n330100\n", {"a": {"*": Measure("t", "count")}}, panels=(ReadyPanel("p", "p.csv", "city"),)
    )
    with pytest.raises(PanelError, match="comes from two sources") as caught:
        assemble(edition, workshop.setting)
    assert caught.value.seen == "records and the panel 'p'"


def test_two_panels_share_a_level(workshop: Any) -> None:
    """Indicators of one level may stand in several files."""
    workshop.write("q.csv", "region,b\n330100,5\n330200,6\n110000,7\n")
    edition = workshop.with_panel("region,a\n330100,1\n330200,2\n110000,3\n", "a", "b")
    edition = replace(edition, panels=(*edition.panels, ReadyPanel("q", "q.csv", "city")))
    assert assemble(edition, workshop.setting).panels["city"].values[0].tolist() == [[1, 5], [2, 6], [3, 7]]


def test_codes_need_no_finder(workshop: Any) -> None:
    """Without a finder a panel of codes is read as it stands."""
    edition = workshop.with_panel("region,a\nx,1\ny,2\n", "a")
    piece = read_panel(edition, edition.panels[0], ("y", "x"))
    assert piece.values[0, :, 0].tolist() == [2, 1]
    assert piece.indicators == ("a",)


def test_name_means_the_region_of_the_panels_level(workshop: Any) -> None:
    """A name that a province and a city share is the city in a panel of cities."""
    province = Region("220000", "吉林省", "吉林", "province")
    city = Region("220200", "吉林市", "吉林", "city", "220000")
    setting = Setting(Regions((province, city)), {"province": (province,), "city": (city,)})
    panel = assemble(workshop.with_panel("region,a\n吉林,1\n", "a"), setting).panels["city"]
    assert panel.regions == ("220200",)
    assert panel.values.tolist() == [[[1]]]
