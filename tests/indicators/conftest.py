"""Small editions with measures and ready panels, written into a temporary folder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pytest

from zhishu.edition import Column, Edition, Level, ReadyPanel, Records
from zhishu.framework import Framework, Measure, Node, Text
from zhishu.places.regions import Region, Regions
from zhishu.places.setting import Setting
from zhishu.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LABEL = Text("示例", "Example")
COLUMNS = (
    Column("n", "integer"),
    Column("money", "decimal"),
    Column("ratio", "real"),
    Column("flag", "boolean"),
    Column("kind", "text"),
)
PROVINCES = (Region("330000", "浙江省", "浙江", "province"), Region("110000", "北京市", "北京", "province"))
CITIES = (
    Region("330100", "杭州市", "杭州", "city", "330000"),
    Region("330200", "宁波市", "宁波", "city", "330000"),
    Region("110000", "北京市", "北京", "city", "110000"),
)


DISTRICTS = (Region("330106", "西湖区", "西湖", "district", "330100"),)


@dataclass(frozen=True, slots=True)
class Workshop:
    """Makes editions in one folder."""

    folder: Path
    setting: Setting

    def write(self, name: str, text: str | bytes) -> None:
        """Write one file of the edition."""
        (self.folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())

    def edition(
        self, indicators: Mapping[str, Measure | Mapping[str, Measure] | None], **changes: Any
    ) -> Edition:
        """Return an edition with these indicators below the index, and with `changes`."""
        leaves = [
            Node(name, Text(f"{name}的名称", f"Name of {name}"), "index", measures=_by_level(m))
            for name, m in indicators.items()
        ]
        tree = Framework((Node("index", LABEL, None, tuple(indicators)), *leaves))
        levels = (Level("province", LABEL, "p.csv"), Level("city", LABEL, "c.csv"))
        base = Edition(self.folder, "e", LABEL, 2023, levels, (), (), (), tree, Recipe(()))
        return replace(base, **changes)

    def with_table(
        self, text: str, indicators: Mapping[str, Any], *, year: str | None = None, **changes: Any
    ) -> Edition:
        """Return an edition with one source of records, `t`, whose rows are `text`."""
        self.write("t.csv", text)
        source = Records("t", "t.csv", columns=COLUMNS, region="region", year=year)
        return self.edition(indicators, records=(source,), **changes)

    def with_panel(
        self, text: str | bytes, *indicators: str, level: str = "city", file: str = "p.csv", **options: Any
    ) -> Edition:
        """Return an edition of one level whose values stand in a ready panel."""
        self.write(file, text)
        source = ReadyPanel("p", file, level, **options)
        return self.edition(dict.fromkeys(indicators), panels=(source,), levels=(Level(level, LABEL, "x"),))


def _by_level(measure: Measure | Mapping[str, Measure] | None) -> Mapping[str, Measure]:
    if measure is None:
        return {}
    return {"*": measure} if isinstance(measure, Measure) else measure


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    """Give a workshop in an empty folder."""
    lookup = Regions((*PROVINCES, *CITIES, *DISTRICTS))
    return Workshop(tmp_path, Setting(lookup, {"province": PROVINCES, "city": CITIES}))
