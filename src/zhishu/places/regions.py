"""Regions and look-ups among them: by code, by name, upwards to the region that contains one."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, TypeVar

from zhishu.errors import PlaceError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

CANDIDATES_SHOWN = 8

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Region:
    """A unit that is ranked or drawn.

    `parent` is the code of the region one level up, or None. A region that stands at two levels
    (a municipality is a province and a prefecture-level city) has one Region for each; the lower
    one's parent is then its own code.
    """

    code: str
    name: str
    short: str
    level: str
    parent: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A code or name that no longer exists, and the region that took its place.

    A renaming keeps `code`; an abolition replaces it by `successor`.
    """

    code: str
    name: str
    short: str
    successor: str
    year: int
    source: str


@dataclass(frozen=True, slots=True)
class Regions:
    """A table of regions, coarse levels first, with look-ups.

    `changes` are abolished codes and names; `aliases` further names or codes, each with the codes
    that it may mean, weaker than a name of the table. `code_length`: longer codes of digits only
    are read by that many digits (a township's code lies in its county's).

    A code that stands twice at one level, or parents that form a circle, raise a PlaceError.

    >>> table = Regions((Region("N", "North", "N", "part"), Region("n1", "Norton", "Norton", "town", "N")))
    >>> table.find("Norton").code, table.region_at("n1", "part").name
    ('n1', 'North')
    """

    entries: tuple[Region, ...]
    changes: tuple[Change, ...] = ()
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    code_length: int | None = None
    _by_code: Mapping[str, tuple[Region, ...]] = field(init=False, repr=False, compare=False)
    _by_name: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _by_alias: Mapping[str, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _parents: Mapping[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_code = _grouped((entry.code, entry) for entry in self.entries)
        names = ((text, entry.code) for entry in self.entries for text in (entry.name, entry.short))
        object.__setattr__(self, "_by_code", by_code)
        object.__setattr__(self, "_by_name", _grouped(names))
        object.__setattr__(self, "_by_alias", _alias_table(self.aliases, self.changes))
        object.__setattr__(self, "_parents", _parent_codes(self.entries))
        _refuse_repeated(by_code)
        _refuse_circles(self._parents)

    def __iter__(self) -> Iterator[Region]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, code: object) -> bool:
        return code in self._by_code

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels, in the order of the table."""
        return tuple(dict.fromkeys(entry.level for entry in self.entries))

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code once, in the order of the table."""
        return tuple(self._by_code)

    def at_level(self, level: str) -> tuple[Region, ...]:
        """Return the regions of `level`, in the order of the table; none when there is no such level."""
        return tuple(entry for entry in self.entries if entry.level == level)

    def current_code(self, code: str) -> str | None:
        """Return the code that now stands for `code`, or None when it is unknown.

        Itself when it stands in the table; the successor's for an abolished one; the county's for a
        township's.
        """
        if code in self._by_code:
            return code
        known = self._by_alias.get(code, ())
        if len(known) == 1 and code.isdigit():
            return known[0]
        if self.code_length and code.isdigit() and len(code) > self.code_length:
            return self.current_code(code[: self.code_length])
        return None

    def by_code(self, code: str) -> Region:
        """Return the region with that code, at its highest level; PlaceError when there is none."""
        current = self.current_code(code)
        if current is None:
            raise self._unknown(code)
        return self._by_code[current][0]

    def ancestors(self, code: str) -> tuple[Region, ...]:
        """Return the regions that contain `code`, the nearest first; () for an unknown code.

        A municipality above a district appears once for each level at which it stands.
        """
        above = self._codes_upwards(code)[1:]
        return tuple(entry for parent in above for entry in reversed(self._by_code.get(parent, ())))

    def region_at(self, code: str, level: str) -> Region | None:
        """Return the region of `level` that is or contains `code`, or None when there is none.

        None also answers an unknown code, and a unit that no region of the level contains (a county
        directly under its province has no prefecture).
        """
        for candidate in self._codes_upwards(code):
            for entry in self._by_code.get(candidate, ()):
                if entry.level == level:
                    return entry
        return None

    def containing(self, code: str, codes: Collection[str]) -> str | None:
        """Return which of `codes` is or contains `code`, the nearest one; None when none does."""
        return next((candidate for candidate in self._codes_upwards(code) if candidate in codes), None)

    def roll_up(self, codes: Iterable[str]) -> dict[str, str]:
        """Return, for every code that lies in one of `codes`, which one: a join table for records.

        Abolished codes are in it; codes in none of `codes` are not.
        """
        wanted = frozenset(codes)
        numbers = (text for text in self._by_alias if self.current_code(text) is not None)
        found = {code: self.containing(code, wanted) for code in chain(self._by_code, numbers)}
        return {code: target for code, target in found.items() if target is not None}

    def change_of(self, text: str) -> Change | None:
        """Return the change by which the code or name `text` went out of use, or None.

        A text that is in use again, or still, is not a change.
        """
        if text in self._by_code or text in self._by_name:
            return None
        past = (change for change in self.changes if text in (change.code, change.name, change.short))
        return next(past, None)

    def find(
        self,
        text: str,
        *,
        level: str | None = None,
        within: str | None = None,
        among: Collection[str] | None = None,
    ) -> Region:
        """Return the one region that `text` means: a code, a full name or a short name.

        `level` keeps regions of that level, `within` (a code or name) those inside it, `among`
        those with one of these codes. Abolished codes and names give their successor; `change_of`
        tells. Unknown or ambiguous text raises a PlaceError with candidates.
        """
        text = text.strip()
        area = None if within is None else self.find(within).code
        for codes in self._meanings(text):
            fitting = [code for code in codes if self._fits(code, level, area, among)]
            if len(fitting) == 1:
                return self._entry(fitting[0], level)
            if fitting:
                raise self._ambiguous(text, fitting)
        raise self._unknown(text, level=level, area=area, among=among)

    def _meanings(self, text: str) -> tuple[tuple[str, ...], ...]:
        """Return the codes `text` may mean, the strongest reading first."""
        code = self.current_code(text)
        return (
            ()
            if not text
            else ((code,) if code else (), self._by_name.get(text, ()), self._by_alias.get(text, ()))
        )

    def _fits(self, code: str, level: str | None, area: str | None, among: Collection[str] | None) -> bool:
        at_level = level is None or any(entry.level == level for entry in self._by_code.get(code, ()))
        inside = area is None or area in self._codes_upwards(code)
        return code in self._by_code and at_level and inside and (among is None or code in among)

    def _entry(self, code: str, level: str | None) -> Region:
        entries = self._by_code[code]
        return next((entry for entry in entries if entry.level == level), entries[0])

    def _codes_upwards(self, code: str) -> tuple[str, ...]:
        """Return the current form of `code` and the codes above it, upwards; () when unknown."""
        current = self.current_code(code)
        found: list[str] = []
        while current is not None:
            found.append(current)
            current = self._parents.get(current)
        return tuple(found)

    def describe(self, code: str) -> str:
        """Return code, name and what contains it, for messages.

        >>> part, town = Region("N", "North", "N", "part"), Region("n1", "Norton", "Norton", "town", "N")
        >>> Regions((part, town)).describe("n1")
        'n1 Norton (North)'
        """
        above = dict.fromkeys(entry.name for entry in reversed(self.ancestors(code)))
        place = f" ({' '.join(above)})" if above else ""
        return f"{code} {self._by_code[code][0].name}{place}"

    def _ambiguous(self, text: str, codes: list[str]) -> PlaceError:
        shown = "; ".join(self.describe(code) for code in codes[:CANDIDATES_SHOWN])
        more = f"; and {len(codes) - CANDIDATES_SHOWN} more" if len(codes) > CANDIDATES_SHOWN else ""
        return PlaceError(
            f"'{text}' may be any of {len(codes)} regions",
            seen=text,
            allowed=shown + more,
            advice="write the code, or the full name where that is unique",
        )

    def _unknown(
        self,
        text: str,
        *,
        level: str | None = None,
        area: str | None = None,
        among: Collection[str] | None = None,
    ) -> PlaceError:
        elsewhere = [code for codes in self._meanings(text) for code in codes if code in self._by_code]
        limits = [
            level and f"of level '{level}'",
            area and f"within {self.describe(area)}",
            among is not None and "of this set",
        ]
        scope = " ".join(limit for limit in limits if limit)
        near = elsewhere or self._near(text)
        return PlaceError(
            f"no region {scope or 'is known'} {'is called' if scope else 'as'} '{text}'",
            seen=text,
            allowed="; ".join(self.describe(code) for code in near[:CANDIDATES_SHOWN]) if near else None,
            advice="the regions listed have this name but lie outside"
            if elsewhere
            else "check the spelling, or write the code",
        )

    def _near(self, text: str) -> list[str]:
        from difflib import get_close_matches  # noqa: PLC0415 - only for a message

        names = get_close_matches(text, [*self._by_name, *self._by_code], n=5, cutoff=0.6)
        codes = chain.from_iterable(self._by_name.get(name, (name,)) for name in names)
        return list(dict.fromkeys(codes))


def combine(tables: Iterable[Regions]) -> Regions:
    """Return one table of several; where a code has two parents, the earlier table's counts.

    A region that stands at the same level in two tables is taken from the earlier one.
    """
    tables = tuple(tables)
    entries = {(entry.level, entry.code): entry for table in reversed(tables) for entry in table}
    order = dict.fromkeys((entry.level, entry.code) for table in tables for entry in table)
    aliases: dict[str, tuple[str, ...]] = {}
    for table in tables:
        aliases |= {text: (*aliases.get(text, ()), *codes) for text, codes in table.aliases.items()}
    return Regions(
        tuple(entries[key] for key in order),
        changes=tuple(dict.fromkeys(change for table in tables for change in table.changes)),
        aliases=aliases,
        code_length=next((table.code_length for table in tables if table.code_length), None),
    )


def _grouped(pairs: Iterable[tuple[str, Value]]) -> dict[str, tuple[Value, ...]]:
    """Return every key's distinct values, in order."""
    found: dict[str, dict[Value, None]] = {}
    for key, value in pairs:
        found.setdefault(key, {})[value] = None
    return {key: tuple(values) for key, values in found.items()}


def _alias_table(
    aliases: Mapping[str, tuple[str, ...]], changes: Iterable[Change]
) -> dict[str, tuple[str, ...]]:
    given = ((text, code) for text, codes in aliases.items() for code in codes)
    past = ((text, c.successor) for c in changes for text in (c.code, c.name, c.short))
    return _grouped(chain(given, past))


def _parent_codes(entries: Iterable[Region]) -> dict[str, str]:
    found: dict[str, str] = {}
    for entry in entries:
        if entry.parent is not None and entry.parent != entry.code:
            found.setdefault(entry.code, entry.parent)
    return found


def _refuse_repeated(by_code: Mapping[str, tuple[Region, ...]]) -> None:
    for code, entries in by_code.items():
        if len({entry.level for entry in entries}) < len(entries):
            raise PlaceError(
                f"code '{code}' stands twice at one level",
                seen="; ".join(f"{entry.level} {entry.name}" for entry in entries),
                allowed="one region per code and level",
            )


def _refuse_circles(parents: Mapping[str, str]) -> None:
    sound: set[str] = set()
    for start in parents:
        path: dict[str, None] = {}
        code: str | None = start
        while code is not None and code not in sound:
            if code in path:
                raise PlaceError(
                    f"the parents of '{code}' lead back to itself",
                    seen=" → ".join([*path, code]),
                    allowed="parents that end at a region without a parent",
                )
            path[code] = None
            code = parents.get(code)
        sound.update(path)
