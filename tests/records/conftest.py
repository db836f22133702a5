"""Small editions with record sources, written into a temporary folder."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from zhishu.edition import Column, Edition, Level, Records
from zhishu.errors import PlaceError
from zhishu.framework import Framework, Node, Text
from zhishu.recipe import Recipe
from zhishu.records.engine import open_engine
from zhishu.records.load import Loaded, load_records

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from duckdb import DuckDBPyConnection

PLACES = {
    "330000": {"province": "330000"},
    "330100": {"province": "330000", "city": "330100"},
    "杭州": {"province": "330000", "city": "330100"},
    "330106": {"province": "330000", "city": "330100"},
    "110000": {"province": "110000", "city": "110000"},
    "110108": {"province": "110000", "city": "110000"},
    "810000": {},
}


def find_place(text: str) -> Mapping[str, str] | None:
    """Return where a region of the little country lies; 朝阳区 is ambiguous, others are unknown."""
    if text == "朝阳区":
        raise PlaceError("'朝阳区' is ambiguous", seen=text, allowed="北京市朝阳区, 长春市朝阳区")
    return PLACES.get(text)


def edition_of(folder: Path, *sources: Records, **changes: Any) -> Edition:
    """Return an edition with two levels and no framework to speak of."""
    label = Text("示例", "Example")
    tree = Framework((Node("index", label, None, ("firms",)), Node("firms", label, "index")))
    levels = (Level("province", label, "provinces.csv"), Level("city", label, "cities.csv"))
    edition = Edition(folder, "example", label, 2023, levels, (), sources, (), tree, Recipe(()))
    return replace(edition, **changes)


@pytest.fixture
def engine() -> Iterator[DuckDBPyConnection]:
    """Give an engine that is closed after the test."""
    with open_engine() as connection:
        yield connection


@pytest.fixture
def load(tmp_path: Path, engine: DuckDBPyConnection) -> Callable[..., Loaded]:
    """Give a function that writes text to t.csv and loads it as the source `t`."""

    def run(
        text: str | bytes, *columns: Column, limit: float = 1.0, years: tuple[int, ...] = (), **options: Any
    ) -> Loaded:
        content = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "t.csv").write_bytes(content)
        source = Records("t", "t.csv", columns=columns, **({"region": "region"} | options))
        edition = edition_of(tmp_path, source, quarantine_limit=limit, years=years)
        return load_records(engine, edition, find_place)

    return run
