"""The registry as pages of Markdown: one per step of the recipe, every method with its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.registry import STEPS, methods

if TYPE_CHECKING:
    from zhishu.registry import Method

MADE = "<!-- generated from the method registry by scripts/method_docs.py -->"


def method_pages() -> dict[str, str]:
    """Return file name → Markdown of docs/methods: an index, and a page per step."""
    pages = {f"{kind}.md": _page(kind) for kind in STEPS}
    return {"README.md": _index(), **pages}


def _index() -> str:
    rows = [f"| [{kind}]({kind}.md) | {len(methods(kind))} | {_names(kind)} |" for kind in STEPS]
    head = [
        "# Methods",
        MADE,
        "Every method that a recipe can name, step by step.",
        "| step | methods | |\n|---|--:|---|",
    ]
    return "\n\n".join(head) + "\n" + "\n".join(rows) + "\n"


def _names(kind: str) -> str:
    return ", ".join(f"`{method.id}`" for method in methods(kind))


def _page(kind: str) -> str:
    return "\n\n".join([f"# {kind}", MADE, *(_section(method) for method in methods(kind))]) + "\n"


def _section(method: Method) -> str:
    facts = {"formula": f"`{method.formula}`", "source": method.citation}
    facts |= {"needs": method.needs, "range": method.range}
    facts |= {case.replace("_", " "): text for case, text in method.degenerate.items()}
    facts["example"] = f"`{example_text(method)}`"
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


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
