"""The registry as pages of Markdown: one per step of the recipe, every method with its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.elsewhere import methods_elsewhere
from zhishu.method_names import names_elsewhere
from zhishu.registry import STEPS, methods

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhishu.registry import Method

ELSEWHERE = (
    "The methods that other programs and Chinese textbooks offer for an index, and which of ours does the "
    "same. `zhishu methods NAME` takes these names too. Where nothing stands under *here*, the note says "
    "why. For pymcdm, scikit-criteria and objective-weights-mcda a test holds these lists against the "
    "installed programs; COINr, Compind and giniCI follow what they export or document, the guide of the JRC "
    "the summary it gives of itself (the manual of its COIN Tool was not at hand), and the list of the "
    "textbooks is ours."
)
MADE = "<!-- generated from the method registry by scripts/method_docs.py -->"


def method_pages() -> dict[str, str]:
    """Return file name → Markdown of docs/methods: an index, and a page per step."""
    pages = {f"{kind}.md": _page(kind) for kind in STEPS}
    return {"README.md": _index(), "elsewhere.md": _elsewhere(), **pages}


def _index() -> str:
    rows = [f"| [{kind}]({kind}.md) | {len(methods(kind))} | {_names(kind)} |" for kind in STEPS]
    head = [
        "# Methods",
        MADE,
        "Every method that a recipe can name, step by step.",
        "| step | methods | |\n|---|--:|---|",
    ]
    foot = "[What other programs and textbooks call them](elsewhere.md), and what is not offered."
    return "\n\n".join(head) + "\n" + "\n".join(rows) + f"\n\n{foot}\n"


def _elsewhere() -> str:
    """Return the page that maps the methods of other programs to ours, a table per program."""
    programs = dict.fromkeys(one.program for one in methods_elsewhere())
    head = ["# What others call it", MADE, ELSEWHERE]
    return "\n\n".join([*head, *(_program(name) for name in programs)]) + "\n"


def _program(name: str) -> str:
    rows = [
        f"| {one.step} | {_cell(one.name)} | {_ids(one.here)} | {_cell(one.note)} |"
        for one in methods_elsewhere()
        if one.program == name
    ]
    return f"## {name}\n\n| step | there | here | |\n|---|---|---|---|\n" + "\n".join(rows)


def _names(kind: str) -> str:
    return _ids(method.id for method in methods(kind))


def _ids(ids: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in ids)


def _page(kind: str) -> str:
    return "\n\n".join([f"# {kind}", MADE, *(_section(method) for method in methods(kind))]) + "\n"


def _section(method: Method) -> str:
    facts = {"formula": _code(method.said.en)}
    facts |= {"公式": _code(method.said.zh)} if method.said.zh != method.said.en else {}
    facts |= {"source": method.citation}
    facts |= {"needs": method.needs, "range": method.range}
    facts |= {case.replace("_", " "): text for case, text in method.degenerate.items()}
    facts["example"] = f"`{example_text(method)}`"
    facts |= {"elsewhere": names} if (names := names_elsewhere(method)) else {}
    rows = [f"| {name} | {_cell(text)} |" for name, text in facts.items()]
    options = [
        f"- `{name}`: {option.description} (default `{option.default}`)"
        for name, option in method.options.items()
    ]
    note = [f"{method.note.en}\n\n{method.note.zh}"] if method.note else []
    parts = [
        f"## {method.id}: {method.name.zh} {method.name.en}",
        *note,
        "| | |\n|---|---|\n" + "\n".join(rows),
    ]
    return "\n\n".join([*parts, *(["Options:\n\n" + "\n".join(options)] if options else [])])


def example_text(method: Method) -> str:
    """Return a method's worked example as it would be called, with its result.

    >>> from zhishu.registry import method
    >>> example_text(method("weigh", "given"))
    'given([[0.0, 0.0], [0.0, 0.0], [0.0, 0.0], [0.0, 0.0]], [3.0, 1.0]) = [0.75, 0.25]'
    """
    example = method.example
    arguments = [_plain(argument) for argument in example.arguments]
    arguments += [f"{name}={_plain(value)}" for name, value in example.options.items()]
    return f"{method.id}({', '.join(arguments)}) = {_plain(example.result)}"


def _plain(value: Any) -> str:  # noqa: ANN401 - what an example may hold
    """Return a value as one line that is the same in every run."""
    if hasattr(value, "tolist"):
        return str(value.tolist())
    if type(value).__name__ == "Generator":
        return "generator"
    if type(value).__name__ == "Directions":
        return "directions"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key!r}: {_plain(item)}" for key, item in value.items()) + "}"
    return repr(value)


def _code(text: str) -> str:
    """Return text as code; that which holds backticks stands between two of them."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
