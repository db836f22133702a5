from __future__ import annotations

import numpy as np
import pytest

from zhishu.places.projection import CHINA, Albers, project


def test_worked_example_of_the_working_manual() -> None:
    """Snyder (1987), numerical example of the ellipsoidal Albers projection: 35° N, 75° W on Clarke 1866."""
    clarke = Albers(
        (29.5, 45.5), -96, origin_latitude=23, half_axis=6378.2064, flattening=1 - np.sqrt(1 - 0.00676866)
    )
    (found,) = project(np.array([[-75.0, 35.0]]), clarke)
    assert found == pytest.approx([1885.4727, 1535.9250], abs=1e-4)


def test_zone_has_its_area_on_the_ellipsoid() -> None:
    """A half of the band between 20° and 21° north has the area of the ellipsoid's zone formula."""
    edge = np.linspace(20, 21, 2001)
    along = np.linspace(15, 195, 20001)
    ring = np.vstack(
        [
            np.column_stack([along, np.full_like(along, 20)]),
            np.column_stack([np.full_like(edge, 195), edge]),
            np.column_stack([along[::-1], np.full_like(along, 21)]),
            np.column_stack([np.full_like(edge, 15), edge[::-1]]),
        ]
    )
    x, y = project(ring).T
    area = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    e2 = CHINA.flattening * (2 - CHINA.flattening)
    e = np.sqrt(e2)

    def height(latitude: float) -> float:
        s = np.sin(np.radians(latitude))
        return float(s / (1 - e2 * s * s) + np.log((1 + e * s) / (1 - e * s)) / (2 * e))

    zone = np.pi * CHINA.half_axis**2 * (1 - e2) / 2 * (height(21) - height(20))
    assert area == pytest.approx(zone, rel=1e-6)
