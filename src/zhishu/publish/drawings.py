"""All drawings of a publication in one language, drawn by several processes while it is put together."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any, Self

from zhishu.publish.drawing_process import DrawingProcess
from zhishu.publish.figure import in_language
from zhishu.publish.marks import row_finder, with_rows
from zhishu.publish.render import svg_of_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from concurrent.futures import Future

    from zhishu.publish.figure import Figure, Language

    Specs = dict[str, dict[str, Any]]

FEWEST = 8
"""Drawings for which another process is worth its start of a second."""
MOST_WORKERS = 8


def drawings(figures: Sequence[Figure], language: Language, *, workers: int | None = None) -> dict[str, str]:
    """Return figure id → SVG, and `f"{id}-narrow"` → the SVG for a phone where the figure has one.

    `workers` is how many processes draw, this one among them; without it, one per processor and at
    least eight drawings. However many draw, the bytes are the same. Marks that stand for a row of the
    figure's data carry its position as `data-row`.
    """
    with DrawingDesk(language, workers=workers) as desk:
        for figure in figures:
            desk.take(figure)
        return desk.drawn(figures)


class DrawingDesk:
    """Takes figures as they are made and draws them in other processes meanwhile; it holds these.

    Use it in a `with` statement: its processes end with it.
    """

    def __init__(self, language: Language, *, workers: int | None = None) -> None:
        self.language = language
        most = workers or min(os.cpu_count() or 1, MOST_WORKERS)
        self._fewest = FEWEST if workers is None else 1
        self._others = most - 1
        self._specs: Specs = {}
        self._sent: dict[str, Future[str]] = {}
        self.processes: list[DrawingProcess] = []
        self._idle: SimpleQueue[DrawingProcess] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        """Return the desk."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop what is still to be drawn, and the processes."""
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
        for process in self.processes:
            process.end()

    def take(self, figure: Figure) -> None:
        """Have a figure drawn as soon as another process is free."""
        self._specs |= plain_specs([figure], self.language)
        if self._others and len(self._specs) >= self._fewest:
            threads = self._threads or self._start()
            for name, spec in self._specs.items():
                if name not in self._sent:
                    self._sent[name] = threads.submit(self._draw, name, spec)

    def drawn(self, figures: Iterable[Figure]) -> dict[str, str]:
        """Return the drawings of figures by name, in their order; this process draws what has not begun.

        Figures that were not taken before are drawn as well.
        """
        figures = tuple(figures)
        for figure in figures:
            if figure.id not in self._specs:
                self.take(figure)
        names = [name for figure in figures for name in names_of(figure)]
        here: dict[str, str] = {}
        for name in reversed(names):
            sent = self._sent.get(name)
            if sent is None or sent.cancel():
                here[name] = svg_of_plain(self._specs[name], name=name)
        return {name: here[name] if name in here else self._sent[name].result() for name in names}

    def _start(self) -> ThreadPoolExecutor:
        """Start the other processes, and as many threads that wait for them."""
        self.processes = [DrawingProcess() for _ in range(self._others)]
        for process in self.processes:
            self._idle.put(process)
        self._threads = ThreadPoolExecutor(max_workers=self._others)
        return self._threads

    def _draw(self, name: str, spec: dict[str, Any]) -> str:
        process = self._idle.get()
        try:
            return process.drawn(name, spec)
        finally:
            self._idle.put(process)


def names_of(figure: Figure) -> tuple[str, ...]:
    """Return the names of a figure's drawings: its id, and that of its drawing for a phone."""
    return (figure.id, *((f"{figure.id}-narrow",) if figure.narrow is not None else ()))


def plain_specs(figures: Iterable[Figure], language: Language) -> Specs:
    """Return every drawing's specification in one language, by the drawing's name, marks with their rows."""
    specs: Specs = {}
    for figure in figures:
        finder = row_finder(figure.data, language)
        specs[figure.id] = with_rows(in_language(figure.spec, language), finder)
        if figure.narrow is not None:
            specs[f"{figure.id}-narrow"] = with_rows(in_language(figure.narrow, language), finder)
    return specs
