"""Conditional formats: bars, colour scales, and what stands out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.style import colour

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

    from zhishu.publish.workbook.sheet import Rule, Sheet

TIERS = 5


def add_rule(book: Workbook, page: Worksheet, sheet: Sheet, rule: Rule) -> None:
    """Write a rule as conditional formats over its columns of the sheet's data."""
    last = sheet.first + len(sheet.rows) - 1
    place = (sheet.first, rule.first, last, rule.last)
    bold: dict[str, Any] = {"bold": True, "font_color": colour("accent")}
    rules: dict[str, list[dict[str, Any]]] = {
        "bar": [{"type": "data_bar", "bar_color": colour("class_3"), "bar_solid": True}],
        "scale": [
            {"type": "2_color_scale", "min_color": colour("paper"), "max_color": colour("class_3")},
        ],
        "podium": [
            {"type": "cell", "criteria": "between", "minimum": 1, "maximum": 5, "format": bold},
        ],
        "tiers": [
            {
                "type": "cell",
                "criteria": "==",
                "value": tier,
                "format": {"font_color": colour(f"tier_{tier}"), "bold": True},
            }
            for tier in range(1, TIERS + 1)
        ],
        "moved": [
            {"type": "cell", "criteria": ">", "value": 0, "format": {"font_color": colour("good")}},
            {"type": "cell", "criteria": "<", "value": 0, "format": {"font_color": colour("alert")}},
        ],
        "same": [
            {
                "type": "text",
                "criteria": "begins with",
                "value": same,
                "format": {"font_color": colour("good"), "bold": True},
            }
            for same in ("一致", "same")
        ]
        + [
            {
                "type": "text",
                "criteria": "begins with",
                "value": other,
                "format": {"font_color": colour("alert"), "bg_color": colour("alert_soft")},
            }
            for other in ("与", "differs")
        ],
        "not_one": [
            {
                "type": "cell",
                "criteria": "not between",
                "minimum": 1 - 1e-9,
                "maximum": 1 + 1e-9,
                "format": {"bg_color": colour("alert_soft"), "font_color": colour("alert")},
            }
        ],
    }
    for options in rules[rule.kind]:
        if "format" in options:
            options["format"] = book.add_format(options["format"])
        page.conditional_format(*place, options)
