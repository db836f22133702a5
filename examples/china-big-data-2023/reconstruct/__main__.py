"""Make the records of the reconstructed 2023 edition: `python examples/china-big-data-2023/reconstruct`.

Draws a prior, finds smooth dimension scores that fit both published tables, moves the values until
every published figure holds, makes them whole and writes records that give exactly those values.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from approach import approach
from assumptions import COLUMN, FINE, INDICATORS
from curves import DIMENSIONS, Prior, wished_scores
from mend import mended
from method import ranks
from places import key_cities, places
from prior import draw
from records import HEADERS, tables
from rows import UNITS
from solve import both_levels, broken, stand_still
from variables import movable, variables
from whole import whole_large_counts, whole_small_counts
from write import write_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Array = NDArray[np.float64]

SEED = 20230901
DATA = Path(__file__).resolve().parent.parent / "data"
FINE_SPAN = (0.6, 1.6)
CARE_AFTERWARDS = 0.4
SHOWN = 20


def main() -> None:
    """Run the whole reconstruction and say what was done."""
    options = arguments()
    started = time.perf_counter()
    generator = np.random.default_rng(options.seed)
    values, own = draw(generator)
    key = key_cities(list(values[:, COLUMN["market_entities"]]))
    print(f"prior: {UNITS} units, {len(key)} scored cities, seed {options.seed}")
    solved = solve_values(values, own, tuple(sorted(key)))
    show(solved, tuple(sorted(key)))
    write_records(solved, key, generator, options.data)
    print(f"done in {time.perf_counter() - started:.0f} s; next: zhishu verify {options.data.parent}")


def arguments() -> argparse.Namespace:
    """Return the command line's options."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=SEED, help=f"seed of the draw (default {SEED})")
    parser.add_argument("--data", type=Path, default=DATA, help="folder for the tables")
    return parser.parse_args()


def solve_values(values: Array, own: Array, key: Sequence[int]) -> Array:
    """Return values, units first and provinces' own after them, for which all figures hold."""
    prior = Prior(tuple(key), values, own, *both_levels(np.vstack([values, own]), key))
    wished = wished_scores(prior)
    print(f"curves: {len(wished.unmet)} of the wishes for smooth scores give way")
    free = movable(values, own)
    near = approach(prior, free, wished)
    wishes = {"city": of_dimensions(wished.city), "province": of_dimensions(wished.province)}
    print("values: nearest to the prior")
    first = stand_still(variables(*near, free), key, wishes, print)
    whole = whole_small_counts(first.values, both_levels(first.values, key), key)
    table = mended(whole, free.ravel(), key).reshape(-1, len(INDICATORS))
    fine = np.zeros_like(free)
    fine[:, [COLUMN[name] for name in FINE]] = True
    print("values: small counts whole, money and large counts free")
    around = variables(table[:UNITS], table[UNITS:], free & fine, FINE_SPAN)
    second = stand_still(around, key, wishes, print, care=CARE_AFTERWARDS)
    solved = whole_large_counts(second.values).reshape(-1, len(INDICATORS))
    complain(broken(solved, key))
    return solved


def of_dimensions(scores: dict[str, dict[int, float]]) -> dict[str, dict[int, float]]:
    """Return the wishes for dimensions only: the index follows from them."""
    return {node: scores[node] for node in DIMENSIONS}


def complain(labels: Sequence[str]) -> None:
    """Say which figures the values do not give, if any."""
    for label in labels:
        print(f"  not met: {label}", file=sys.stderr)


def show(solved: Array, key: Sequence[int]) -> None:
    """Print the first places of both levels, and the weights."""
    table = places()
    for level, names in zip(
        both_levels(solved, key), ([table.shorts[i] for i in key], table.province_shorts), strict=True
    ):
        for node, weights in level.within.items():
            print(f"weights {node}: {' '.join(f'{w:.3f}' for w in weights)}")
        for node in ("index", *DIMENSIONS):
            score = level.scores[node]
            rank = ranks(score)
            first = np.argsort(rank, kind="stable")[:SHOWN]
            print(f"{node}: " + " ".join(f"{rank[i]}{names[i]}{100 * score[i]:.1f}" for i in first))


def write_records(solved: Array, key: dict[int, str], generator: np.random.Generator, data: Path) -> None:
    """Write all tables and the list of scored cities."""
    rows = [dict(zip(INDICATORS, map(float, values), strict=True)) for values in solved]
    data.mkdir(parents=True, exist_ok=True)
    for name, content in tables(rows[:UNITS], rows[UNITS:], generator).items():
        write_table(data / f"{name}.csv", HEADERS[name], content)
        print(f"{name}.csv: {len(content)} rows")
    table = places()
    cities = [(table.codes[i], table.names[i], key[i]) for i in sorted(key)]
    write_table(data / "key_cities.csv", ("code", "name", "note"), cities)
    print(f"key_cities.csv: {len(cities)} rows")


if __name__ == "__main__":
    main()
