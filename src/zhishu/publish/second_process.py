"""Some formats made by a second interpreter, while this one makes the others."""

from __future__ import annotations

import pickle
import sys
import tempfile
from typing import IO, TYPE_CHECKING

from zhishu.publish.interpreter import second_interpreter

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from zhishu.publish.formats import Source

    Make = Callable[[Source, Sequence[str]], dict[str, bytes]]


class SecondProcess:
    """A fresh interpreter that makes `formats` of a source; a class because it holds that process.

    Where it cannot be started, or fails, `make` makes them here, and a fault
    shows here.
    """

    def __init__(self, source: Source, formats: Sequence[str], make: Make) -> None:
        self._source, self._formats, self._make = source, formats, make
        self._asked: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - `end` closes it
        self._answer: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - as above
        asked = (source.document, source.findings.result, source.language, dict(source.drawn), tuple(formats))
        pickle.dump(asked, self._asked)
        self._asked.seek(0)
        self._process = second_interpreter(
            "zhishu.publish.second_process", asked=self._asked, answer=self._answer
        )

    def made(self) -> dict[str, bytes]:
        """Return format → bytes, waiting for them."""
        if self._process is None or self._process.wait() != 0:
            return self._make(self._source, self._formats)
        self._answer.seek(0)
        answer: dict[str, bytes] = pickle.load(self._answer)  # noqa: S301 - written by our own process
        return answer

    def end(self) -> None:
        """Stop the process if it still runs, and drop its files."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._asked.close()
        self._answer.close()


def main() -> None:
    """Make the formats that stand on the standard input, and write them."""
    from zhishu.publish.findings import Findings  # noqa: PLC0415 - only in the second process
    from zhishu.publish.formats import Source, made_here  # noqa: PLC0415 - as above

    document, result, language, drawn, formats = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by our own process
    source = Source(document, Findings(result), language, drawn)
    pickle.dump(made_here(source, formats), sys.stdout.buffer)


if __name__ == "__main__":
    main()
