"""Weights combined of two or more weightings: judgment with data, or several of either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.recipe import Step
from zhishu.registry import Example, Method, resolve
from zhishu.step_kinds import Option
from zhishu.weigh.judged.judgments import require
from zhishu.weigh.shares import degenerate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]
    Settings = Sequence[Mapping[str, Any]]

_INPUTS = ("stated", "members", "regions", "measures")


def linear_combination(  # noqa: PLR0913 - what the combined methods may ask for is handed on
    x: Array,
    stated: Array | None = None,
    members: Sequence[str] | None = None,
    regions: Sequence[str] = (),
    measures: Mapping[str, Array] | None = None,
    *,
    methods: Settings = (),
    parts: Sequence[float] | None = None,
) -> NDArray[np.float64]:
    """Return Σ_k a_k w_k of several weightings, shape (…, columns).

    `methods` lists them as `{method, options …}`; `parts` a_k says how much each counts (they are
    divided by their sum; equal if None). In a degenerate case it does what its methods do.

    >>> x = np.array([[0.0, 0.0], [1.0, 3.0]])
    >>> linear_combination(x, methods=[{"method": "equal"}, {"method": "standard_deviation"}])
    array([0.375, 0.625])
    """
    found = weigh_with_each(x, methods, _offered(stated, members, regions, measures))
    part = _parts(parts, len(found))
    combined: Array = np.einsum("k,k...->...", part, found)
    return combined


def multiplicative_combination(  # noqa: PLR0913 - as above
    x: Array,
    stated: Array | None = None,
    members: Sequence[str] | None = None,
    regions: Sequence[str] = (),
    measures: Mapping[str, Array] | None = None,
    *,
    methods: Settings = (),
    parts: Sequence[float] | None = None,
) -> NDArray[np.float64]:
    """Return Π_k w_k^a_k of several weightings over the sum, shape (…, columns).

    With `parts` None every exponent is 1, the plain product (乘法合成), which sharpens what the
    methods agree on; given parts are divided by their sum, so that equal ones make the geometric
    mean. A column that one method weighs 0 weighs 0. If that leaves nothing, a MethodError says so.

    >>> x = np.array([[0.0, 0.0], [1.0, 3.0]])
    >>> methods = [{"method": "standard_deviation"}, {"method": "standard_deviation"}]
    >>> multiplicative_combination(x, methods=methods)
    array([0.1, 0.9])
    """
    found = weigh_with_each(x, methods, _offered(stated, members, regions, measures))
    power = np.ones(len(found)) if parts is None else _parts(parts, len(found))
    product: Array = np.prod(
        np.maximum(found, 0.0) ** power.reshape(-1, *(1 for _ in found.shape[1:])), axis=0
    )
    total = product.sum(axis=-1, keepdims=True)
    if not (total > 0).all():
        raise MethodError(
            "the combined weightings leave no column a weight",
            seen=", ".join(one["method"] for one in methods),
            allowed="at least one column that all of them weigh above 0",
            advice="combine with `linear_combination`",
        )
    weights: Array = product / total
    return weights


def game_combination(  # noqa: PLR0913 - as above
    x: Array,
    stated: Array | None = None,
    members: Sequence[str] | None = None,
    regions: Sequence[str] = (),
    measures: Mapping[str, Array] | None = None,
    *,
    methods: Settings = (),
) -> NDArray[np.float64]:
    """Return the combination nearest to all of several weightings at once (博弈论组合赋权), (…, columns).

    The coefficients a solve, for every method i, Σ_k a_k w_i · w_k = w_i · w_i, the first-order
    conditions of bringing Σ_k a_k w_k nearest to each w_i; then |a_k| / Σ |a|, and the weights are
    the sum with those. Where methods give the same weights the least-norm solution is taken, so
    equal methods count the same. The procedure is not even-handed: a method whose weights are more
    unequal has the longer vector and draws the combination to itself (all of it in the example).

    >>> x = np.array([[0.0, 0.0], [1.0, 3.0]])
    >>> methods = [{"method": "equal"}, {"method": "standard_deviation"}]
    >>> game_combination(x, methods=methods).round(6)
    array([0.25, 0.75])
    """
    found = np.moveaxis(
        weigh_with_each(x, methods, _offered(stated, members, regions, measures)), 0, -2
    )  # (…, methods, columns)
    products = found @ np.swapaxes(found, -1, -2)
    own = np.diagonal(products, axis1=-2, axis2=-1)[..., None]
    strength = np.abs((np.linalg.pinv(products, hermitian=True, rcond=1e-10) @ own)[..., 0])
    part = strength / strength.sum(axis=-1, keepdims=True)
    combined: Array = (part[..., None] * found).sum(axis=-2)
    return combined


def weigh_with_each(x: Array, methods: Settings, offered: Mapping[str, Any]) -> Array:
    """Return the weights of each listed weighting, shape (methods, …, columns)."""
    require(methods, "methods")
    found = []
    for settings in methods:
        options = {name: value for name, value in settings.items() if name != "method"}
        found.append(resolve(Step("weigh", settings["method"], options)).run(x, **offered))
    return np.stack(found)


def _offered(
    stated: Array | None,
    members: Sequence[str] | None,
    regions: Sequence[str],
    measures: Mapping[str, Array] | None,
) -> Mapping[str, Any]:
    nothing = {"members": members, "regions": regions, "measures": measures or {}}
    return nothing if stated is None else {**nothing, "stated": stated}


def _parts(parts: Sequence[float] | None, count: int) -> Array:
    part = np.ones(count) if parts is None else np.asarray(parts, dtype=float)
    if len(part) != count or not part.sum() > 0:
        raise MethodError(
            "the parts do not fit the methods",
            seen=", ".join(f"{value:g}" for value in part),
            allowed=f"{count} numbers of 0 or more, not all 0",
        )
    whole: Array = part / part.sum()
    return whole


_METHODS = Option(
    (),
    {
        "type": "array",
        "minItems": 2,
        "items": {
            "type": "object",
            "properties": {"method": {"type": "string"}},
            "required": ["method"],
        },
    },
    "the weightings that are combined, each {method, options …}",
    methods=True,
)
_PARTS = Option(
    None,
    {"type": ["array", "null"], "items": {"type": "number", "minimum": 0}},
    "how much each method counts; nothing for all the same",
)
_CASES = degenerate(
    nan="as the combined methods do",
    constant="as the combined methods do",
    zero="like a constant column",
    negative="as the combined methods do",
    single_region="as the combined methods do",
)
_PAIR = np.array([[0.0, 0.0], [1.0, 3.0]])
_TWO = {"methods": [{"method": "equal"}, {"method": "standard_deviation"}]}

LINEAR_COMBINATION = Method(
    kind="weigh",
    id="linear_combination",
    name=Text("线性组合赋权", "Linear combination"),
    citation="textbook practice; Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer, "
    "chapter 2 (judged with entropy weights)",
    formula="w = sum_k a_k w_k, sum a = 1",
    needs="two or more weightings",
    range="[0, 1], sum 1",
    degenerate=_CASES,
    function=linear_combination,
    inputs=_INPUTS,
    parameters={"methods": _METHODS, "parts": _PARTS},
    example=Example((_PAIR,), [0.375, 0.625], _TWO),
)
MULTIPLICATIVE_COMBINATION = Method(
    kind="weigh",
    id="multiplicative_combination",
    name=Text("乘法组合赋权", "Multiplicative combination"),
    citation="Hwang and Yoon (1981), Multiple Attribute Decision Making, Springer, chapter 2: entropy "
    "weights times judged weights, over the sum",
    formula=Text(
        "w_j = prod_k w_kj^a_k，再除以总和；未给定 parts 时各 a_k = 1",
        "w_j = prod_k w_kj^a_k over the sum, every a_k = 1 unless `parts` are given",
    ),
    needs="two or more weightings with at least one column that all of them weigh above 0",
    range="[0, 1], sum 1",
    degenerate=_CASES,
    function=multiplicative_combination,
    inputs=_INPUTS,
    parameters={"methods": _METHODS, "parts": _PARTS},
    example=Example((_PAIR,), [0.25, 0.75], _TWO),
)
GAME_COMBINATION = Method(
    kind="weigh",
    id="game_combination",
    name=Text("博弈论组合赋权", "Game-theoretic combination"),
    citation="textbook practice in Chinese comprehensive evaluation: the combination is the compromise that "
    "lies nearest to every weighting",
    formula=Text(
        "对每个 i，sum_k a_k (w_i . w_k) = w_i . w_i；w = sum_k (|a_k| / sum |a|) w_k",
        "sum_k a_k (w_i . w_k) = w_i . w_i for every i; w = sum_k (|a_k| / sum |a|) w_k",
    ),
    needs="two or more weightings",
    range="[0, 1], sum 1",
    degenerate=_CASES,
    function=game_combination,
    inputs=_INPUTS,
    parameters={"methods": _METHODS},
    example=Example((_PAIR,), [0.25, 0.75], _TWO),
)
METHODS = (LINEAR_COMBINATION, MULTIPLICATIVE_COMBINATION, GAME_COMBINATION)
