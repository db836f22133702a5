from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from zhishu.edition import Column, Edition, Level, Records
from zhishu.errors import ExpressionError, ZhishuError
from zhishu.framework import Framework, Measure, Node, Text
from zhishu.indicators.assemble import assemble
from zhishu.indicators.expression import compile_expression
from zhishu.places.regions import Region
from zhishu.recipe import Recipe
from zhishu.records.engine import open_engine
from zhishu.records.load import load_records

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhishu.panel import Panel

LABEL = Text("示例", "Example")
PROVINCES, CITIES = ("1", "2"), ("11", "12", "21")
MEASURES = {
    "count": Measure("t", "count"),
    "flagged": Measure("t", "count", where="flag"),
    "money": Measure("t", "sum", "money"),
    "ratio": Measure("t", "sum", "ratio"),
    "mean": Measure("t", "mean", "ratio"),
    "largest": Measure("t", "max", "money"),
    "share": Measure("t", "share", where="flag"),
    "any": Measure("t", "any", where="flag"),
}
ADDITIVE = ("count", "flagged", "money")


@dataclass(frozen=True, slots=True)
class Country:
    """Two provinces and their three cities; a district's code begins with its city's."""

    levels: Mapping[str, tuple[Region, ...]]

    def locate(self, text: str) -> Mapping[str, str]:
        """Return the province, and the city when the code is long enough."""
        return {"province": text[0]} | ({"city": text[:2]} if len(text) > 1 else {})


COUNTRY = Country(
    {
        "province": tuple(Region(code, code, code, "province") for code in PROVINCES),
        "city": tuple(Region(code, code, code, "city", code[0]) for code in CITIES),
    }
)

cents = st.integers(-(10**14), 10**14).map(lambda amount: str(Decimal(amount) / 100))
ratios = st.floats(-1e9, 1e9, allow_nan=False).map(repr)
regions = st.sampled_from((*PROVINCES, *CITIES, "111", "112", "121", "211"))
rows = st.lists(
    st.tuples(regions, cents | st.just(""), ratios | st.just(""), st.sampled_from(("true", "false", ""))),
    max_size=40,
)


def panels_of(records: Sequence[tuple[str, str, str, str]]) -> Mapping[str, Panel]:
    """Return the panels that a table of records gives."""
    columns = (Column("money", "decimal"), Column("ratio", "real"), Column("flag", "boolean"))
    leaves = [Node(name, LABEL, "index", measures={"*": measure}) for name, measure in MEASURES.items()]
    tree = Framework((Node("index", LABEL, None, tuple(MEASURES)), *leaves))
    levels = (Level("province", LABEL, "p"), Level("city", LABEL, "c"))
    with TemporaryDirectory() as folder:
        text = "region,money,ratio,flag\n" + "".join(",".join(row) + "\n" for row in records)
        (Path(folder) / "t.csv").write_text(text)
        source = Records("t", "t.csv", columns=columns, region="region")
        edition = Edition(Path(folder), "e", LABEL, 2023, levels, (), (source,), (), tree, Recipe(()))
        return assemble(edition, COUNTRY).panels  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_order_of_rows_changes_no_bit(records: list[tuple[str, str, str, str]], random) -> None:
    """Shuffled rows give the same panel to the last bit, at every level."""
    shuffled = records.copy()
    random.shuffle(shuffled)
    before, after = panels_of(records), panels_of(shuffled)
    for level in before:
        assert before[level].values.tobytes() == after[level].values.tobytes()


@settings(max_examples=25, deadline=None)
@given(rows)
def test_levels_agree(records: list[tuple[str, str, str, str]]) -> None:
    """A province's count or sum is that of its cities and of its own rows together."""
    panels = panels_of(records)
    own = panels_of([row for row in records if len(row[0]) == 1])["province"]
    for name in ADDITIVE:
        column = list(MEASURES).index(name)
        for i, province in enumerate(PROVINCES):
            below = [
                panels["city"].values[0, j, column] for j, city in enumerate(CITIES) if city[0] == province
            ]
            together = sum(
                (Fraction(str(value)) for value in (*below, own.values[0, i, column])), Fraction(0)
            )
            assert Fraction(str(panels["province"].values[0, i, column])) == together


@settings(max_examples=25, deadline=None)
@given(rows, st.data())
def test_districts_roll_up(records: list[tuple[str, str, str, str]], data: st.DataObject) -> None:
    """Rows moved from a city to any of its districts change nothing above."""
    moved = [
        (data.draw(st.sampled_from(("", "1", "2"))).join((region, "")) if len(region) == 2 else region, *rest)
        for region, *rest in records
    ]
    before, after = panels_of(records), panels_of([(r, m, q, f) for r, m, q, f in moved])
    for level in before:
        assert_array_equal(before[level].values, after[level].values)


@settings(max_examples=25, deadline=None)
@given(rows)
def test_sums_of_money_are_the_nearest_doubles(records: list[tuple[str, str, str, str]]) -> None:
    """Each sum of amounts is the double nearest to the exact sum."""
    found = panels_of(records)["province"].values[0, :, list(MEASURES).index("money")]
    exact = [
        sum((Decimal(row[1] or 0) for row in records if row[0][0] == code), Decimal(0)) for code in PROVINCES
    ]
    assert_array_equal(found, np.array([float(total) for total in exact]))


words = st.sampled_from(
    ("n", "flag", "name", "and", "or", "not", "in", "is", "null", "between", "date", "true", "(", ")", ",", "'a'", "1",
     "2.5", "=", "<>", "<", ">", "+", "-", "*", "/", "select", "from", ";", "--", "cast", "as", "::", "like", "%", "?", "'")
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(words, max_size=12).map(" ".join) | st.text(max_size=30))
def test_any_text_is_compiled_or_refused(text: str) -> None:
    """Whatever the text, the answer is SQL of the language or an ExpressionError, nothing else."""
    try:
        sql = compile_expression(text, {"n": "integer", "flag": "boolean", "name": "text"}, where="w")
    except ExpressionError:
        return
    assert ";" not in sql
    assert "--" not in sql.replace("(- ", "(")


awkward = st.lists(
    st.sampled_from(
        (b"region", b",", b"\n", b"\r", b'"', b"'", b"11", b"1", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xd6\xd0", b"\x81\x30\x81\x30",
         b"money", b"1e999", b"\xed\xa0\x80", b";", b"\t", "地区".encode(), b"_row", b"=1+1", b"-0.00", b"\x1a")
    ),
    max_size=25,
).map(b"".join)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(awkward | st.binary(max_size=60), st.booleans())
def test_any_bytes_are_loaded_or_refused(content: bytes, headed: bool) -> None:  # noqa: FBT001 - Hypothesis gives it
    """Whatever the bytes of a CSV, every row is accounted for or one clear error is raised."""
    with TemporaryDirectory() as folder, open_engine() as engine:
        (Path(folder) / "t.csv").write_bytes(b"region,money\n" * headed + content)
        source = Records("t", "t.csv", columns=(Column("money", "decimal"),), region="region")
        tree = Framework((Node("index", LABEL, None, ("x",)), Node("x", LABEL, "index")))
        levels = (Level("province", LABEL, "p"), Level("city", LABEL, "c"))
        edition = Edition(
            Path(folder), "e", LABEL, 2023, levels, (), (source,), (), tree, Recipe(()), quarantine_limit=1.0
        )
        try:
            loaded = load_records(engine, edition, lambda text: {"city": text} if text in CITIES else None)
        except ZhishuError:
            return
        table = loaded.tables["t"]
        assert table.rows_read == table.rows_good + loaded.quarantined["t"]
