"""What groups of regions are called in both languages."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "京津冀": "Beijing–Tianjin–Hebei",
        "长三角": "Yangtze River Delta",
        "珠三角": "Pearl River Delta",
        "成渝": "Chengdu–Chongqing",
        "东部": "East",
        "中部": "Centre",
        "西部": "West",
        "东北": "Northeast",
        "东北部": "Northeast",
        "南方": "South",
        "北方": "North",
    }
)


def group_name(group: str) -> Text:
    """Return a group's name in both languages; one that is not known is called the same in both.

    >>> group_name("东部").en
    'East'
    """
    return Text(group, ENGLISH.get(group, group))
