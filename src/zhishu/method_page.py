"""The registry as pages of Markdown in both languages: one per step, every method with its limits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.elsewhere import methods_elsewhere
from zhishu.framework import Text
from zhishu.method_names import names_elsewhere
from zhishu.method_words import STEP_NAMES, facts_of, label, option_text, options_of
from zhishu.registry import methods
from zhishu.step_kinds import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from zhishu.registry import Method

_ELSEWHERE_ABOUT = Text(
    "其他软件和中文教材为指数提供的方法，以及这里与之相同的方法。`zhishu methods 名称` 也认这些名称。“这"
    "里”一栏为空时，说明写明原因；步骤 *analyse* 不属于配方，说明写明由哪个表、图或检查回答。pymcdm、"
    "scikit-criteria 与 objective-weights-mcda 的清单由测试对照已安装的软件核实；COINr、Compind、giniCI "
    "与 mathmodels 按其导出的函数，处理数据框和文件的辅助函数除外；JRC 指南与 COIN Tool 按其自述，以及 "
    "COINr 手册对该工具的说明，其用户指南（EUR 29899，2019）只见到首页，因此未列其标准化与合成方法；"
    "OECD/JRC 手册按全文。pyDecision、pyrepo-mcda、RMCDA、mcdabench 及其他单个函数按各自页面所列；其中只"
    "提供前述软件也有的，或中文教材两处以上提到的。列名的中文书籍、讲义与 SPSSAU 按能读到的前言、章节或帮"
    "助页；只归在“中文教材”之下的是我们自己的清单：苏为华、邱东、胡永宏与贺思辉、郭亚军、岳超源、叶宗裕各"
    "书的目录未能找到。",
    "The methods that other programs and Chinese textbooks offer for an index, and which of ours does "
    "the same. `zhishu methods NAME` takes these names too. Where nothing stands under *here*, the note "
    "says why; at the step *analyse*, which is none of a recipe, which table, figure or check answers. "
    "For pymcdm, scikit-criteria and objective-weights-mcda a test holds these lists against the "
    "installed programs. COINr, Compind, giniCI and mathmodels follow what they export, helpers for data "
    "frames and files left out. The JRC guide and COIN Tool follow what they say of themselves and what "
    "COINr's manual says of the tool; of its user guide (EUR 29899, 2019) only the first page was at "
    "hand, so its normalisations and aggregations are not listed; the OECD/JRC Handbook follows its "
    "whole text. pyDecision, pyrepo-mcda, RMCDA, mcdabench and single functions of others are listed as "
    "their own pages name them; of these only what the former have too, or what two sources of the "
    "Chinese syllabus name, is offered. The named Chinese books, lectures and SPSSAU follow their "
    "prefaces, chapters or help pages as far as these could be read; what stands under *Chinese "
    "textbooks* alone is our own list: the contents of 苏为华, 邱东, 胡永宏与贺思辉, 郭亚军, 岳超源 and "
    "叶宗裕 were not to be found.",
)
_ELSEWHERE_HEAD = {
    "en": ("What others call it", "step | there | here"),
    "zh": ("其他软件与教材中的名称", "步骤 | 那里 | 这里"),
}
FOLDERS = {"en": "", "zh": "zh-CN/"}
_INDEX = {
    "en": (
        "Methods",
        "Every method that a recipe can name, step by step. [中文](zh-CN/README.md)",
        "step | methods",
        "[What other programs and textbooks call them](elsewhere.md), and what is not offered.",
    ),
    "zh": (
        "方法",
        "配方中可以使用的全部方法，按步骤排列。[English](../README.md)",
        "步骤 | 方法数",
        "[其他软件与教材中的名称](elsewhere.md)，以及未提供的方法。",
    ),
}
_OPTIONS = {"en": "Options:", "zh": "选项："}
MADE = "<!-- generated from the method registry by scripts/method_docs.py -->"


def method_pages() -> dict[str, str]:
    """Return file name → Markdown of docs/methods: an index, a page per step; in zh-CN/ the Chinese."""
    pages = {}
    for language, folder in FOLDERS.items():
        pages[f"{folder}README.md"] = _index(language)
        pages[f"{folder}elsewhere.md"] = _elsewhere(language)
        pages |= {f"{folder}{kind}.md": _page(kind, language) for kind in STEPS}
    return pages


def _index(language: str) -> str:
    title, about, head, foot = _INDEX[language]
    rows = [f"| [{kind}]({kind}.md) | {len(methods(kind))} | {_names(kind)} |" for kind in STEPS]
    parts = [f"# {title}", MADE, about, f"| {head} | |\n|---|--:|---|"]
    return "\n\n".join(parts) + "\n" + "\n".join(rows) + f"\n\n{foot}\n"


def _elsewhere(language: str) -> str:
    """Return the page that maps the methods of other programs to ours, a table per program."""
    title, head = _ELSEWHERE_HEAD[language]
    sources = dict.fromkeys(one.source for one in methods_elsewhere())
    tables = (_program(source, head, language) for source in sources)
    return "\n\n".join([f"# {title}", MADE, _ELSEWHERE_ABOUT.in_language(language), *tables]) + "\n"


def _program(source: Text, head: str, language: str) -> str:
    rows = [
        f"| {one.step} | {_cell(one.name)} | {_ids(one.here)} | {_cell(one.said.in_language(language))} |"
        for one in methods_elsewhere()
        if one.source == source
    ]
    return f"## {source.in_language(language)}\n\n| {head} | |\n|---|---|---|---|\n" + "\n".join(rows)


def _names(kind: str) -> str:
    return _ids(method.id for method in methods(kind))


def _ids(ids: Iterable[str]) -> str:
    return ", ".join(f"`{one}`" for one in ids)


def _page(kind: str, language: str) -> str:
    title = f"# {kind}" if language == "en" else f"# {STEP_NAMES[kind].zh}（{kind}）"
    return "\n\n".join([title, MADE, *(_section(method, language) for method in methods(kind))]) + "\n"


def _section(method: Method, language: str) -> str:
    facts = {name: _cell(text) for name, text in facts_of(method, language)}
    note = [facts.pop("note")] if method.note else []
    facts["formula"] = _cell(_code(method.said.in_language(language)))
    facts["example"] = _cell(_code(example_text(method)))
    facts |= {"elsewhere": _cell(names)} if (names := names_elsewhere(method, language)) else {}
    rows = [f"| {label(name, language)} | {text} |" for name, text in facts.items()]
    options = [f"- `{name}`: {option_text(option, language)}" for name, option in options_of(method).items()]
    parts = [
        f"## {method.id}: {method.name.zh} {method.name.en}",
        *note,
        "| | |\n|---|---|\n" + "\n".join(rows),
        *([f"{_OPTIONS[language]}\n\n" + "\n".join(options)] if options else []),
    ]
    return "\n\n".join(parts)


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
