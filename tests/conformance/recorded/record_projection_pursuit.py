"""Records projection pursuit by a program in Python on GitHub that ranks schemes with a cuckoo search.

Its classes ProjectionPursuitCalculator and PPAlgorithm stand in pp_algorithm.py; the index in which the file was
found names no repository. With the folder that holds it (BaseAlgorithm, its base class, needs to keep a
table, a logger and a mapping of options only):

    recording/bin/pip install scipy
    recording/bin/python tests/conformance/recorded/record_projection_pursuit.py FOLDER

The search draws from numpy's global generator, which the script seeds. Its nests change under its best one, so
that the direction it returns may be worse than the best fitness it reports; the fitness is recorded.
"""

from __future__ import annotations

import sys

import numpy as np
from saving import SEEDS, drawn, save

sys.path.insert(0, sys.argv[1])
from pp_algorithm import PPAlgorithm, ProjectionPursuitCalculator

DIRECTIONS, COLUMNS = 20, 4
SEARCH = {"N_pop": 30, "N_IterTotal": 400, "accuracy": 0.0}
"""How many nests, for how many rounds, with no fitness at which to stop early."""


def case(seed: int) -> dict:
    """Return one drawn table, twenty vectors and their fitness 1 / (1 + SD), and the least fitness found."""
    x, _ = drawn(seed, 12, COLUMNS)
    directions = np.random.default_rng(seed).integers(1, 100, (DIRECTIONS, COLUMNS)) / 100
    calculator = ProjectionPursuitCalculator(x)
    fitness = [calculator.pp_fitness_calculate(direction)[0] for direction in directions]
    np.random.seed(seed)  # noqa: NPY002 - the program draws from it
    bounds = {"nd": COLUMNS, "Lb": np.zeros(COLUMNS), "Ub": np.ones(COLUMNS)}
    found = PPAlgorithm(SEARCH | bounds).algorithm_core_calculation(x)
    return {"x": x, "directions": directions, "fitness": fitness, "least": found["best_fitness"]}


save(
    "projection_pursuit_cuckoo",
    "ProjectionPursuitCalculator",
    "pp_fitness_calculate(direction); PPAlgorithm(config).algorithm_core_calculation(x)",
    [case(seed) for seed in SEEDS],
    said="(Python)",
)
