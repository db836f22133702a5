"""The kinds of figures as a page of the documentation, generated from the registry."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

from zhishu.publish.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from zhishu.publish.kinds import Kind

HEAD = """<!-- Written by scripts/figure_docs.py from the registry of kinds: change the docstrings. -->

# Kinds of figures

A report file (`report.yaml`) names a figure by its kind, `- {figure: KIND, option: value}`, and may give it
an `id`, `title`, `note` and `source` of its own. An unknown kind or option is refused with what exists. A
kind that has nothing to show in an edition is left out. Every figure has a data table, alternative text, a
layout for phones, and both languages; intervals are drawn wherever ranks or scores are, once draws were made.
"""


def figure_page() -> str:
    """Return the Markdown of docs/figures.md: every kind of figure with its options."""
    from zhishu.publish import figures  # noqa: F401, PLC0415 - registers the kinds

    kinds = [KINDS["figure"][name] for name in sorted(KINDS["figure"])]
    return "\n".join([HEAD, *(line for kind in kinds for line in _section(kind))])


def _section(kind: Kind) -> Iterator[str]:
    yield f"## `{kind.id}` — {kind.shows.en}, {kind.shows.zh}"
    yield ""
    yield inspect.getdoc(kind.make) or ""
    yield ""
    yield "| option | type | default |"
    yield "|---|---|---|"
    for name, option in kind.options.items():
        default = "required" if option.default is option.empty else f"`{option.default!r}`"
        yield f"| `{name}` | `{str(option.annotation).replace('|', 'or')}` | {default} |"
    yield ""
