"""The ledger as a file: what is read, and how faults in it are told."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from zhishu.audit.fact_language import area_of
from zhishu.audit.facts import check_facts, read_facts
from zhishu.errors import FactError, RecordsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from zhishu.result import Result

GOOD = "F1,town,Arden,firms,equals,100,0,firms"


def test_facts_keep_the_order_of_the_file(result: Result, write_ledger: Callable[..., None]) -> None:
    """Facts come as they are written, blank lines are passed over, and each knows its line."""
    write_ledger("F9,town,Arden,index,rank,1,,", "", GOOD)
    facts = read_facts(result.edition)
    assert [(fact.id, fact.where) for fact in facts] == [
        ("F9", "facts.csv, line 2"),
        ("F1", "facts.csv, line 4"),
    ]
    assert [check.id for check in check_facts(result, facts)] == ["F9", "F1"]


def test_a_ledger_without_facts_is_empty(result: Result, write_ledger: Callable[..., None]) -> None:
    """A heading alone is a ledger of no facts."""
    write_ledger()
    assert check_facts(result, read_facts(result.edition)) == ()


def test_a_byte_order_mark_is_no_part_of_the_heading(result: Result) -> None:
    """A ledger saved by a spreadsheet program reads as well."""
    text = f"\ufeffid,level,region,measure,relation,value,tolerance,unit\r\n{GOOD}\r\n"
    (result.edition.folder / "facts.csv").write_bytes(text.encode())
    assert read_facts(result.edition)[0].target.low == 100


def test_an_edition_without_a_ledger_says_so(result: Result) -> None:
    """Asking for facts of an edition that names no ledger tells how to name one."""
    with pytest.raises(FactError, match="no ledger"):
        read_facts(replace(result.edition, facts=None))


@pytest.mark.parametrize("name", ["../facts.csv", "/etc/passwd", "nothing.csv"])
def test_a_ledger_lies_inside_the_edition(name: str, result: Result) -> None:
    """A path that leads outside of the edition's folder, or to nothing, is refused."""
    with pytest.raises(RecordsError):
        read_facts(replace(result.edition, facts=name))


@pytest.mark.parametrize(
    ("line", "what", "hint"),
    [
        (",town,Arden,firms,equals,1,,", "no id", None),
        ("F1,towm,Arden,firms,equals,1,,", "no level 'towm'", "town"),
        ("F1,town,Arden,frims,equals,1,,", "no measure 'frims'", "firms"),
        ("F1,town,Arden,firms + frims,equals,1,,", "no measure 'frims'", "firms"),
        ("F1,town,Arden,firms / frims,equals,1,,%", "no measure 'frims'", "firms"),
        ("F1,town,Arden,firms,better_rank_than,frims,,", "no measure 'frims'", "firms"),
        ("F1,town,@cost/east,firms,equals,1,,", "no grouping 'cost'", "coast"),
        ("F1,town,Arden in @cost/east,firms,rank,1,,", "no grouping 'cost'", "coast"),
        ("F1,town,Arden,index,before,@cost/east,,", "no grouping 'cost'", "coast"),
        ("F1,town,Arden,firms,equal,1,,", "no relation 'equal'", "equals"),
        ("F1,town,Arden,firms,rank,first,,", "not what its relation needs", None),
        ("F1,town,Arden,firms,rank,0,,", "not what its relation needs", None),
        ("F1,town,Arden,firms,rank,1.5,,", "not what its relation needs", None),
        ("F1,town,Arden,firms,equals,nan,,", "not what its relation needs", None),
        ("F1,town,Arden,firms,equals,1_000,,", "not what its relation needs", None),
        ("F1,town,Arden,firms,equals,١,,", "not what its relation needs", None),
        ("F1,town,Arden,firms,equals,,,", "not what its relation needs", None),
        ("F1,town,Arden,firms,between,60,,", "not what its relation needs", None),
        ("F1,town,Arden,firms,between,60..40,,", "not what its relation needs", None),
        ("F1,town,Arden,firms,rank_between,0..4,,", "not what its relation needs", None),
        ("F1,town,*,firms,regions,-1,,", "not what its relation needs", None),
        ("F1,town,Arden,firms,rank,1,1,", "takes no tolerance", None),
        ("F1,town,Arden,firms,equals,1,-1,", "tolerance is not a number", None),
        ("F1,town,Arden,firms,equals,1,inf,", "tolerance is not a number", None),
        ("F1,town,Arden,firms,share,33,0.5,", "percent", None),
        ("F1,town,Arden,size,tier,1,,", "only the index itself has tiers", None),
        ("F1,town,,firms,equals,1,,", "empty part", None),
        ("F1,town,Arden+,firms,equals,1,,", "empty part", None),
        ("F1,town,Arden in ,firms,equals,1,,", None, None),
        ("F1,town,Arden,firms|,equals,1,,", "empty part", None),
        ("F1,town,Arden,firms,exceeds,,,", "empty part", None),
        ("F1,town,each Arden|Borin,firms,greater,1,,", "one set of regions", None),
        ("F1,town,Arden,firms,equals,1", "wrong number of cells", None),
        ("F1,town,Arden,firms,equals,1,,,quotation", "wrong number of cells", None),
        ('F1,town,"Arden,firms,equals,1,,', "cannot be read", None),
    ],
)
def test_a_fault_in_a_row_is_told_with_its_line(
    line: str, what: str | None, hint: str | None, result: Result, write_ledger: Callable[..., None]
) -> None:
    """Each fault is a FactError that says what is wrong, where, and the nearest name if there is one."""
    write_ledger("F0,town,Arden,firms,equals,100,0,firms", line)
    with pytest.raises(FactError) as caught:
        check_facts(result, read_facts(result.edition))
    assert (what or "") in caught.value.what
    assert caught.value.where.startswith("facts.csv")
    assert "cannot be read" in caught.value.what or "line 3" in caught.value.where
    assert hint is None or hint in caught.value.advice


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "id,level,region,measure,relation,value,tolerance",
        "id,level,region,measure,relation,value,unit,quote",
    ],
)
def test_other_columns_are_refused(heading: str, result: Result, write_ledger: Callable[..., None]) -> None:
    """The eight columns are exactly those of the ledger: there is none for quotations."""
    write_ledger(GOOD, heading=heading)
    with pytest.raises(FactError, match="other columns"):
        read_facts(result.edition)


def test_a_repeated_id_is_refused(result: Result, write_ledger: Callable[..., None]) -> None:
    """An id that stands twice is told with both lines."""
    write_ledger(GOOD, GOOD)
    with pytest.raises(FactError, match="stands twice") as caught:
        read_facts(result.edition)
    assert caught.value.where == "facts.csv, line 3"
    assert "line 2" in caught.value.seen


@pytest.mark.parametrize("content", [b"\xff\xfe\x00garbage", b"\x00" * 10, "标识".encode("gb18030"), b""])
def test_what_is_no_text_is_refused(content: bytes, result: Result) -> None:
    """Bytes that are no CSV in UTF-8 give one clear error."""
    (result.edition.folder / "facts.csv").write_bytes(content)
    with pytest.raises(FactError):
        read_facts(result.edition)


def test_a_region_may_hold_a_field_and_alternatives() -> None:
    """`A|B+C in F+G`: A, and B with C taken together, each within the regions of F and G."""
    area = area_of("A|B+C in F+G")
    assert (area.alternatives, area.field, area.each) == ((("A",), ("B", "C")), ("F", "G"), False)
