"""The neural network of the textbooks: it learns scores that are known and then scores every region."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from zhishu.errors import MethodError
from zhishu.framework import Text
from zhishu.registry import Example, never
from zhishu.score.aggregators.aggregator import AMONG_OTHERS, aggregator, choice, number
from zhishu.score.aggregators.columns import require_complete
from zhishu.score.aggregators.judged.learning import (
    DESCENT,
    NEWTON,
    Training,
    answers,
    learn,
    starting_parameters,
)
from zhishu.score.aggregators.judged.perceptron import Layers
from zhishu.step_kinds import Option
from zhishu.weigh.fitted.regression import KNOWN, known_numbers
from zhishu.weigh.moments import refuse_large
from zhishu.weigh.shares import live_columns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]


LARGEST = {NEWTON: 400, DESCENT: 20_000}
"""The most weights and biases of a network, by the way it learns."""


class Lessons(NamedTuple):
    """What is learned and what is scored, a table for each network that learns by itself.

    `x` (tables, rows, columns), `y` and `counted` (tables, rows) in an order that does not tell how the
    table stood; `takes_part` (tables, columns); `scored` (tables, rows, columns) as the table stands.
    """

    x: Array
    y: Array
    counted: NDArray[np.bool_]
    takes_part: NDArray[np.bool_]
    scored: Array


def neural_network(  # noqa: PLR0913 - data, then options by name
    x: Array,
    weights: Array,
    generator: np.random.Generator,
    *,
    regions: Sequence[str] = (),
    years: Sequence[int] = (),
    measures: Mapping[str, Array] | None = None,
    known: Mapping[str, float] | str = (),  # type: ignore[assignment]
    learn_from: str | int = "each_year",
    units: int = 4,
    activation: str = "logistic",
    output: str = "linear",
    monotone: bool = False,
    decay: float = 0.001,
    networks: int = 5,
    training: str = NEWTON,
    rate: float = 0.1,
    momentum: float = 0.9,
    epochs: int = 1000,
) -> Array:
    """Return the score that a network gives each region, shape (…, regions), in the unit of the known scores.

    f = c + Σ_k v_k g(b_k + Σ_j w_kj z_j) with one hidden layer of so many `units`; z are the columns
    brought to [-1, 1] by the regions with a `known` score. `known` maps region code to number, or names
    a column beside the framework (years, regions), missing where not known. Least is ½ mean (f - known)²
    + ½ decay (Σ w² + Σ v²), the score brought to [-1, 1] too. The weights of the group have no say, but
    for columns that weigh nothing: they take no part. The mean of several `networks`, whose starts are
    drawn once for all tables, is the score.

    `learn_from`: each year its own known scores (`each_year`), one network for the known scores of all
    (`all_years`), or of one year named by its number. More of a column may lower the score, unless
    `monotone`, which holds every w and v at 0 or more. See `zhishu.score.aggregators.judged.learning`.

    No known score, fewer than two more than columns that vary, known scores all equal, and missing values
    are a MethodError.

    Source: Rumelhart, Hinton and Williams 1986, Nature 323: 533-536.

    >>> x = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0], [0.5, 0.5]])
    >>> known = {"a": 10, "b": 20, "c": 30, "d": 40}
    >>> ask = {"known": known, "regions": ("a", "b", "c", "d", "e"), "decay": 1e-6}
    >>> neural_network(x, np.ones(2) / 2, np.random.default_rng(0), **ask).round()
    array([10., 20., 30., 40., 25.])
    """
    network = {"units": units, "activation": activation, "output": output, "networks": networks}
    descent = {"training": training, "rate": rate, "momentum": momentum, "epochs": epochs}
    asked = {**network, **descent, "decay": decay, "monotone": monotone}
    how = training_of(generator, x.shape[-1], asked)
    lessons = lessons_of(
        x, weights, known_numbers(known, regions, measures or {}, "known"), years, learn_from
    )
    learned = learn(*lessons[:4], how)
    return answers(learned, lessons.scored, how.layers).reshape(x.shape[:-1])


def training_of(generator: np.random.Generator, columns: int, options: Mapping[str, Any]) -> Training:
    """Return how networks of so many columns learn with the options of the method."""
    layers = Layers(columns, options["units"], hidden=options["activation"], output=options["output"])
    _require_small(layers, options.get("training", NEWTON))
    asked = {name: options[name] for name in Training._fields if name in options}
    return Training(starting_parameters(generator, options["networks"], layers), layers, **asked)


def _require_small(layers: Layers, training: str) -> None:
    """Raise a MethodError where a network has more numbers to learn than can be learned in some minutes."""
    most = LARGEST[training]
    if layers.parameters > most:
        fits = (most - 1) // (layers.columns + 2)
        other = f", or take `training: {DESCENT}`" if training == NEWTON else ""
        raise MethodError(
            "the network is too large to be learned",
            seen=f"{layers.units} units for {layers.columns} columns: {layers.parameters} weights and biases",
            allowed=f"at most {most} with `training: {training}`",
            advice=f"set `units: {fits}` or fewer{other}" if fits else "split the columns into groups",
        )


def lessons_of(
    x: Array, weights: Array, known: Array, years: Sequence[int] = (), learn_from: str | int = "each_year"
) -> Lessons:
    """Return what networks learn and score, from columns (…, years, regions, columns) and known scores.

    `known` broadcasts to (…, years, regions), `weights` to (…, years, columns). What cannot be learned
    is a MethodError.
    """
    require_complete(x, "neural_network")
    refuse_large(x)
    y = np.broadcast_to(known, x.shape[:-1])
    refuse_large(np.where(np.isfinite(y), y, 0.0))
    weighs: NDArray[np.bool_] = np.asarray(np.broadcast_to(weights, (*x.shape[:-2], x.shape[-1])) > 0)
    scored = x.reshape(-1, *x.shape[-2:])
    if learn_from != "each_year" and x.ndim > 2:  # noqa: PLR2004 - regions and columns
        rows, columns = x.shape[-3] * x.shape[-2], x.shape[-1]
        scored, weighs = x.reshape(-1, rows, columns), np.asarray(weighs.any(axis=-2))
        if learn_from != "all_years":
            place = _place(years, learn_from)
            x, y = x[..., place, :, :], y[..., place, :]
    taught = x.reshape(len(scored), -1, x.shape[-1])
    wanted = y.reshape(taught.shape[:-1])
    takes_part = weighs.reshape(len(scored), -1)
    order = np.lexsort((*np.moveaxis(taught, -1, 0), wanted), axis=-1)
    taught = np.take_along_axis(taught, order[..., None], axis=-2)
    wanted = np.take_along_axis(wanted, order, axis=-1)
    lessons = Lessons(taught, wanted, np.isfinite(wanted), takes_part, scored)
    _require_enough(lessons, years if learn_from == "each_year" else ())
    return lessons


def _place(years: Sequence[int], year: str | int) -> int:
    if year not in years:
        raise MethodError(
            "the year to learn from is not among the years",
            seen=year,
            allowed=", ".join(str(one) for one in years) or "each_year or all_years: there are no years",
        )
    return list(years).index(int(year))


def _require_enough(lessons: Lessons, years: Sequence[int]) -> None:
    """Raise a MethodError where the known scores are too few to learn from, or all the same.

    Tables are of the `years` in turn, if these are told.
    """
    seen = lessons.counted.sum(axis=-1)
    live = live_columns(np.where(lessons.counted[..., None], lessons.x, np.nan)) & lessons.takes_part
    needed = live.sum(axis=-1) + 2
    few = seen < needed
    if few.any():
        first = int(few.argmax())
        raise MethodError(
            "too few scores are known for a network to learn them",
            where=_year_of(first, years),
            seen=f"known scores: {seen[first]}; columns that vary among them: {needed[first] - 2}",
            allowed=f"at least {needed[first]} known scores, better several times as many",
            advice="name more known scores, learn those of all years together (`learn_from: all_years`), or "
            "split the columns into groups",
        )
    same = ~live_columns(np.where(lessons.counted, lessons.y, np.nan)[..., None])[..., 0]
    if same.any():
        first = int(same.argmax())
        raise MethodError(
            "the known scores are all the same: there is nothing to learn",
            where=_year_of(first, years),
            seen=float(lessons.y[first][lessons.counted[first]][0]),
            allowed="scores that differ",
        )


def _year_of(table: int, years: Sequence[int]) -> str | None:
    return f"year {years[table % len(years)]}" if years else None


NEURAL_NETWORK = (
    aggregator(
        "neural_network",
        Text("人工神经网络评价法（BP 神经网络）", "Neural network (backpropagation)"),
        neural_network,
        citation="Rumelhart, Hinton and Williams (1986), Nature 323: 533-536; Hagan and Menhaj (1994), IEEE "
        "Transactions on Neural Networks 5(6): 989-993 (Levenberg-Marquardt); Krogh and Hertz (1992), "
        "Advances in Neural Information Processing Systems 4: 950-957 (weight decay); as an evaluation, the "
        "Chinese textbooks",
        formula=Text(
            "f = c + sum_k v_k g(b_k + sum_j w_kj z_j)，g 为 logistic 或 tanh，z 为按已知评分地区的极值化到 "
            "[-1, 1] 的各列；使 (f - 已知评分)^2 的均值 / 2 + decay (sum w^2 + sum v^2) / 2 最小（评分"
            "同样化到 [-1, 1]）；得分为 networks 个网络的均值",
            "f = c + sum_k v_k g(b_k + sum_j w_kj z_j), g logistic or tanh, z the columns brought to [-1, 1] "
            "by the regions with known scores; least mean (f - known)^2 / 2 + decay (sum w^2 + sum v^2) / 2, "
            "known scores brought to [-1, 1] too; the score is the mean of `networks` of them",
        ),
        needs="known scores of at least two regions more than columns; without `monotone: true` more of an "
        "indicator may lower the score",
        range_="about that of the known scores, and beyond it for regions unlike those with known scores",
        degenerate={
            **AMONG_OTHERS,
            "constant": "takes no part",
            "zero": "as constant: takes no part",
            "single_region": "error: one known score teaches nothing",
        },
        example=Example(
            (np.array([[0.0], [0.5], [1.0]]), np.ones(1), np.random.default_rng(0)),
            [1.0, 2.0, 3.0],
            {"known": {"a": 1, "b": 2, "c": 3}, "decay": 0, "regions": ("a", "b", "c")},
        ),
        parameters={
            "known": Option(
                (),
                KNOWN,
                "the scores to be learned: region code → number, or the name of a column beside the "
                "framework, empty where not known",
                table="values",
                by_region=True,
            ),
            "learn_from": Option(
                "each_year",
                {"anyOf": [{"enum": ["each_year", "all_years"]}, {"type": "integer"}]},
                "one network for each year and its known scores, one for those of all years, or one for "
                "those of the year named by its number, which then scores all",
            ),
            "units": Option(4, {"type": "integer", "minimum": 1}, "how many hidden units the network has"),
            "activation": choice("logistic", ("tanh",), "what a hidden unit makes of its net input"),
            "output": choice(
                "linear",
                ("logistic",),
                "what the output makes of its net input; logistic keeps scores within an eighth of the range "
                "of the known ones beyond it",
            ),
            "monotone": Option(
                default=False,
                schema={"type": "boolean"},
                description="hold all weights at 0 or more, so that more of a column never lowers the score",
            ),
            "decay": number(0.001, "how much large weights cost: the larger, the smoother", minimum=0),
            "networks": Option(
                5,
                {"type": "integer", "minimum": 1, "maximum": 1000},
                "how many networks learn, each from a start of its own; the score is their mean",
            ),
            "training": choice(
                NEWTON,
                (DESCENT,),
                "steps by second derivatives until nothing is won, or the textbooks' `epochs` of small steps "
                "downhill",
            ),
            "rate": Option(
                0.1,
                {"type": "number", "exclusiveMinimum": 0},
                "of gradient descent: the step for each unit of slope",
            ),
            "momentum": Option(
                0.9,
                {"type": "number", "minimum": 0, "maximum": 0.99},
                "of gradient descent: the share of the last step that is made again",
            ),
            "epochs": Option(
                1000,
                {"type": "integer", "minimum": 1, "maximum": 1_000_000},
                "of gradient descent: how many steps are made",
            ),
        },
        inputs=("generator", "regions", "years", "measures"),
        weights_matter=never,
    ),
)
