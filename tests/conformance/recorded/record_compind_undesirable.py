"""Records Compind (R, github.com/cran/Compind): benefit of the doubt with bad outputs, plain, robust, conditional.

apt-get install r-base-core r-cran-jsonlite r-cran-lpsolve, lay the four files named in CALLS into a folder R, the
last as of commit e3760460 and the others as of 565369bd, and name the folder that holds R:

    recording/bin/python tests/conformance/recorded/record_compind_undesirable.py compind

Its drawing of samples and the package np are replaced: see compind_undesirable.R. The files were laid there without
their comments and the wording of their messages.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import numpy as np
from saving import HERE, SEEDS, save

CALLS = ("ci_bod_constr_bad", "ci_rbod_constr_bad", "ci_rbod_constr_bad_Q", "ci_rbod_constr_Q")
NAMES = ("a", "b", "c", "d")
PREFERENCES = ((), ("c", "a"), ("c", "a", "d", "b"), ("c", "a", "b"), ("b", "a", "c", "d"))
"""Most important first: none, two of four, all, three of them, and all in an order that no weights keep."""


def asked() -> list[dict[str, Any]]:
    """Return the cases: five tables of twelve regions, two good columns and two bad."""
    cases = []
    for seed in SEEDS:
        generator = np.random.default_rng(seed)
        x = np.round(generator.uniform(3, 9, (12, 4)), 3)
        turned = x * [1, 1, -1, -1]
        drawn = {
            "seed": seed,
            "uniform": np.random.default_rng(seed).random((8, 5)).tolist(),
            "ordered": (np.lexsort(turned.T[::-1]) + 1).tolist(),
        }
        alike = {"given": np.round(generator.uniform(0, 4, 12), 3).tolist(), "bandwidth": 1.1}
        table = {"x": x.tolist(), "names": NAMES, "good": 2, "low": 0.0, "pref": ()}
        three = {**table, "x": x[:, 1:].tolist(), "names": NAMES[1:], "good": 1}
        plain = [{**table, "pref": one, "low": low} for one in PREFERENCES for low in (0.0, 0.05)]
        plain += [{**three, "pref": ("c", "b", "d"), "low": 0.1}]
        plain += [{**table, "x": x[:, 1:3].tolist(), "names": NAMES[1:3], "good": 1, "pref": ("c", "b")}]
        kept = (PREFERENCES[0], PREFERENCES[2])
        robust = [{**case, **drawn} for case in plain if case["pref"] in kept]
        cases += [{"call": CALLS[0], **case} for case in plain]
        cases += [{"call": CALLS[1], **case} for case in robust]
        cases += [{"call": CALLS[2], **case, **alike} for case in robust]
        cases += [{"call": CALLS[3], **case, **alike} for case in robust]
    return cases


def main() -> None:
    """Write one file for all functions."""
    command = ["Rscript", str(HERE / "compind_undesirable.R"), sys.argv[1]]
    done = subprocess.run(command, input=json.dumps(asked()), capture_output=True, text=True, check=True)
    save("compind_undesirable", "Compind (R)", ", ".join(CALLS), json.loads(done.stdout), said="565369bd")


if __name__ == "__main__":
    main()
