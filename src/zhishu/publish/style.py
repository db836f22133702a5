"""The look of everything published: colours by role (light and dark), sizes, the chart theme.

A colour is named by its role and every role has a hex value of its own, so that a page can replace
the light value in a drawn SVG by the dark one, role by role, with CSS alone.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

FONT_FAMILY = "Noto Sans CJK SC"
VEGA_LITE = "https://vega.github.io/schema/vega-lite/v6.json"

PAGE_WIDTH = 960
"""Pixels that a figure takes on a wide screen."""
PHONE_WIDTH = 360
"""Pixels that a figure takes on a narrow one."""

COLOURS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "paper": ("#ffffff", "#0f1a24"),
        "panel": ("#f5f8fa", "#16242f"),
        "ink": ("#12263a", "#e9eff5"),
        "muted": ("#51657a", "#a3b5c5"),
        "line": ("#d3dde5", "#31465a"),
        "accent": ("#0e5a8a", "#74b9e4"),
        "accent_soft": ("#dceaf3", "#1f3d54"),
        "context": ("#b4c2ce", "#4b6276"),
        "alert": ("#a63c22", "#f19a80"),
        "alert_soft": ("#fbf1ec", "#33231e"),
        "good": ("#2f7355", "#7cc9a5"),
        "border": ("#8097a8", "#0b141c"),
        "unscored": ("#f4f1ec", "#1b262e"),
        "hatch": ("#a89e90", "#6d7983"),
        "label_on_pale": ("#17334b", "#e0ebf4"),
        "label_on_deep": ("#fdfeff", "#0c1a26"),
        "class_1": ("#e4eff5", "#28435a"),
        "class_2": ("#b7d5e5", "#2c5a76"),
        "class_3": ("#7cb0cf", "#387396"),
        "class_4": ("#3c7fae", "#74b3d4"),
        "class_5": ("#0f4b80", "#c4e6f6"),
        "class_zero": ("#fbfcfd", "#1a2a37"),
        "land": ("#eef2f5", "#1d2c38"),
        "outline": ("#4a5d6e", "#8fa5b7"),
        "neighbour": ("#c3ced7", "#33475a"),
        "badge": ("#9a3412", "#f0a080"),
        "badge_text": ("#fffdfb", "#241008"),
        "mark": ("#1a6396", "#6fb4df"),
        "tier_1": ("#a33b20", "#f2967a"),
        "tier_2": ("#9c6109", "#e5b45c"),
        "tier_3": ("#3b7a5c", "#83cdaa"),
        "tier_4": ("#5b6f8c", "#9db2d2"),
        "tier_5": ("#7a6a86", "#c0aecb"),
        "tier_rest": ("#8a98a5", "#75879a"),
        "series_1": ("#174b75", "#86bbe3"),
        "series_2": ("#e2a646", "#a06d1a"),
        "series_3": ("#2e8278", "#58b5a8"),
        "series_4": ("#c5b5d6", "#7d679a"),
        "series_5": ("#8d4159", "#d48aa0"),
        "series_6": ("#a8c37d", "#64853a"),
        "series_rest": ("#c4cdd5", "#43566a"),
    }
)

CLASSES = 5
"""Classes of the sequential ramp: pale to deep in both colour and grey."""
DEEP_CLASS = 4
"""The first class whose labels are light on dark."""
TIERS_COLOURED = 5
SERIES = 6


def colour(role: str) -> str:
    """Return the role's colour on white paper.

    >>> colour("paper")
    '#ffffff'
    """
    return COLOURS[role][0]


def class_role(rank: int) -> str:
    """Return the role of the `rank`-th class of the ramp, 1 the palest."""
    return f"class_{rank}"


def tier_role(tier: int, *, rest: bool) -> str:
    """Return the role of a tier; `rest` is whoever stands below the last tier."""
    return "tier_rest" if rest or tier > TIERS_COLOURED else f"tier_{tier}"


def series_role(number: int) -> str:
    """Return the role of the `number`-th part or series, counted from 1; neighbours differ in grey as well.

    After the last one the first comes again.
    """
    return f"series_{(number - 1) % SERIES + 1}"


def chart_theme() -> dict[str, Any]:
    """Return the Vega-Lite `config` that every figure shares.

    Written out rather than left to Vega-Lite's defaults, so that a new release of it changes nothing.
    """
    return {
        "aria": False,
        "background": None,
        "font": FONT_FAMILY,
        "padding": 0,
        "view": {"stroke": None},
        "text": {"color": colour("ink"), "fontSize": 12},
        "axis": {
            "labelColor": colour("muted"),
            "titleColor": colour("ink"),
            "gridColor": colour("line"),
            "domainColor": colour("line"),
            "tickColor": colour("line"),
            "labelFontSize": 11,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
        },
    }


def colour_variables(mode: int) -> str:
    """Return the roles as CSS custom properties; `mode` 0 is light, 1 dark."""
    return "".join(f"--{role.replace('_', '-')}:{pair[mode]};" for role, pair in COLOURS.items())


def svg_colour_rules() -> str:
    """Return the CSS that lets a drawn SVG follow the page's colours."""
    return "\n".join(
        f'figure svg [{attribute}="{light}"]{{{attribute}:var(--{role.replace("_", "-")})}}'
        for role, (light, _) in COLOURS.items()
        for attribute in ("fill", "stroke")
    )
