"""The outline of a report: which chapters it has and what stands in them, as its editors declare it.

An edition may hold a report.yaml; without one the outline of `default_outline` is used.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from zhishu.edition import PINNED_CLAIMS
from zhishu.errors import EditionError, nearest
from zhishu.framework import Text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from zhishu.document import Document as YamlDocument
    from zhishu.document import KeyPath
    from zhishu.edition import Edition, Level

OUTLINE = "report.yaml"
ItemKind = Literal["text", "figure", "table", "claims"]
THINGS = ("text", "file", "figure", "table", "claims")
OWN = ("id", "title", "note", "credit")
"""Keys of a figure or table that are its words, not options of its kind."""
WORDED = {"title": "title", "note": "note", "credit": "source"}
"""Which part of a figure or table each of them replaces."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a chapter: own text, a figure or table of a kind, or claims of some kinds.

    `kind` names the kind of figure or table, `options` are the kind's own. `text` is Markdown.
    `claims` are kinds,
    by name or with their options. `where` says in which line of the file it stands.
    """

    what: ItemKind
    where: str
    kind: str = ""
    id: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    words: Mapping[str, Text] = field(default_factory=dict)
    text: Text | None = None
    claims: tuple[str | dict[str, Any], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A chapter, or a part of one, in reading order; an appendix is lettered, not numbered."""

    id: str
    title: Text
    items: tuple[Item, ...] = ()
    parts: tuple[Part, ...] = ()
    appendix: bool = False

    def walk(self) -> Iterator[Part]:
        """Yield the part and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """What a report has: its chapters, its date and the file of its outline, if it has one."""

    parts: tuple[Part, ...]
    date: str = ""
    kicker: Text | None = None
    file: Path | None = None


def outline_file(edition: Edition) -> Path | None:
    """Return the edition's report.yaml, or None when it has none."""
    path = edition.folder / OUTLINE
    return path if path.is_file() else None


def declares_report(edition: Edition) -> bool:
    """Return whether an edition has a report.yaml or pinned claims of its own."""
    return any((edition.folder / name).is_file() for name in (OUTLINE, PINNED_CLAIMS))


def outline_of(edition: Edition, levels: tuple[Level, ...] | None = None) -> Outline:
    """Return the outline of an edition's report: its own, or the default one about `levels`.

    A fault in report.yaml raises an EditionError with line, value seen and what is allowed.
    """
    from zhishu.publish.default_outline import default_outline  # noqa: PLC0415 - it needs this module

    path = outline_file(edition)
    return default_outline(edition, levels) if path is None else read_outline(path)


def read_outline(path: Path) -> Outline:
    """Return the outline declared in a file, checked against its schema."""
    from zhishu.document import read_document  # noqa: PLC0415 - YAML, only where there is a file
    from zhishu.edition_faults import schema_faults  # noqa: PLC0415 - as above
    from zhishu.publish.outline_schema import outline_schema  # noqa: PLC0415 - as above

    document = read_document(path)
    chapters = document.data.get("chapters") if isinstance(document.data, dict) else None
    faults = [*_item_faults(document, chapters, ("chapters",)), *schema_faults(document, outline_schema())]
    if faults:
        raise faults[0]
    data = document.data
    parts = tuple(_part(document, value, ("chapters", at)) for at, value in enumerate(data["chapters"]))
    _refuse_repeated(document, parts)
    return Outline(parts, str(data.get("date", "")), _maybe_text(data.get("kicker")), path)


def _item_faults(document: YamlDocument, parts: Any, at: KeyPath) -> Iterator[EditionError]:  # noqa: ANN401 - not checked yet
    """Yield a fault for every item that is not exactly one thing, in the order of the file."""
    for place, part in enumerate(parts if isinstance(parts, list) else ()):
        if not isinstance(part, dict):
            continue
        contents = part.get("contents")
        for number, item in enumerate(contents if isinstance(contents, list) else ()):
            if isinstance(item, dict) and sum(key in item for key in THINGS) != 1:
                yield _no_one_thing(document, item, (*at, place, "contents", number))
        yield from _item_faults(document, part.get("parts"), (*at, place, "parts"))


def _no_one_thing(document: YamlDocument, item: Mapping[str, Any], at: KeyPath) -> EditionError:
    close = next((near for key in item if key not in OWN and (near := nearest(key, THINGS))), None)
    return EditionError(
        "an item of a chapter is one thing: own text, a figure, a table, or claims",
        where=document.where(at),
        seen=", ".join(item) or "nothing",
        allowed="one of " + ", ".join(THINGS),
        advice=f"did you mean '{close}'?" if close and close not in item else None,
    )


def _part(document: YamlDocument, value: Mapping[str, Any], at: KeyPath) -> Part:
    contents = value.get("contents") or ()
    return Part(
        id=value["id"],
        title=text_of(value["title"]),
        items=tuple(_item(document, item, (*at, "contents", place)) for place, item in enumerate(contents)),
        parts=tuple(
            _part(document, part, (*at, "parts", place))
            for place, part in enumerate(value.get("parts") or ())
        ),
        appendix=bool(value.get("appendix", False)),
    )


def _item(document: YamlDocument, value: Mapping[str, Any], at: KeyPath) -> Item:
    where = document.where(at)
    if "text" in value:
        return Item("text", where, text=text_of(value["text"]))
    if "file" in value:
        return Item("text", where, text=_read_text(document.path.parent, value["file"], where))
    if "claims" in value:
        return Item("claims", where, claims=tuple(value["claims"]))
    what: Literal["figure", "table"] = "figure" if "figure" in value else "table"
    options = {key: item for key, item in value.items() if key not in (what, *OWN)}
    words = {WORDED[key]: text_of(value[key]) for key in WORDED if key in value}
    return Item(what, where, kind=value[what], id=value.get("id", ""), options=options, words=words)


def _read_text(folder: Path, files: str | Mapping[str, str], where: str) -> Text:
    """Return the words of Markdown files of the edition, one per language or one for both."""
    named = text_of(files)
    return Text(*(_one_file(folder, name, where) for name in (named.zh, named.en)))


def _one_file(folder: Path, name: str, where: str) -> str:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        raise EditionError(
            "a text of the report cannot be read",
            where=where,
            seen=name,
            allowed="a Markdown file inside the edition's folder",
        )
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise EditionError(
            "a text of the report cannot be read", where=where, seen=str(error), allowed="UTF-8 text"
        ) from None


def _maybe_text(value: str | Mapping[str, str] | None) -> Text | None:
    return None if value is None else text_of(value)


def _refuse_repeated(document: YamlDocument, parts: tuple[Part, ...]) -> None:
    """Refuse an id that stands twice: links could not tell them apart."""
    seen: set[str] = set()
    for part in (inner for outer in parts for inner in outer.walk()):
        for name, where in [(part.id, document.path.name), *((item.id, item.where) for item in part.items)]:
            if name and name in seen:
                raise EditionError("an id of the report stands twice", where=where, seen=name)
            seen.add(name)
