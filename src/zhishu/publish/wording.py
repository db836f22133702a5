"""The fixed words of the document, in both languages; each format has its own beside it."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Mapping[str, Text] = MappingProxyType(
    {
        "edition": Text("{} 版", "{} edition"),
        "figure": Text("图 {}", "Figure {}"),
        "table": Text("表 {}", "Table {}"),
        "absent": Text("（本次未列出）", "(not shown this time)"),
        "boundaries": Text("边界：", "Boundaries: "),
        "review": Text("审图号：{}", "Map review number: {}"),
        "quarantined": Text(
            "表 {}：{} 行未通过检查，已隔离。", "Table {}: {} rows failed a check and were set aside."
        ),
        "indicators": Text("指标", "Indicators"),
        "firms": Text("企业", "Firms"),
        "records": Text("记录", "Records"),
    }
)
