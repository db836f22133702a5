"""Colours: every role apart, readable on paper, in grey and for colour-blind readers."""

from __future__ import annotations

from itertools import pairwise

import pytest

from zhishu.publish.style import (
    CLASSES,
    COLOURS,
    SERIES,
    class_role,
    colour_variables,
    series_role,
    svg_colour_rules,
)

READABLE = 4.5


def luminance(value: str) -> float:
    """Return the relative luminance of a hex colour (WCAG 2.2)."""
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    """Return the contrast of two colours (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", [0, 1])
@pytest.mark.parametrize("role", ["ink", "muted", "accent", "alert", "good", "tier_1", "tier_2", "tier_3"])
def test_text_colours_are_readable(role: str, mode: int) -> None:
    """Words and marks have at least the contrast 4.5 on the page, light and dark."""
    assert contrast(COLOURS[role][mode], COLOURS["paper"][mode]) >= READABLE


@pytest.mark.parametrize("mode", [0, 1])
def test_names_are_readable_on_every_class_of_the_map(mode: int) -> None:
    """Names on the pale classes and on the deep ones have enough contrast."""
    for rank in range(1, CLASSES + 1):
        label = "label_on_deep" if rank >= 4 else "label_on_pale"
        assert contrast(COLOURS[label][mode], COLOURS[class_role(rank)][mode]) >= 3.9


@pytest.mark.parametrize("mode", [0, 1])
def test_classes_stay_in_order_in_grey(mode: int) -> None:
    """Printed in grey the classes still go one way, with a visible step between neighbours."""
    grey = [luminance(COLOURS[class_role(rank)][mode]) for rank in range(1, CLASSES + 1)]
    steps = [
        contrast(COLOURS[class_role(rank)][mode], COLOURS[class_role(rank + 1)][mode])
        for rank in range(1, CLASSES)
    ]
    assert grey in (sorted(grey), sorted(grey, reverse=True))
    assert min(steps) > 1.25


@pytest.mark.parametrize("mode", [0, 1])
def test_neighbouring_parts_differ_in_grey(mode: int) -> None:
    """Printed in grey, every part of a stacked bar stands apart from the next, and the last from the rest."""
    roles = [*(series_role(number + 1) for number in range(SERIES)), "series_rest"]
    steps = [contrast(COLOURS[one][mode], COLOURS[two][mode]) for one, two in pairwise(roles)]
    assert min(steps) > 1.15
    assert min(steps[:-1]) > 1.5


@pytest.mark.parametrize("mode", [0, 1])
def test_places_are_readable_on_the_circles_of_groups(mode: int) -> None:
    """The number in a circle has the contrast 3 on each colour of a series, light and dark."""
    for number in range(1, SERIES + 1):
        label = "label_on_deep" if number % 2 else "label_on_pale"
        assert contrast(COLOURS[label][mode], COLOURS[series_role(number)][mode]) >= 3.0


def test_every_role_has_a_light_colour_of_its_own() -> None:
    """No two roles share a light colour, so that a drawing can follow the page role by role."""
    lights = [light for light, _ in COLOURS.values()]
    assert len(set(lights)) == len(lights)
    assert all(f'[fill="{light}"]' in svg_colour_rules() for light in lights)


def test_variables_differ_between_the_modes() -> None:
    """Light and dark define the same variables with other values."""
    light, dark = (colour_variables(mode) for mode in (0, 1))
    names = [[part.partition(":")[0] for part in text.split(";")] for text in (light, dark)]
    assert names[0] == names[1]
    assert all(one != two for one, two in pairwise((light, dark)))
