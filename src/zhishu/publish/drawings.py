"""All drawings of a publication in one language, drawn side by side by several processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any

from zhishu.publish.figure import in_language
from zhishu.publish.marks import row_finder, with_rows
from zhishu.publish.render import svg_of_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from zhishu.publish.figure import Figure, Language

    Specs = dict[str, dict[str, Any]]

FEWEST = 8
"""Drawings for which another process is worth its start of half a second."""
MOST_WORKERS = 8
EACH = 300_000
"""What any drawing costs, in bytes of a specification: most of the time does not depend on its size."""


def drawings(figures: Sequence[Figure], language: Language, *, workers: int | None = None) -> dict[str, str]:
    """Return figure id → SVG, and `f"{id}-narrow"` → the SVG for a phone where the figure has one.

    `workers` is how many processes draw, this one among them; without it, one per processor and at
    least eight drawings. However many draw, the bytes are the same. Marks that stand for a row of the
    figure's data carry its position as `data-row`.
    """
    specs = plain_specs(figures, language)
    count = workers or min(os.cpu_count() or 1, MOST_WORKERS, len(specs) // FEWEST) or 1
    shares = _shares(specs, count)
    with ExitStack() as stack:
        helpers = [_Helper(share, stack) for share in shares[1:]]
        drawn = _drawn(shares[0])
        for helper in helpers:
            drawn |= helper.drawn()
    return {name: drawn[name] for name in specs}


def plain_specs(figures: Iterable[Figure], language: Language) -> Specs:
    """Return every drawing's specification in one language, by the drawing's name, marks with their rows."""
    specs: Specs = {}
    for figure in figures:
        finder = row_finder(figure.data, language)
        specs[figure.id] = with_rows(in_language(figure.spec, language), finder)
        if figure.narrow is not None:
            specs[f"{figure.id}-narrow"] = with_rows(in_language(figure.narrow, language), finder)
    return specs


def _shares(specs: Specs, count: int) -> list[Specs]:
    """Return the drawings in `count` shares of about equal size: the largest first, to the smallest share."""
    sizes = {name: EACH + len(json.dumps(spec)) for name, spec in specs.items()}
    shares: list[Specs] = [{} for _ in range(max(1, count))]
    loads = [0] * len(shares)
    for name in sorted(specs, key=lambda name: -sizes[name]):
        least = loads.index(min(loads))
        shares[least][name] = specs[name]
        loads[least] += sizes[name]
    return [share for share in shares if share] or [{}]


def _drawn(specs: Mapping[str, Any]) -> dict[str, str]:
    return {name: svg_of_plain(spec, name=name) for name, spec in specs.items()}


class _Helper:
    """Another process that draws a share; a class because it holds that process.

    It is a fresh interpreter rather than a fork or a pool: the renderer does not survive a fork, and a
    pool would run the caller's script again. Where none can be started, its share is drawn here.
    """

    def __init__(self, share: Specs, stack: ExitStack) -> None:
        self._share = share
        asked: IO[str] = stack.enter_context(_temporary())
        self._answer: IO[str] = stack.enter_context(_temporary())
        json.dump(share, asked)
        asked.seek(0)
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        try:
            self._process: subprocess.Popen[bytes] | None = subprocess.Popen(
                [sys.executable, "-m", "zhishu.publish.drawings"],
                stdin=asked,
                stdout=self._answer,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
        except OSError:
            self._process = None
            return
        stack.callback(self._end)

    def drawn(self) -> dict[str, str]:
        """Return the share drawn; what the process could not draw is drawn here, and its fault shows here."""
        if self._process is None or self._process.wait() != 0:
            return _drawn(self._share)
        self._answer.seek(0)
        answer: dict[str, str] = json.load(self._answer)
        return answer

    def _end(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


def _temporary() -> IO[str]:
    return tempfile.TemporaryFile("w+", encoding="utf-8")


def main() -> None:
    """Draw what stands on the standard input, a JSON object of specifications, and write the drawings."""
    specs = json.loads(sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(_drawn(specs)).encode())


if __name__ == "__main__":
    main()
