"""A second Python beside this one, for work that can go on at the same time."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import IO

Channel = int | IO[bytes]


def second_interpreter(module: str, *, asked: Channel, answer: Channel) -> subprocess.Popen[bytes] | None:
    """Start a fresh interpreter that runs a module, with the paths of this one; None where none can start.

    It is no fork and no pool: the renderer does not survive a fork, and a pool would run the caller's
    script again. What it complains of is not shown: whoever starts it does the work itself if it fails.
    """
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        return subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", module],
            stdin=asked,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            env=environment,
        )
    except OSError:
        return None
