"""Published ranks are read from the edition's ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from zhishu.errors import FactError
from zhishu.publish.published import published_ranks

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from zhishu.result import Result

    Build = Callable[..., Result]

HEADING = "id,level,region,measure,relation,value,tolerance,unit\n"


def ledger(folder: Path, *rows: str) -> None:
    """Write a ledger with these rows."""
    (folder / "facts.csv").write_text(HEADING + "\n".join(rows) + "\n", encoding="utf-8")


def test_edition_without_a_ledger_has_no_published_ranks(china: Build) -> None:
    """No ledger, no published ranks."""
    assert published_ranks(china().edition) == {}


def test_ranks_are_read_and_other_facts_left_out(china: Build, tmp_path: Path) -> None:
    """Ranks of one node are taken; other relations, and facts about several regions, are not."""
    ledger(
        tmp_path,
        "F1,province,北京市,index,rank,1,,",
        "F2,province,北京市,environment,rank,8,,",
        "F3,city,石家庄市,index,in_top,15,,",
    )
    found = published_ranks(china(facts="facts.csv").edition)
    assert found == {("province", "北京市", "index"): 1, ("province", "北京市", "environment"): 8}


def test_ledger_with_a_fault_names_its_line(china: Build, tmp_path: Path) -> None:
    """A fact about a level that does not exist is answered with the line it stands on."""
    ledger(tmp_path, "F1,provinse,北京市,index,rank,1,,")
    with pytest.raises(FactError) as fault:
        published_ranks(china(facts="facts.csv").edition)
    assert "line 2" in str(fault.value)
