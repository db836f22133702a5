"""What the checks beside the draws say, in lines to read at the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.doubt.sobol import NOISE, index_text
from zhishu.terminal import aligned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from zhishu.doubt.doubt import Doubt
    from zhishu.tables import Table

    Record = Mapping[str, Any]

MOST = 5


def checks_summary(doubt: Doubt) -> str:
    """Return a paragraph for each check that was asked for, of each level's last year."""
    found = []
    for table in doubt.further:
        if table.name in SPEAKERS:
            for level, rows in _by_level(table).items():
                title = f"{table.name.replace('_', ' ')}, {doubt.edition.level(level).name.zh}"
                found.append("\n".join([title, *SPEAKERS[table.name](rows)]))
    return "\n\n".join(found)


def _by_level(table: Table) -> dict[str, list[Record]]:
    rows: dict[str, list[Record]] = {}
    for row in table.rows:
        record = dict(zip(table.columns, row, strict=True))
        rows.setdefault(str(record["level"]), []).append(record)
    last = {level: max(record.get("year", 0) for record in records) for level, records in rows.items()}
    return {
        level: [record for record in records if record.get("year", 0) == last[level]]
        for level, records in rows.items()
    }


def _sensitivity(rows: list[Record]) -> Iterator[str]:
    shown = [["factor", "shift of ranks: alone", "with others", "first place: alone", "with others"]]
    for factor in dict.fromkeys(row["factor"] for row in rows):
        own = {row["output"]: row for row in rows if row["factor"] == factor}
        outputs = (own["mean_shift"], own["first_place"])
        cells = [_index(row, order) for row in outputs for order in ("first", "total")]
        shown.append([str(factor), *cells])
    yield aligned(shown)


def _index(row: Record, order: str) -> str:
    status = row[f"{order}_status"]
    if status == NOISE:
        return NOISE
    return index_text(row[order], row[f"{order}_low"], row[f"{order}_high"], status)


def _leave_one_out(rows: list[Record]) -> Iterator[str]:
    shown = [["left out", "mean shift", "largest shift", "pairs turned", "first place"]]
    for kind in ("node", "region"):
        own = [row for row in rows if row["kind"] == kind and not row["fault"]]
        for row in sorted(own, key=lambda row: -row["mean_shift"])[:MOST]:
            holds = "holds" if row["first_holds"] else "changes"
            numbers = [f"{row['mean_shift']:.2f}", f"{row['largest_shift']:g}", f"{row['reversals']}", holds]
            shown.append([str(row["name"]), *numbers])
    yield aligned(shown, right=(1, 2, 3))
    turned = sum(1 for row in rows if row["kind"] == "region" and row["reversals"])
    yield f"{turned} regions turn the order of others round when they leave (rank reversal)"
    faults = [row for row in rows if row["fault"]]
    yield from (f"no ranking without {row['name']}: {row['fault']}" for row in faults[:MOST])
    if len(faults) > MOST:
        yield f"and {len(faults) - MOST} more rankings that cannot be made"


def _weight_space(rows: list[Record]) -> Iterator[str]:
    first = [str(row["name"]) for row in rows if row["first"] != "never"]
    yield f"can be first under some weights within the bounds: {_some(first)}"
    fixed = sum(1 for row in rows if row["rank_best"] == row["rank_worst"])
    yield f"{fixed} of {len(rows)} regions keep their rank under all of them"
    wide = sorted(rows, key=lambda row: row["rank_best"] - row["rank_worst"])[:MOST]
    ranges = [f"{row['name']} {row['rank_best']} to {row['rank_worst']}" for row in wide]
    yield f"widest: {', '.join(ranges)}"


def _overtaking(rows: list[Record]) -> Iterator[str]:
    challengers = [row for row in rows if row["question"] == "first" and row["possible"]]
    for row in challengers[:1]:
        yield (
            f"the first place changes when {row['moved']:.1%} of the weight moves: "
            f"{row['behind_name']} overtakes {row['ahead_name']}"
        )
    if not challengers:
        yield "no weights within the bounds change the first place"
    pairs = [row for row in rows if row["question"] == "next"]
    near = sorted((row for row in pairs if row["possible"]), key=lambda row: row["moved"])[:MOST]
    named = [f"{row['behind_name']} over {row['ahead_name']} {row['moved']:.2%}" for row in near]
    never = len(pairs) - sum(row["possible"] for row in pairs)
    yield f"{never} of {len(pairs)} neighbours never change places"
    if named:
        yield f"nearest: {', '.join(named)}"


def _weight_space_changes(rows: list[Record]) -> Iterator[str]:
    for since in dict.fromkeys(row["since"] for row in rows):
        own = [row for row in rows if row["since"] == since]  # what is not proven is not said
        rising = [str(row["name"]) for row in own if row["worst_proven"] and row["change_worst"] < 0]
        falling = [str(row["name"]) for row in own if row["best_proven"] and row["change_best"] > 0]
        yield f"since {since} rise under all weights within the bounds: {_some(rising, 'none')}"
        yield f"since {since} fall under all of them: {_some(falling, 'none')}"


def _leverage(rows: list[Record]) -> Iterator[str]:
    flagged = sorted((row for row in rows if row["flagged"]), key=lambda row: -row["share"])
    yield f"{len(flagged)} of {len(rows)} regions hang on one firm"
    shown = [["region", "firm", "share", "rank", "without"]]
    for row in flagged[:MOST]:
        ranks = [f"{row['rank']:g}", f"{row['rank_without']:g}"]
        shown.append([str(row["name"]), str(row["unit"]), f"{row['share']:.0%}", *ranks])
    if flagged:
        yield aligned(shown, right=(2, 3, 4))


def _shrunk_ranks(rows: list[Record]) -> Iterator[str]:
    ranked = [row for row in rows if row["rank"] is not None and row["rank_shrunk"] is not None]
    moved = sorted(ranked, key=lambda row: -abs(row["rank_shrunk"] - row["rank"]))
    named = [
        f"{row['name']} {row['rank']:g} to {row['rank_shrunk']:g}"
        for row in moved[:MOST]
        if row["rank"] != row["rank_shrunk"]
    ]
    yield f"ranks with rates of thin regions drawn to the overall rate: {_some(named)}"


def _some(names: Iterable[str], none: str = "none changes") -> str:
    listed = list(names)
    more = f" and {len(listed) - MOST} more" if len(listed) > MOST else ""
    return f"{', '.join(listed[:MOST])}{more}" if listed else none


SPEAKERS: Mapping[str, Callable[[list[Record]], Iterator[str]]] = {
    "sensitivity": _sensitivity,
    "leave_one_out": _leave_one_out,
    "weight_space": _weight_space,
    "overtaking": _overtaking,
    "weight_space_changes": _weight_space_changes,
    "leverage": _leverage,
    "shrunk_ranks": _shrunk_ranks,
}
