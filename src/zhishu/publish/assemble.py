"""An outline and the findings put together: the document that every format is made of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Literal

from zhishu.errors import EditionError, nearest
from zhishu.framework import Text
from zhishu.publish.document import Document, KeyNumber, Paragraph, Said, Section, Span, said
from zhishu.publish.figure import number_text
from zhishu.publish.kinds import make
from zhishu.publish.page.book import level_books
from zhishu.publish.prose import blocks_of
from zhishu.publish.repaired import repairs_told
from zhishu.publish.values import value_said
from zhishu.publish.wording import WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zhishu.publish.claims.claim import Claim
    from zhishu.publish.document import Block, Evidence
    from zhishu.publish.figure import Figure, Table
    from zhishu.publish.findings import Findings
    from zhishu.publish.outline import Item, Outline, Part

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Where the assembly stands in a chapter: its number and how many figures and tables it has had."""

    chapter: str
    figures: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Assembly:
    """What the parts of the document share while they are put together.

    `claims` by id and `made` figures and tables by the place of their item are there before any
    text is read, so that a text may refer to what comes later. It holds state: evidence gathers here.
    """

    findings: Findings
    claims: dict[str, Claim]
    listed: dict[str, tuple[Claim, ...]]
    made: dict[str, Figure | Table]
    evidence: dict[str, Evidence]
    left_out: list[str]
    places: dict[str, Text]
    notice: Callable[[Figure], None] | None = None
    absent: set[str] = field(default_factory=set)
    """Ids that were declared and have nothing to show: a text may name them, and says so."""
    declared: frozenset[str] = frozenset()
    """Ids of parts, and those that items are given: an item that names none gets another."""

    def resolve(self, what: str, name: str, where: str) -> Said:
        """Return what a placeholder says."""
        if what == "value":
            value, evidence = value_said(self.findings, name, where)
            self.evidence[evidence.id] = evidence
            return value
        if what == "claim":
            return self._claim(name, where)
        return self._reference(name, where)

    def _claim(self, name: str, where: str) -> Said:
        if name not in self.claims:
            raise _unknown("claim", name, self.claims, where)
        claim = self.claims[name]
        if not claim.holds:
            raise EditionError(
                f"the claim '{name}' does not hold, so it cannot be written",
                where=where,
                seen=claim.why.en if claim.why else claim.asserts.en,
                advice="take it out of the text, or say something else",
            )
        self.prove(claim.evidence)
        sentence: Said = claim.said
        return sentence

    def _reference(self, name: str, where: str) -> Said:
        if name in self.absent:
            return said(WORDS["absent"])
        if name not in self.places:
            raise _unknown("figure, table or section", name, self.places, where)
        words = self.places[name]
        return Said((Span(words.zh, link=name),), (Span(words.en, link=name),))

    def prove(self, evidence: Iterable[Evidence]) -> None:
        """Take evidence into the document."""
        self.evidence |= {proof.id: proof for proof in evidence}


def document_of(
    findings: Findings, outline: Outline, *, notice: Callable[[Figure], None] | None = None
) -> Document:
    """Return the document that an outline makes of the findings, in both languages.

    `notice` is called with every figure as soon as it is made, so that drawing can begin.

    Figures and tables are numbered within their chapter, in reading order. Claims that do not hold
    are left out of lists; one that a text of the edition names raises an EditionError.
    """
    assembly = _assembly(findings, outline, notice)
    edition = findings.edition
    sections = tuple(_section(assembly, part, number) for part, number in _numbered(outline.parts))
    return Document(
        id=edition.id,
        name=edition.name,
        edition=edition.edition,
        kicker=outline.kicker
        or Text(
            WORDS["edition"].zh.format(edition.edition),
            WORDS["edition"].en.format(edition.edition),
        ),
        sections=tuple(section for section in sections if section.blocks or section.sections),
        key_numbers=tuple(_key_numbers(assembly)),
        evidence=assembly.evidence,
        publisher=edition.publisher,
        note=edition.note,
        date=outline.date,
        repairs=_repairs(findings),
        left_out=tuple(assembly.left_out) if outline.file else (),
        books=level_books(findings),
    )


def _assembly(findings: Findings, outline: Outline, notice: Callable[[Figure], None] | None) -> Assembly:
    from zhishu.publish.claims import by_id, pinned_claims  # noqa: PLC0415 - they register kinds, as others do

    parts = [inner for part in outline.parts for inner in part.walk()]
    pinned = by_id(pinned_claims(findings))
    listed = {
        item.where: _listed(findings, item, pinned)
        for part in parts
        for item in part.items
        if item.what == "claims"
    }
    claims = dict(by_id(chain(pinned.values(), *listed.values())))
    parts = [inner for part in outline.parts for inner in part.walk()]
    declared = frozenset((*(part.id for part in parts), *(item.id for part in parts for item in part.items)))
    assembly = Assembly(findings, claims, listed, {}, {}, [], {}, notice, declared=declared)
    for part, number in _numbered(outline.parts):
        _make_all(assembly, part, Numbers(number))
    return assembly


def _listed(findings: Findings, item: Item, pinned: Mapping[str, Claim]) -> tuple[Claim, ...]:
    """Return the claims of an item: pinned ones by their id, others by their kind."""
    from zhishu.publish.claims import find_claims  # noqa: PLC0415 - next to its use

    found: list[Claim] = []
    for wanted in item.claims:
        if isinstance(wanted, str) and wanted in pinned:
            found.append(pinned[wanted])
        else:
            found += find_claims(findings, [wanted], where=item.where)
    return tuple(found)


def _numbered(parts: tuple[Part, ...]) -> Iterator[tuple[Part, str]]:
    """Yield chapters with their numbers, appendices with their letters."""
    chapters = [part for part in parts if not part.appendix]
    appendices = [part for part in parts if part.appendix]
    numbers = {part.id: str(at) for at, part in enumerate(chapters, start=1)}
    letters = {part.id: LETTERS[at % len(LETTERS)] for at, part in enumerate(appendices)}
    for part in parts:
        yield part, (letters if part.appendix else numbers)[part.id]


def _make_all(assembly: Assembly, part: Part, numbers: Numbers, number: str = "") -> None:
    """Make and number every figure and table of a chapter, and note where everything stands."""
    number = number or numbers.chapter
    assembly.places[part.id] = Text(f"第 {number} 节", f"Section {number}")
    for item in part.items:
        if item.what in ("figure", "table"):
            _make_one(assembly, item, numbers)
    for at, inner in enumerate(part.parts, start=1):
        _make_all(assembly, inner, numbers, f"{number}.{at}")


def _make_one(assembly: Assembly, item: Item, numbers: Numbers) -> None:
    what: Literal["figure", "table"] = "figure" if item.what == "figure" else "table"
    found = make(assembly.findings, what, item.kind, item.options, where=item.where)
    if found is None:
        assembly.left_out.append(f"{item.where}: {what} '{item.kind}' has nothing to show")
        assembly.absent.add(item.id)
        return
    so_far = numbers.figures if what == "figure" else numbers.tables
    taken = {*assembly.declared, *(other.id for other in assembly.made.values())}
    name = item.id or _free(found.id, taken)
    so_far.append(name)
    number = f"{numbers.chapter}-{len(so_far)}"
    made = replace(found, id=name, number=number, **item.words)
    assembly.made[item.where] = made
    if assembly.notice is not None and what == "figure":
        assembly.notice(made)
    words = WORDS[what]
    assembly.places[name] = Text(words.zh.format(number), words.en.format(number))


def _free(name: str, taken: set[str]) -> str:
    """Return an id that nothing else has.

    >>> _free("bars", {"bars", "bars-2"})
    'bars-3'
    """
    if name not in taken:
        return name
    return next(f"{name}-{at}" for at in range(2, len(taken) + 3) if f"{name}-{at}" not in taken)


def _section(assembly: Assembly, part: Part, number: str) -> Section:
    blocks = tuple(block for item in part.items for block in _blocks(assembly, item))
    inner = tuple(
        _section(assembly, inside, f"{number}.{at}") for at, inside in enumerate(part.parts, start=1)
    )
    return Section(
        id=part.id,
        title=part.title,
        number=number,
        blocks=blocks,
        sections=tuple(section for section in inner if section.blocks or section.sections),
        wide=part.appendix,
    )


def _blocks(assembly: Assembly, item: Item) -> tuple[Block, ...]:
    if item.what == "text" and item.text is not None:
        return blocks_of(item.text, assembly.resolve, where=item.where)
    if item.what == "claims":
        return tuple(_claim_points(assembly, assembly.listed[item.where]))
    made = assembly.made.get(item.where)
    return () if made is None else (made,)


def _claim_points(assembly: Assembly, claims: Iterable[Claim]) -> Iterator[Paragraph]:
    for claim in claims:
        if claim.holds:
            assembly.prove(claim.evidence)
            first = claim.evidence[0].id if claim.evidence else ""
            yield Paragraph(claim.said, "bullet", evidence=first, id=claim.id)


def _key_numbers(assembly: Assembly) -> Iterator[KeyNumber]:
    """Yield how many regions per level, indicators, and records of the first source there are."""
    findings = assembly.findings
    for level in findings.scored:
        yield _key_number(assembly, f"count/{level.id}", level.level.name)
    yield KeyNumber(number_text(len(findings.framework.indicators)), WORDS["indicators"])
    first = next((name for name in findings.records.sources if name in findings.result.row_counts), None)
    if first is not None:
        source = next(source for source in findings.edition.records if source.name == first)
        label = WORDS["firms"] if "firms" in (source.table, source.name) else WORDS["records"]
        yield _key_number(assembly, f"rows/{first}", label)


def _key_number(assembly: Assembly, name: str, label: Text) -> KeyNumber:
    value, evidence = value_said(assembly.findings, name, "the cover")
    assembly.prove([evidence])
    return KeyNumber(value.plain("zh"), label, evidence.id)


def _repairs(findings: Findings) -> tuple[Text, ...]:
    """Return what was repaired or set aside on the way, as the build recorded it."""
    told = [Text(one.in_language("zh"), one.in_language("en")) for one in repairs_told(findings.result)]
    words = WORDS["quarantined"]
    aside = [
        Text(words.zh.format(table, count), words.en.format(table, count))
        for table, count in findings.result.quarantined.items()
        if count
    ]
    return (*told, *aside)


def _unknown(kind: str, name: str, known: Iterable[str], where: str) -> EditionError:
    there: list[Any] = sorted(known)
    close = nearest(name, there)
    return EditionError(
        f"there is no {kind} '{name}'",
        where=where,
        seen=name,
        allowed=", ".join(there[:30]) + (" …" if len(there) > 30 else "") or "none",  # noqa: PLR2004 - a few lines
        advice=f"did you mean '{close}'?" if close else None,
    )
