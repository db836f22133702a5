"""Records the EM algorithm of Amelia (R): apt-get install r-base-core r-cran-amelia r-cran-jsonlite, then run."""

from __future__ import annotations

import json
import subprocess

import numpy as np
from saving import HERE, SEEDS, save


def with_gaps(seed: int) -> list[list[float | None]]:
    """Return 40 regions and 4 columns that go together, with three digits and gaps in one cell of eight."""
    generator = np.random.default_rng(seed)
    mixed = generator.normal(size=(40, 4)) @ generator.normal(size=(4, 4))
    x = np.round(mixed * [1, 10, 1, 0.1] + [0, 50, 5, 1], 3)
    gap = generator.random(x.shape) < 0.125
    gap[np.arange(40), generator.integers(0, 4, 40)] = False
    return [
        [None if missing else float(cell) for cell, missing in zip(*row, strict=True)]
        for row in zip(x, gap, strict=True)
    ]


def main() -> None:
    """Write em_amelia.json."""
    tables = [with_gaps(seed) for seed in SEEDS]
    command = ["Rscript", str(HERE / "amelia.R")]
    done = subprocess.run(command, input=json.dumps(tables), capture_output=True, text=True, check=True)
    answer = json.loads(done.stdout)
    cases = [{"x": x, **found} for x, found in zip(tables, answer["found"], strict=True)]
    call = 'amelia(x, m = 1, boot.type = "none", tolerance = 1e-14): mu, covMatrices'
    save("em_amelia", "Amelia (R)", call, cases, said=answer["version"])


if __name__ == "__main__":
    main()
