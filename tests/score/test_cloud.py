"""The normal cloud model: certainty over all drops, the ends of the scale, and verdicts."""

from __future__ import annotations

import numpy as np
import pytest

from zhishu.errors import MethodError
from zhishu.score.aggregators.judged.cloud import HALF, certainty, cloud, joint_certainty

W = np.array([0.5, 0.3, 0.2])
X = np.array([[0.2, 0.4, 0.9], [0.7, 0.7, 0.7], [0.0, 1.0, 0.5], [-1.0, 2.0, 0.5]])


def test_certainty_is_1_in_the_middle_and_a_half_at_the_bounds() -> None:
    """Without hyper-entropy; with it more is certain far off and less nearby."""
    one = np.array(1.0)
    where = np.array([0.0, HALF / 2, 3.0])
    plain = certainty(where, 0 * one, one, 0 * one)
    assert plain == pytest.approx([1, 0.5, np.exp(-4.5)])
    vague = certainty(where, 0 * one, one, 0.2 * one)
    assert vague[0] == pytest.approx(1)
    assert vague[1] < plain[1]
    assert vague[2] > plain[2]


def test_the_mean_over_many_drops() -> None:
    """What the generator of clouds would draw, two hundred thousand times."""
    drawn = np.random.default_rng(0).normal(0.1, 0.02, 200_000)
    for value in (0.4, 0.55, 0.75):
        simulated = np.exp(-((value - 0.5) ** 2) / (2 * drawn**2)).mean()
        found = certainty(np.array(value), np.array(0.5), np.array(0.1), np.array(0.02))
        assert found == pytest.approx(simulated, abs=1e-3)


def test_open_and_closed_ends() -> None:
    """Half clouds hold what lies beyond their middle; whole clouds let it go, but no other grade gains."""
    column = np.array([[0.875], [0.95], [1.0], [7.0]])
    opened = cloud(column, np.ones(1))
    assert (opened == opened[0]).all()
    closed = cloud(column, np.ones(1), ends="closed")
    assert opened[0] == closed[0] < closed[1] < closed[2] == closed[3]


def test_verdicts() -> None:
    """Mean, greatest and trusted grade; counted or by their middles; columns of one value lie in its grade."""
    middles = np.array([[0.125] * 3, [0.375] * 3, [0.625] * 3, [0.875] * 3])
    for verdict in ("maximum", "confidence"):
        assert cloud(middles, W, verdict=verdict).tolist() == [0.125, 0.375, 0.625, 0.875]
        assert cloud(middles, W, verdict=verdict, unit="grades").tolist() == [1, 2, 3, 4]
    torn = np.array([[0.1, 0.9]])
    shares = np.array([0.45, 0.55])
    assert cloud(torn, shares, verdict="maximum", unit="grades").tolist() == [4]
    assert cloud(torn, shares, verdict="confidence", unit="grades", confidence=0.6).tolist() == [1]
    assert cloud(torn, shares, verdict="confidence", unit="grades", confidence=0.51).tolist() == [4]
    assert cloud(np.full((1, 3), 0.5), W) == pytest.approx([0.5])


def test_values_beyond_the_bounds_and_missing_ones() -> None:
    """As at the bounds; weights are divided among what is there."""
    found = cloud(X, W, ends="closed")
    assert found[2] == found[3]
    x = X.copy()
    x[0, 2] = x[1] = np.nan
    partly = cloud(x, W)
    assert partly[0] == pytest.approx(cloud(X[:1, :2], W[:2] / 0.8)[0])
    assert np.isnan(partly[1])
    assert np.isnan(cloud(x, W, verdict="confidence")[1])


@pytest.mark.parametrize("bounds", [(0.0, 1.0), (0.0, 0.0, 1.0), (1.0, 0.5, 0.0)])
def test_bounds_must_rise(bounds) -> None:
    """Three or more."""
    with pytest.raises(MethodError, match="do not rise"):
        cloud(X, W, bounds=bounds)


def test_a_joint_cloud_is_a_product() -> None:
    """Without hyper-entropy exp(−Σ w gap² / 2 En²), whose root is that of a mean gap; columns do not make up."""
    entropy = np.full(4, 0.25 / HALF)
    middles = np.array([0.125, 0.375, 0.625, 0.875])
    gaps = ((X[:3, :, None].clip(0.125, 0.875) - middles) / entropy) ** 2
    degrees = np.exp(-(W[:, None] * gaps).sum(axis=1) / 2)
    found = cloud(X[:3], W, vagueness=0, clouds="joint")
    assert found == pytest.approx(degrees @ middles / degrees.sum(axis=1))
    torn = np.array([[0.1, 0.9]])
    shares = np.array([0.45, 0.55])
    assert cloud(torn, shares, clouds="joint", verdict="maximum", unit="grades").tolist() == [3]
    assert cloud(torn, shares, clouds="separate", verdict="maximum", unit="grades").tolist() == [4]


def test_one_column_is_the_same_in_both() -> None:
    """And columns of equal values, where all weigh together what one would."""
    column = np.array([[0.1], [0.45], [0.8]])
    for verdict in ("weighted_mean", "maximum", "confidence"):
        one = cloud(column, np.ones(1), verdict=verdict)
        assert cloud(column, np.ones(1), clouds="joint", verdict=verdict) == pytest.approx(one)
        same = cloud(np.repeat(column, 3, axis=1), W, clouds="joint", vagueness=0, verdict=verdict)
        assert same == pytest.approx(cloud(column, np.ones(1), vagueness=0, verdict=verdict))


def test_the_drops_of_a_joint_cloud() -> None:
    """Drawn one by one for every column, as many as two hundred thousand."""
    drawn = np.random.default_rng(0).normal(0.1, 0.02, (200_000, 3))
    for grade, middle in enumerate((0.4, 0.55)):
        simulated = np.exp(-(W * (X[1] - middle) ** 2 / (2 * drawn**2)).sum(axis=1)).mean()
        clouds = [np.array([0.4, 0.55])] + [np.full(2, value) for value in (0.1, 0.02)]
        logs = joint_certainty(X[1:2], W, *clouds)[0]
        product = np.prod(certainty(X[1] * np.sqrt(W), middle * np.sqrt(W), *(c[0] for c in clouds[1:])))
        assert product == pytest.approx(simulated, rel=1e-2)
        assert logs[grade] == pytest.approx(
            product / np.prod(certainty(X[1] * np.sqrt(W), 0.55 * np.sqrt(W), np.array(0.1), np.array(0.02)))
        )


def test_a_joint_cloud_far_from_all_grades() -> None:
    """Products below the smallest number still tell the nearest grade; missing values share their weight."""
    narrow = (0.0, 0.001, 0.002, 0.999, 1.0)
    torn = np.array([[0.0, 1.0, 1.0], [1.0, 0.0, 0.0]])
    found = cloud(torn, W, bounds=narrow, width=6, vagueness=0, clouds="joint", unit="grades")
    assert np.isfinite(found).all()
    x = X.copy()
    x[0, 2] = x[1] = np.nan
    partly = cloud(x, W, clouds="joint")
    assert partly[0] == pytest.approx(cloud(X[:1, :2], W[:2] / 0.8, clouds="joint")[0])
    assert np.isnan(partly[1])


def test_a_joint_cloud_in_batches_and_ties() -> None:
    """A batch gives what its members give, a shuffled table shuffled scores, equal regions the same."""
    found = cloud(X, W, clouds="joint")
    shares = np.stack([W, W[::-1]])
    batch = cloud(np.stack([X, X]), shares, clouds="joint")
    assert batch[0].tolist() == found.tolist()
    assert batch[1].tolist() == cloud(X, W[::-1], clouds="joint").tolist()
    assert cloud(X[::-1], W, clouds="joint").tolist() == found[::-1].tolist()
    assert len(set(cloud(np.repeat(X[:1], 7, axis=0), W, clouds="joint"))) == 1
