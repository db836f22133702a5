from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from stdnum.cn import uscc

from zhishu.edition import Column

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.edition import ColumnType
    from zhishu.records.load import Loaded

    Load = Callable[..., Loaded]


def good_and_bad(load: Load, cells: list[str], column: Column) -> tuple[list[Any], dict[str, str]]:
    """Return the typed values of the good cells, and text → reason of the bad ones."""
    text = "region,x\n" + "".join(f'330100,"{cell}"\n' for cell in cells)
    loaded = load(text, column)
    values = loaded.connection.execute("SELECT x FROM t ORDER BY _row").fetchall()
    table = loaded.tables["t"]
    assert table.rows_read == len(cells) == table.rows_good + loaded.quarantined["t"]
    return [value for (value,) in values], {cell.value: cell.reason for cell in loaded.quarantine}


GOOD: dict[ColumnType, list[tuple[str, Any]]] = {
    "integer": [("0", 0), ("-12", -12), ("+7", 7), ("007", 7), ("12.0", 12), ("9" * 18, 10**18 - 1), ("", None)],
    "decimal": [
        ("1", Decimal("1.00")),
        ("0.1", Decimal("0.10")),
        ("-12.34", Decimal("-12.34")),
        ("1.500", Decimal("1.50")),
        ("12345678901234567890.12", Decimal("12345678901234567890.12")),
        ("1234567890.1200001", Decimal("1234567890.12")),
        ("", None),
    ],
    "real": [("1", 1.0), ("1e3", 1000.0), (".5", 0.5), ("-0.0", 0.0), ("1.25E-2", 0.0125), ("", None)],
    "boolean": [("true", True), ("FALSE", False), ("1", True), ("0", False), ("是", True), ("否", False), ("Yes", True), ("no", False), ("", None)],
    "code": [("00123", "00123"), ("110108.0", "110108"), ("a.0", "a.0"), ("", None)],
    "text": [("NaN", "NaN"), ("  x ", "x"), ("", None)],
}  # fmt: skip


@pytest.mark.parametrize("kind", GOOD)
def test_cells_of_a_type_are_taken(load: Load, kind: ColumnType) -> None:
    """Every accepted form becomes the value it stands for, and an empty cell is null."""
    values, bad = good_and_bad(load, [text for text, _ in GOOD[kind]], Column("x", kind))
    assert bad == {}
    assert values == [value for _, value in GOOD[kind]]


BAD: dict[ColumnType, list[str]] = {
    "integer": ["1.5", "1,000", "１２", "1e3", "abc", "NaN", "inf", "9" * 19, "--1", "1 2", "0x10", "null"],
    "decimal": ["0.123", "1,000.00", "1e5", "¥5", "NaN", "Infinity", "9" * 37, "5元", "1.2.3", "."],
    "real": ["NaN", "inf", "-Infinity", "1e999", "1,5", "abc", "1e", "∞"],
    "boolean": ["2", "maybe", "-1", "ture", "t"],
    "date": ["2023-02-30", "2023-13-01", "01/02/2023", "20231301", "2023", "45000", "infinity", "epoch", "now", "2023-05-01 12:00:00", "2023-05-01 (BC)"],
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_cells_not_of_a_type_are_quarantined(load: Load, kind: ColumnType) -> None:
    """Every other form goes to quarantine with the reason; nothing is guessed or rounded."""
    values, bad = good_and_bad(load, BAD[kind], Column("x", kind))
    assert values == []
    assert set(bad) == set(BAD[kind])
    assert all(reason.startswith("not ") for reason in bad.values())


@pytest.mark.parametrize(
    "text",
    [
        "2023-05-01",
        "2023/5/1",
        "20230501",
        "2023-5-1",
        "2023年5月1日",
        "2023-05-01 00:00:00",
        "2023-05-01T00:00",
    ],
)
def test_forms_of_a_date(load: Load, text: str) -> None:
    """The usual forms of a day are one day."""
    values, bad = good_and_bad(load, [text], Column("x", "date"))
    assert bad == {}
    assert [day.isoformat() for day in values] == ["2023-05-01"]


@pytest.mark.parametrize("kind", ["integer", "decimal", "real"])
def test_bounds_are_inclusive(load: Load, kind: ColumnType) -> None:
    """The bounds themselves are good; what lies beyond is bad, and the reason says how."""
    column = Column("x", kind, minimum=Decimal(0), maximum=Decimal(10))
    values, bad = good_and_bad(load, ["-1", "0", "10", "11", ""], column)
    assert values == [0, 10, None]
    assert bad == {"-1": "negative", "11": "above 10"}


def test_required_and_allowed(load: Load) -> None:
    """An empty required cell and a word that is not on the list are bad."""
    column = Column("x", "text", required=True, allowed=("operating", "planned"))
    values, bad = good_and_bad(load, ["operating", "", "closed"], column)
    assert values == ["operating"]
    assert bad == {"": "empty, but required", "closed": "not one of: operating, planned"}


def test_each_bad_cell_of_a_row_is_listed(load: Load) -> None:
    """A row with three bad cells gives three lines in quarantine and counts as one row."""
    loaded = load("region,a,b\nnowhere,x,y\n330100,1,2\n", Column("a", "integer"), Column("b", "integer"))
    assert [(cell.row, cell.column, cell.value) for cell in loaded.quarantine] == [
        (2, "region", "nowhere"), (2, "a", "x"), (2, "b", "y"),
    ]  # fmt: skip
    assert loaded.quarantined == {"t": 1}
    assert loaded.row_counts == {"t": 1}


def test_later_row_of_a_key_is_quarantined(load: Load) -> None:
    """The first row of a key stays; each later one is bad and names the first."""
    loaded = load("id,region\n1,330100\n2,330100\n1,110108\n 1,110108\n,330100\n,330100\n", key="id")
    assert [(cell.row, cell.reason) for cell in loaded.quarantine] == [
        (4, "the key stands already in row 2"),
        (5, "the key stands already in row 2"),
        (6, "empty, but required"),
        (7, "empty, but required"),
    ]
    assert loaded.row_counts == {"t": 2}


def test_key_compares_codes_as_they_are_typed(load: Load) -> None:
    """A code that a spreadsheet took for a number is the same code."""
    assert load("id,region\n12.0,330100\n12,330100\n", key="id").quarantined == {"t": 1}


def test_unknown_and_ambiguous_regions(load: Load) -> None:
    """An unknown region, an empty one and an ambiguous name each say what they are."""
    loaded = load("region\n杭州\n杭洲\n朝阳区\n330106.0\n999999\n")
    assert [(cell.value, cell.reason) for cell in loaded.quarantine] == [
        ("杭洲", "unknown region"), ("朝阳区", "'朝阳区' is ambiguous"), ("999999", "unknown region"),
    ]  # fmt: skip
    rows = loaded.connection.execute("SELECT _at_0, _at_1 FROM t ORDER BY _row").fetchall()
    assert rows == [("330000", "330100"), ("330000", "330100")]


VALID = "91110108MA0000000N"


def credit_code(body: str) -> str:
    """Return the code with the check character that an independent implementation gives."""
    return body + uscc.calc_check_digit(body)


def test_credit_codes_agree_with_another_implementation(load: Load) -> None:
    """Good codes are good, and a wrong check character or form is found, as python-stdnum does."""
    good = [credit_code(f"9133010{i}MA{i:07d}") for i in range(10)]
    wrong_check = [code[:-1] + ("0" if code[-1] != "0" else "1") for code in good]
    swapped = [code[:9] + code[10] + code[9] + code[11:] for code in good if code[9] != code[10]]
    wrong_form = ["913301", good[0] + "0", good[0].replace("A", "I"), "9133010A" + good[0][8:], "abc"]
    cells = [*good, *wrong_check, *swapped, *wrong_form]
    values, bad = good_and_bad(load, cells, Column("x", "code", check="uscc"))
    assert values == [code for code in cells if uscc.is_valid(code)] == good
    assert {bad[code] for code in wrong_check} == {"the credit code's check character is wrong"}
    assert {bad[code] for code in wrong_form} == {"not the form of a credit code"}


def test_small_letters_of_a_credit_code_are_its_capitals(load: Load) -> None:
    """A credit code in small letters is the same code."""
    code = credit_code("91330106MA1234567")
    values, bad = good_and_bad(load, [code.lower()], Column("x", "code", check="uscc"))
    assert (values, bad) == ([code], {})


def test_eighteen_zeros_are_no_credit_code(load: Load) -> None:
    """Eighteen zeros pass the check character, and are refused all the same."""
    assert good_and_bad(load, ["0" * 18], Column("x", "code", check="uscc"))[1] == {
        "0" * 18: "eighteen zeros are no credit code"
    }
