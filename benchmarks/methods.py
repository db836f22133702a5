"""Times every method that a recipe can name, on a large table and on draws.

Usage: python benchmarks/methods.py [--kind aggregate] [--only copeland] [--runs 3]
       [--limit 60] [--together] [--batch 1000 60 6] [--set low=0.01]

The table has 3,000 regions × 100 indicators, the batch 1,000 draws of 31 × 18. Printed are medians in
processor-seconds, which other work on the machine hardly changes; start it with OMP_NUM_THREADS=1. Each
method runs in a process of its own, and one that passes the limit (of the clock) is stopped and shown as
such. `--together` takes columns that go up and down together, as those of most indices do; linear
programmes find these harder. For imputation one value in twenty is missing; methods along time see the
same numbers as years. `--batch` gives the batch another shape: with gaps, 31 regions do not tell 18
indicators apart, so `em` refuses; on 60 × 6 it settles.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from itertools import pairwise
from multiprocessing import get_context
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from zhishu.errors import MethodError
from zhishu.framework import Direction
from zhishu.prepare.directions import compile_directions
from zhishu.recipe import Step
from zhishu.registry import Method, method, methods, resolve
from zhishu.score.ranks import rank
from zhishu.step_kinds import STEPS

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

KINDS = tuple(STEPS)
OF_SCORES = ("rank", "tiers")
"""Kinds of methods that look at scores: they get the first column as those."""
TABLE, BATCH = (3_000, 100), (1_000, 31, 18)
ALONG_TIME = dict.fromkeys(
    (
        "carry_forward",
        "carry_back",
        "linear",
        "own_base",
        "annual_change",
        "over_time",
        "time_ordered_mean",
        "rewarded_growth",
    ),
    5,
)
"""Methods that look along time: they see the same numbers as so many years."""
MISSING = 0.05
AT_MOST = {"catastrophe": 5, "comet": 9}
"""Methods that take so many columns and no more; their figure is that of so many."""


def main() -> None:
    """Print one line per method: the table and the batch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--only", help="the id of one method")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for one measurement")
    parser.add_argument(
        "--set", action="append", default=[], metavar="OPTION=VALUE", help="of the method, as in a recipe"
    )
    parser.add_argument("--together", action="store_true", help="columns that go up and down together")
    parser.add_argument("--batch", type=int, nargs=3, default=BATCH, help="draws, regions, columns")
    options = parser.parse_args()
    batch = tuple(options.batch)
    heads = [" × ".join(f"{size:,}" for size in shape) for shape in (TABLE, batch)]
    print(f"{'kind':<10} {'method':<28} {heads[0]:>14} {heads[1]:>16}")
    for kind in [options.kind] if options.kind else KINDS:
        for entry in methods(kind):
            if options.only in {None, entry.id}:
                figures = [_measured(entry, shape, options) for shape in (TABLE, batch)]
                print(f"{kind:<10} {entry.id:<28} {figures[0]:>14} {figures[1]:>16}", flush=True)


def _measured(entry: Method, shape: tuple[int, ...], options: argparse.Namespace) -> str:
    """Return the median of a few runs as text, or why there is none."""
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_time, args=(entry.kind, entry.id, shape, options, sender))
    process.start()
    longest = options.limit * options.runs
    found = receiver.recv() if receiver.poll(longest) else f"> {longest:.0f} s"
    process.terminate()
    process.join()
    return found


def _time(
    kind: str, name: str, shape: tuple[int, ...], options: argparse.Namespace, sender: Connection
) -> None:
    shape = (*shape[:-1], min(shape[-1], AT_MOST.get(name, shape[-1])))
    x = _data(kind, name, shape)
    if options.together:
        x = 0.3 * x + 0.7 * np.random.default_rng(2).random((*x.shape[:-1], 1))
    chosen = resolve(Step(kind, name))
    given = {key: yaml.safe_load(value) for key, value in (pair.split("=", 1) for pair in options.set)}
    chosen = replace(chosen, options={**chosen.options, **_required(method(kind, name), shape), **given})
    offered = _offered(x.shape)
    if kind in OF_SCORES:
        x = x[..., 0]
        offered |= {"ranks": rank(x), "axis": -1}
    if kind == "screen":
        offered["years"] = (2023,)
    seconds = []
    for _ in range(options.runs):
        start = process_time()
        try:
            chosen.run(x, **offered)
        except MethodError as error:
            sender.send(error.what[:14])
            return
        seconds.append(process_time() - start)
    sender.send(f"{median(seconds):.3f}")


def _data(kind: str, name: str, shape: tuple[int, ...]) -> np.ndarray:
    """Return numbers in (0, 1), the columns of an imputation correlated and with gaps."""
    generator = np.random.default_rng(0)
    x = 0.01 + 0.98 * generator.random(shape)
    if name == "distance_to_reference":
        x[..., 0, :] = 1.0  # the reference may be the worst in no column
    if kind == "impute":
        x = 0.7 * x + 0.3 * generator.random((*shape[:-1], 1))
        x[generator.random(shape) < MISSING] = np.nan
    years = ALONG_TIME.get(name)
    if not years:
        return x
    batch = (shape[0] // years, years, *shape[1:]) if len(shape) > len(TABLE) else (years, shape[0] // years)
    return x.reshape(*batch, shape[-1]) if len(shape) == len(TABLE) else x.reshape(batch)


def _offered(shape: tuple[int, ...]) -> dict[str, Any]:
    """Return what the pipeline would offer for data of that shape."""
    weights = np.random.default_rng(1).random((*shape[:-2], shape[-1])) + 0.1
    regions = _names("r", shape[-2])
    return {
        "years": tuple(range(2019, 2024)),
        "generator": np.random.default_rng(3),
        "groups": {"half": {"one": regions[::2], "other": regions[1::2]}},
        "families": np.zeros((1, shape[-1]), dtype=int),
        "directions": compile_directions([Direction()] * shape[-1]),
        "stated": np.ones(shape[-1]),
        "weights": weights / weights.sum(axis=-1, keepdims=True),
        "scores": np.random.default_rng(4).random(shape[:-1]),
        "denominators": {"people": np.random.default_rng(5).uniform(1, 9, shape[:-1])},
        "rows": "indicators",
        "regions": regions,
        "members": _names("i", shape[-1]),
        "measures": {
            name: np.random.default_rng(seed).uniform(20, 80, (1, shape[-2]))
            for seed, name in enumerate(("longitude", "latitude"))
        },
    }


def _required(entry: Method, shape: tuple[int, ...]) -> dict[str, Any]:
    """Return the options that a method cannot do without, for so many regions and columns."""
    columns, regions = _names("i", shape[-1]), _names("r", shape[-2])
    judged = {one: dict.fromkeys(columns[place + 1 :], 2.0) for place, one in enumerate(columns[:-1])}
    rated = {"expert": {column: 1.0 + place % 8 for place, column in enumerate(columns)}}
    combined = [{"method": "entropy"}, {"method": "critic"}]
    outcome = dict(zip(regions, np.random.default_rng(2).random(len(regions)).tolist(), strict=True))
    share = dict.fromkeys(columns, 100.0 / len(columns))
    shared = {one: dict.fromkeys(columns[place + 1 :], 0.6) for place, one in enumerate(columns[:-1])}
    influence = {
        one: {other: 1.0 + (i * j) % 4 for j, other in enumerate(columns) if j != i}
        for i, one in enumerate(columns)
    }
    shown = {
        f"p{place}": {one: int(at == place) for at, one in enumerate(columns)}
        for place in range(len(columns) + 1)
    }
    neighbours = {f"{one} / {after}": {"expert": 1.2} for one, after in pairwise(columns)}
    known = {
        "distance_to_reference": {"reference": regions[0]},
        "group_mean": {"grouping": "half"},
        "group_median": {"grouping": "half"},
        "distance_to_target": {"targets": (2.0,) * len(columns)},
        "goalposts": {"posts": ((0.0, 1.0),) * len(columns)},
        "piecewise": {"points": ([0, 0, 1, 1],) * len(columns)},
        "budget_allocation": {"allocations": {"expert": share}},
        "precedence_chart": {"ratings": rated},
        "order_relation": {"ratios": neighbours},
        "rank_order": {"rankings": {"expert": {one: 1.0 + place for place, one in enumerate(columns)}}},
        "conjoint": {
            "profiles": shown,
            "ratings": {"expert": {name: 1.0 + place % 7 for place, name in enumerate(shown)}},
        },
        "logarithmic": {"shift": 1.0},
        "annual_change": {"first": 0.0},
        "neural_network": {"known": outcome},
        "ahp": {"comparisons": judged, "limit": None},
        "fuzzy_ahp": {"comparisons": judged, "limit": None},
        "fuzzy_complementary": {"comparisons": shared, "limit": None},
        "forced_scoring": {"comparisons": shared, "points": 1},
        "dematel": {"influences": influence},
        "anp": {"influences": influence},
        "ring_ratio": {"ratios": neighbours},
        "best_worst": {"best_to_others": rated, "others_to_worst": {"expert": _reversed(rated["expert"])}},
        **({"regression": {"outcome": outcome}} if entry.kind == "weigh" else {}),
        "linear_combination": {"methods": combined},
        "multiplicative_combination": {"methods": combined},
        "game_combination": {"methods": combined},
        "kemeny": {"gap": 1.0},
        "ratio": {"by": ("people",) * len(columns)},
        "score_cuts": {"cuts": (0.8, 0.5)},
    }
    return known.get(entry.id, {})


def _reversed(ratings: dict[str, float]) -> dict[str, float]:
    """Return judgements against the worst that fit those of the best against each."""
    return {column: 9.0 - rating for column, rating in ratings.items()}


def _names(prefix: str, count: int) -> tuple[str, ...]:
    return tuple(f"{prefix}{number}" for number in range(count))


if __name__ == "__main__":
    main()
