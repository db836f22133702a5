"""edition.yaml → Edition: read, check against the schema, check what the schema cannot say."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zhishu.document import Document, read_document
from zhishu.doubt.uncertain import uncertain_of
from zhishu.edition import BoundaryFile, Column, Edition, Grouping, GroupStatistic, Level, ReadyPanel, Records
from zhishu.edition_faults import schema_faults
from zhishu.errors import EditionError, MethodError, nearest
from zhishu.framework import Node, text_of
from zhishu.framework_file import framework_from_tree, measures, read_framework_table
from zhishu.recipe import Recipe, Step
from zhishu.step_kinds import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from zhishu.document import KeyPath
    from zhishu.framework import Framework, Text

PANEL_ONLY = ("level", "indicator", "value", "name", "ignore", "measures")
"""Keys of a source that only a ready panel has."""


def load(path: str | Path) -> Edition:
    """Return the Edition declared in `path`, a folder with edition.yaml or that file itself.

    Raises EditionError for the first fault, with file, line, column, value seen and what is
    allowed; `edition_faults_in` returns all of them.
    """
    document = read_document(edition_file(path))
    faults = schema_faults(document)
    if faults:
        first = faults[0]
        more = len(faults) - 1
        if more:
            first.advice = "; ".join(filter(None, [first.advice, f"{more} more: `zhishu check` lists all"]))
        raise first
    return _edition(document)


def edition_faults_in(path: str | Path) -> list[EditionError]:
    """Return every fault of the edition file that can be found without reading its data."""
    try:
        document = read_document(edition_file(path))
        faults = schema_faults(document)
        if not faults:
            _edition(document)
    except EditionError as error:
        return [error]
    return faults


def edition_file(path: str | Path) -> Path:
    """Return the edition.yaml meant by a folder or a file path."""
    given = Path(path)
    if given.is_dir():
        return given / "edition.yaml"
    if not given.exists():
        raise EditionError(
            f"there is no edition at {given}",
            where=str(given),
            advice="name a folder with an edition.yaml; `zhishu init` makes one, `zhishu demo` copies one",
        )
    return given


def _edition(document: Document) -> Edition:
    data = document.data
    index = data["index"]
    levels = tuple(_level(name, value) for name, value in data["levels"].items())
    records, panels = _sources(document)
    edition = Edition(
        folder=document.path.parent,
        id=index["id"],
        name=text_of(index["name"]),
        edition=index["edition"],
        levels=levels,
        groupings=tuple(_grouping(name, value) for name, value in data.get("groups", {}).items()),
        records=records,
        panels=panels,
        framework=_framework(document),
        recipe=Recipe(tuple(_step(value) for value in data["recipe"])),
        note=_maybe_text(index.get("note")),
        publisher=_maybe_text(index.get("publisher")),
        map_review=index.get("map_review", ""),
        boundaries=_boundaries(data.get("report", {}).get("boundaries")),
        years=tuple(sorted(set(data.get("years", ())))) or (index["edition"],),
        quarantine_limit=float(data.get("quarantine_limit", 0.0)),
        measures={
            name: measures(value, document.where(("measures", name)))
            for name, value in data.get("measures", {}).items()
        },
        facts=data.get("facts"),
        earlier=data.get("earlier"),
        uncertain=uncertain_of(data["uncertain"]) if "uncertain" in data else None,
    )
    _check(document, edition)
    return edition


def _boundaries(value: str | Mapping[str, Any] | None) -> BoundaryFile | None:
    if value is None or isinstance(value, str):
        return None if value is None else BoundaryFile(value)
    return BoundaryFile(**{**value, "source": _maybe_text(value.get("source"))})


def _maybe_text(value: str | Mapping[str, str] | None) -> Text | None:
    return None if value is None else text_of(value)


def _level(name: str, value: Mapping[str, Any]) -> Level:
    return Level(name, text_of(value.get("name", name)), value["regions"], score=value.get("score", True))


def _grouping(name: str, value: Mapping[str, Any]) -> Grouping:
    members = value["members"]
    if not isinstance(members, str):
        members = {group: tuple(str(member) for member in listed) for group, listed in members.items()}
    statistics: tuple[GroupStatistic, ...] = tuple(value.get("statistics", ("mean",)))
    label = text_of(value.get("name", name))
    return Grouping(name, label, tuple(value["levels"]), members, statistics, value.get("weight"))


def _step(value: Mapping[str, Any]) -> Step:
    from zhishu.registry import default_method  # noqa: PLC0415 - the registry imports numpy

    method = value.get("method") or default_method(value["step"])
    options = {key: item for key, item in value.items() if key not in {"step", "method"}}
    return Step(value["step"], method, options)


def _framework(document: Document) -> Framework:
    index = document.data["index"]
    root = Node(index["id"], text_of(index["name"]), None)
    declared = document.data["framework"]
    if isinstance(declared, list):
        return framework_from_tree(root, declared, document)
    return read_framework_table(root, document.path.parent, declared)


def _sources(document: Document) -> tuple[tuple[Records, ...], tuple[ReadyPanel, ...]]:
    records, panels = [], []
    for name, value in document.data["sources"].items():
        if "panel" in value:
            panels.append(_ready_panel(document, name, value))
        else:
            _forbid(document, name, value, PANEL_ONLY, "records")
            records.append(_records(name, value))
    return tuple(records), tuple(panels)


def _records(name: str, value: Mapping[str, Any]) -> Records:
    columns = tuple(_column(column, rule) for column, rule in value.get("columns", {}).items())
    return Records(
        name,
        value["file"],
        table=value.get("table"),
        columns=columns,
        rename=value.get("rename", {}),
        key=value.get("key"),
        region=value.get("region"),
        year=value.get("year"),
        sheet=value.get("sheet"),
    )


def _column(name: str, rule: Mapping[str, Any]) -> Column:
    bounds = {key: Decimal(str(rule[key])) for key in ("minimum", "maximum") if key in rule}
    return Column(
        name,
        rule["type"],
        required=rule.get("required", False),
        allowed=tuple(str(item) for item in rule.get("allowed", ())),
        check=rule.get("check"),
        label=rule.get("label", ""),
        **bounds,
    )


def _ready_panel(document: Document, name: str, value: Mapping[str, Any]) -> ReadyPanel:
    _forbid(document, name, value, ("table", "columns", "key"), "a ready panel")
    if "level" not in value:
        raise EditionError("the key 'level' is missing", where=document.where(("sources", name)))
    defaults = {key: value[key] for key in ("region", "indicator", "value") if key in value}
    return ReadyPanel(
        name,
        value["file"],
        value["level"],
        layout=value["panel"],
        year=value.get("year"),
        rename=value.get("rename", {}),
        ignore=tuple(value.get("ignore", ())),
        label=value.get("name"),
        sheet=value.get("sheet"),
        measures=tuple(value.get("measures", ())),
        **defaults,
    )


def _forbid(
    document: Document, name: str, value: Mapping[str, Any], keys: tuple[str, ...], kind: str
) -> None:
    for key in keys:
        if key in value:
            where = document.where(("sources", name, key), key=True)
            raise EditionError(
                f"'{key}' has no meaning for {kind}", where=where, seen=key, advice="remove it"
            )


def _check(document: Document, edition: Edition) -> None:
    """Check what the schema cannot say: that every name used is declared."""
    if not edition.scored_levels:
        raise EditionError(
            "no level is scored", where=document.where(("levels",)), advice="remove one `score: false`"
        )
    _check_recipe(document, edition)
    _check_uncertain(document, edition)
    for at, kind, name, known in _references(document, edition):
        if name not in known:
            close = nearest(name, known)
            raise EditionError(
                f"there is no {kind} '{name}'",
                where=document.where(at),
                seen=name,
                allowed=", ".join(known) or "none is declared",
                advice=f"did you mean '{close}'?" if close else None,
            )


def _check_recipe(document: Document, edition: Edition) -> None:
    """Check every step and option, and that the steps make one plan for this framework."""
    from zhishu.registry import resolve  # noqa: PLC0415 - as in _step
    from zhishu.score.plan import check_names, compile_plan  # noqa: PLC0415 - as in _step

    for position, step in enumerate(edition.recipe.steps):
        try:
            resolve(step)
        except (EditionError, MethodError) as error:
            keys = [key for key in step.options if f"'{key}'" in error.what]
            error.where = document.where(("recipe", position, *keys[:1]), key=True)
            raise
    levels = [level.id for level in edition.levels]
    try:
        compile_plan(edition.framework, edition.recipe, edition.folder)
        for step in edition.recipe.steps:
            check_names(step.by_level, levels, "level", f"step {step.step}, by_level")
            for level in step.by_level:
                _check_at_level(step, level)
    except (EditionError, MethodError) as error:
        error.where = (
            f"{document.where(('recipe',))}: {error.where}" if error.where else document.where(("recipe",))
        )
        raise


def _check_at_level(step: Step, level: str) -> None:
    """Check the method and the options that a step has at a level."""
    from zhishu.registry import resolve  # noqa: PLC0415 - as in _step
    from zhishu.score.plan import check_names  # noqa: PLC0415 - as in _step

    where, here = f"step {step.step}, by_level, {level}", step.at_level(level)
    try:
        method = resolve(replace(here, options={})).method
        known = (*method.parameters, *(name for name in STEPS[step.step].options if name != "by_level"))
        own = {name: value for name, value in step.by_level[level].items() if name != "method"}
        check_names(own, known, "option", where)
        resolve(here)
    except (EditionError, MethodError) as error:
        error.where = where
        raise


def _check_uncertain(document: Document, edition: Edition) -> None:
    """Check every alternative and every name that may vary."""
    if edition.uncertain is None:
        return
    from zhishu.doubt.faults import uncertain_faults  # noqa: PLC0415 - as in _step

    for keys, error in uncertain_faults(edition.uncertain, edition):
        error.where = document.where(("uncertain", *keys))
        raise error


def _references(document: Document, edition: Edition) -> Iterator[tuple[KeyPath, str, str, list[str]]]:
    levels = [level.id for level in edition.levels]
    sources = [source.name for source in edition.records]
    indicators = list(edition.framework.indicators)
    for grouping in edition.groupings:
        for position, level in enumerate(grouping.levels):
            yield ("groups", grouping.id, "levels", position), "level", level, levels
        if grouping.weight is not None:
            yield ("groups", grouping.id, "weight"), "indicator", grouping.weight, indicators
    for panel in edition.panels:
        yield ("sources", panel.name, "level"), "level", panel.level, levels
    named = {node.id: node.measures for node in edition.framework} | dict(edition.measures)
    for name, by_level in named.items():
        at = _measure_path(document, name)
        for level, measure in by_level.items():
            yield at, "level", level, [*levels, "*"]
            yield at, "source of records", measure.source, sources


def _measure_path(document: Document, name: str) -> KeyPath:
    if name in document.data.get("measures", {}):
        return ("measures", name)
    return next(
        (path[:-1] for path in document.positions if path[-1:] == ("id",) and _at(document, path) == name), ()
    )


def _at(document: Document, path: KeyPath) -> Any:  # noqa: ANN401 - YAML holds anything
    value = document.data
    for part in path:
        value = value[part]
    return value
