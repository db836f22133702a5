"""What is wrong with an edition.yaml, each fault with line, value seen, and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhishu.errors import EditionError, nearest, shorten
from zhishu.schema_words import describe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from jsonschema.exceptions import ValidationError

    from zhishu.document import Document, KeyPath

    _Placed = tuple[tuple[int, int], EditionError]


@dataclass(frozen=True, slots=True)
class Departure:
    """One rule of the schema that a value does not keep: the rule, what it wants, what was seen."""

    rule: str
    wanted: Any
    seen: Any
    schema: Mapping[str, Any]
    message: str


def schema_faults(document: Document, schema: Mapping[str, Any] | None = None) -> list[EditionError]:
    """Return every departure of the document from the schema, in the order of the file.

    `schema` is that of edition.yaml unless another is given.
    """
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only where an edition is read

    from zhishu.schema import edition_schema  # noqa: PLC0415 - as above

    validator = Draft202012Validator(edition_schema() if schema is None else schema)
    errors = list(validator.iter_errors(document.data))
    found = [fault for error in errors for fault in _faults_at(document, error)]
    unique = {str(fault): (position, fault) for position, fault in found}
    # A key that is missing is often one that is misspelt: the misspelt one is said first.
    ordered = sorted(unique.values(), key=lambda pair: (pair[1].what.endswith("is missing"), pair[0]))
    return [fault for _, fault in ordered]


def _faults_at(document: Document, error: ValidationError) -> Iterator[_Placed]:
    """Return the faults of an error; of one in a step of the recipe, what its own method allows."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - only where there is a fault

    from zhishu.schema import step_schema  # noqa: PLC0415 - as above

    base = tuple(error.absolute_path)[:2]
    step = document.data["recipe"][base[1]] if base[:1] == ("recipe",) and len(base) > 1 else None
    own = step_schema(step) if isinstance(step, dict) else None
    inner = [] if own is None else list(Draft202012Validator(own).iter_errors(step))
    if not inner:
        yield from _faults_of(document, error)
    for one in inner:
        yield from _faults_of(document, one, base)


def _faults_of(document: Document, error: ValidationError, base: KeyPath = ()) -> Iterator[_Placed]:
    at: KeyPath = (*base, *error.absolute_path)
    if error.context:
        inner = _likeliest(error) if base else _nearest_branches(error.context)
        if not inner:
            yield document.positions.get(at) or (0, 0), _none_fits(document, error, at)
        for one in inner:
            yield from _faults_of(document, one, base)
        return
    schema = error.schema if isinstance(error.schema, dict) else {}
    found = Departure(str(error.validator), error.validator_value, error.instance, schema, error.message)
    for here, fault in _EXPLANATIONS.get(found.rule, _other)(document, found, at):
        yield document.key_positions.get(here) or document.positions.get(here) or (0, 0), fault


def _nearest_branches(context: Sequence[ValidationError]) -> list[ValidationError]:
    """Return the faults of the alternatives that a value comes nearest to.

    Those that want another type are passed over where one does not, and of lists of words, which are
    those of several methods, one whose words another list has too.
    """
    fitting = [inner for inner in context if not _of_another_type(inner)] or list(context)
    lists = [_words(inner) for inner in fitting if _words(inner)]
    return [inner for inner in fitting if not (_words(inner) and any(_words(inner) < one for one in lists))]


def _of_another_type(fault: ValidationError) -> bool:
    if fault.relative_path:
        return False
    return fault.validator == "type" or (bool(_words(fault)) and not isinstance(fault.instance, str))


def _words(fault: ValidationError) -> set[str]:
    """Return the words that may stand where a fault lies; none where it is about something else."""
    wanted = fault.validator_value
    alone = fault.validator == "enum" and not fault.relative_path and isinstance(wanted, list)
    return set(map(str, wanted)) if alone and isinstance(wanted, list) else set()


def _ends(error: ValidationError) -> list[ValidationError]:
    """Return what is wrong by each of the alternatives, and by theirs."""
    return [end for inner in error.context for end in _ends(inner)] if error.context else [error]


def _likeliest(error: ValidationError) -> list[ValidationError]:
    """Return what is wrong by the alternative that was meant: a file, or one that fits in part."""
    either: Any = error.validator_value
    files = [place for place, one in enumerate(either) if "file" in one.get("properties", {})]
    if files and isinstance(error.instance, dict) and any(nearest(key, ["file"]) for key in error.instance):
        return [end for inner in error.context if inner.schema_path[0] in files for end in _ends(inner)]
    deepest = max(len(end.absolute_path) for end in _ends(error))
    if deepest == len(error.absolute_path):
        return []
    return [end for end in _ends(error) if len(end.absolute_path) == deepest]


def _none_fits(document: Document, error: ValidationError, at: KeyPath) -> EditionError:
    """Return the fault of a value that is of none of the kinds that are allowed."""
    schema: Any = error.schema
    lists: list[Any] = [end.validator_value for end in _ends(error) if end.validator == "enum"]
    listed = [str(item) for one in lists for item in one]
    return EditionError(
        f"'{_last_name(at)}' has a value that is not allowed",
        where=document.where(at),
        seen=_show(error.instance),
        allowed=describe(schema),
        advice=_advice(str(error.instance), listed, _last_name(at)),
    )


def _unknown_keys(document: Document, found: Departure, at: KeyPath) -> list[tuple[KeyPath, EditionError]]:
    known = sorted(str(key) for key in found.schema.get("properties", {}))
    unknown = [key for key in found.seen if key not in known]
    return [((*at, key), _unknown_key(document, (*at, key), known)) for key in unknown]


def _unknown_key(document: Document, at: KeyPath, known: list[str]) -> EditionError:
    close = nearest(str(at[-1]), known)
    return EditionError(
        f"unknown key '{shorten(at[-1], 60)}'",
        where=document.where(at, key=True),
        seen=at[-1],
        allowed=", ".join(known),
        advice=f"did you mean '{close}'?" if close else "remove it, or see `zhishu schema`",
    )


def _missing_key(document: Document, found: Departure, at: KeyPath) -> list[tuple[KeyPath, EditionError]]:
    missing = [key for key in found.wanted if key not in found.seen]
    return [
        (
            at,
            EditionError(f"the key '{key}' is missing", where=document.where(at), seen=_keys(found.seen)),
        )
        for key in missing
    ]


def _not_listed(document: Document, found: Departure, at: KeyPath) -> list[tuple[KeyPath, EditionError]]:
    allowed = [str(item) for item in found.wanted]
    return [
        (
            at,
            EditionError(
                f"'{_last_name(at)}' has a value that is not known",
                where=document.where(at),
                seen=found.seen,
                allowed=", ".join(allowed),
                advice=_advice(str(found.seen), allowed, _last_name(at)),
            ),
        )
    ]


def _advice(seen: str, allowed: Sequence[str], key: str) -> str | None:
    """Return what was probably meant; a method may be named as people or other programs call it."""
    if key == "method":
        from zhishu.method_names import advice_for  # noqa: PLC0415 - only on a miss
        from zhishu.registry import methods  # noqa: PLC0415 - only on a miss

        return advice_for(seen, [method for method in methods() if method.id in allowed])
    close = nearest(seen, allowed)
    return f"did you mean '{close}'?" if close else None


def _wrong_type(document: Document, found: Departure, at: KeyPath) -> list[tuple[KeyPath, EditionError]]:
    wanted = found.wanted
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    allowed = " or ".join(_TYPES.get(name, name) for name in names)
    fault = EditionError(
        f"'{_last_name(at)}' should be {allowed}",
        where=document.where(at),
        seen=_show(found.seen),
        allowed=allowed,
    )
    return [(at, fault)]


def _bad_name(document: Document, found: Departure, at: KeyPath) -> list[tuple[KeyPath, EditionError]]:
    key = found.seen if found.rule == "pattern" else None
    place = (*at, key) if isinstance(key, str) and (*at, key) in document.key_positions else at
    fault = EditionError(
        f"'{shorten(found.seen, 60)}' cannot be a name here",
        where=document.where(place, key=True),
        seen=found.seen,
        allowed="letters, digits, _ and -, beginning with a letter or _",
        advice="give it a short id in Latin letters; the Chinese text goes into `name`",
    )
    return [(place, fault)]


def _other(document: Document, found: Departure, at: KeyPath) -> list[tuple[KeyPath, EditionError]]:
    fault = EditionError(
        f"'{_last_name(at)}' does not fit: {shorten(found.message, 200)}",
        where=document.where(at),
        seen=_show(found.seen),
        allowed=f"{found.rule} {shorten(found.wanted, 100)}",
    )
    return [(at, fault)]


_EXPLANATIONS: dict[str, Callable[..., list[tuple[KeyPath, EditionError]]]] = {
    "additionalProperties": _unknown_keys,
    "required": _missing_key,
    "enum": _not_listed,
    "type": _wrong_type,
    "pattern": _bad_name,
}
_TYPES = {
    "object": "a mapping (key: value)",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
}


def _last_name(at: KeyPath) -> str:
    named = [str(part) for part in at if isinstance(part, str)]
    return named[-1] if named else "the edition"


def _keys(value: Any) -> str:  # noqa: ANN401 - YAML holds anything
    return "only " + ", ".join(value) if isinstance(value, dict) and value else _show(value)


def _show(value: Any) -> str:  # noqa: ANN401 - as above
    if isinstance(value, dict):
        return "a mapping with " + ", ".join(list(value)[:6]) if value else "an empty mapping"
    if isinstance(value, list):
        return f"a list of {len(value)}"
    return "nothing" if value is None else str(value)
