"""Another interpreter that draws what it is sent, one specification a line, one SVG a line."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from zhishu.publish.interpreter import second_interpreter
from zhishu.publish.render import svg_of_plain

if TYPE_CHECKING:
    from collections.abc import Mapping


class DrawingProcess:
    """A fresh interpreter that draws; a class because it holds that process.

    Where it cannot be started, or ends with a fault, drawings are made here instead, and
    a fault of a drawing shows here.
    """

    def __init__(self) -> None:
        self._process = second_interpreter(
            "zhishu.publish.drawing_process", asked=subprocess.PIPE, answer=subprocess.PIPE
        )

    @property
    def ended(self) -> bool:
        """Whether no other interpreter runs for it."""
        return self._process is None or self._process.poll() is not None

    def drawn(self, name: str, spec: Mapping[str, Any]) -> str:
        """Return the SVG of a specification."""
        if self._process is not None:
            try:
                return self._asked(self._process, name, spec)
            except (OSError, ValueError):
                self.end()
        return svg_of_plain(spec, name=name)

    @staticmethod
    def _asked(process: subprocess.Popen[bytes], name: str, spec: Mapping[str, Any]) -> str:
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101 - as above
        process.stdin.write(json.dumps([name, spec]).encode() + b"\n")
        process.stdin.flush()
        answer: str = json.loads(process.stdout.readline())
        return answer

    def end(self) -> None:
        """Stop the process, if it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                _close(pipe)
        process.wait()


def _close(pipe: Any) -> None:  # noqa: ANN401 - one end of a pipe
    try:
        pipe.close()
    except OSError:  # what was not sent any more is not needed
        return


def main() -> None:
    """Draw every specification of the standard input and write its drawing."""
    for line in sys.stdin:
        name, spec = json.loads(line)
        sys.stdout.write(json.dumps(svg_of_plain(spec, name=name)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
