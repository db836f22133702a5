"""The fixed words of the printed publication, in both languages."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from zhishu.framework import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from zhishu.publish.figure import Language

PRINTED: Mapping[str, Text] = MappingProxyType(
    {
        "contents": Text("目录", "Contents"),
        "figures": Text("图目录", "Figures"),
        "tables": Text("表目录", "Tables"),
        "figure": Text("图", "Figure"),
        "table": Text("表", "Table"),
        "edition": Text("{} 版", "{} edition"),
        "note": Text("注：", "Note: "),
        "source": Text("来源：", "Source: "),
        "continued": Text("（续）", " (continued)"),
        "about_data": Text("数据说明", "About the data"),
        "published": Text("（公布 {}）", " (published {})"),
        "skyline": Text(
            "{}：{}，每条竖线一个，自高至低排列", "{}: {}, one line each, from highest to lowest"
        ),
        "repairs": Text("构建时的处理", "What was repaired while building"),
        "made": Text(
            "本文件由 zhishu 生成，数字与文字来自同一次构建。字体：Noto Sans CJK SC（SIL OFL 1.1）。",
            "Made with zhishu: numbers and words come from one build. "
            "Typeface: Noto Sans CJK SC (SIL OFL 1.1).",
        ),
        "unshown": Text(
            "字体缺少下列字符，文中以不带附加符号的字母或“〓”代替：{}。",
            "The typeface lacks these characters, which stand as plain letters or as “〓”: {}.",
        ),
    }
)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?(?:-(\d{1,2}))?")


def date_text(date: str, language: Language) -> str:
    """Return an edition's date as it is printed; what is no date is returned as it stands.

    >>> date_text("2023-09", "zh"), date_text("2023-09-01", "en"), date_text("autumn", "en")
    ('2023 年 9 月', '1 September 2023', 'autumn')
    """
    parts = _date_parts(date)
    if parts is None:
        return date
    year, month, day = parts
    if language == "zh":
        return f"{year} 年" + (f" {month} 月" if month else "") + (f" {day} 日" if day else "")
    return " ".join([*([str(day)] if day else []), *([MONTHS[month - 1]] if month else []), str(year)])


def full_date(date: str, edition: int) -> tuple[int, int, int]:
    """Return year, month and day that a file is stamped with: the date's, else the edition's first day.

    >>> full_date("2023-09", 2023), full_date("", 2024), full_date("", 7)
    ((2023, 9, 1), (2024, 1, 1), (1980, 1, 1))
    """
    year, month, day = _date_parts(date) or (edition, 1, 1)
    return (year if EARLIEST <= year <= LATEST else EARLIEST, month or 1, day or 1)


EARLIEST, LATEST = 1980, 2107
"""The years that the date of a member of a zip file can hold."""


def _date_parts(date: str) -> tuple[int, int, int] | None:
    """Return year, month and day, 0 where it is not said; None when it is no day of a calendar."""
    from datetime import date as calendar  # noqa: PLC0415 - the name is the argument's

    found = DATE.fullmatch(date.strip())
    if found is None:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    try:
        calendar(year, month or 1, day or 1)
    except ValueError:
        return None
    return year, month, day
