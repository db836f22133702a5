"""What the regions of a level are called in the report: in full, in short, in English."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhishu.framework import Text

if TYPE_CHECKING:
    from zhishu.panel import Panel


@dataclass(frozen=True, slots=True)
class RegionName:
    """One region's code, its full and short name, and the name of what contains it, if known."""

    code: str
    full: Text
    short: Text
    within: Text | None = None


def region_names(panel: Panel) -> tuple[RegionName, ...]:
    """Return how the panel's regions are called, in the panel's order.

    Division codes of China give short and English names and the province; any other region is
    called what the panel calls it.
    """
    from zhishu.places.region_file import is_chinese  # noqa: PLC0415 - only a report needs the regions

    chinese = is_chinese(panel.regions)
    return tuple(
        _chinese_name(code, name) if chinese else _plain_name(code, name)
        for code, name in zip(panel.regions, panel.names, strict=True)
    )


def _plain_name(code: str, name: str) -> RegionName:
    return RegionName(code, Text(name, name), Text(name, name))


def _chinese_name(code: str, name: str) -> RegionName:
    from zhishu.places import china, english_name  # noqa: PLC0415 - as above

    known = china()
    if code not in known:
        return _plain_name(code, name)
    region = known.by_code(code)
    english = english_name(region)
    province = known.region_at(code, "province")
    inside = province if province is not None and province.code != code else None
    within = Text(inside.short, english_name(inside)) if inside else None
    return RegionName(code, Text(name, english), Text(region.short, english), within)


def english_short(code: str, short: str) -> str:
    """Return the English name of a region of China by its code, or `short` for any other region."""
    from zhishu.places import china, english_name  # noqa: PLC0415 - as above

    return english_name(china().by_code(code)) if code in china() else short
