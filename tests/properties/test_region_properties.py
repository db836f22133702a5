from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishu.errors import PlaceError
from zhishu.places import Region, Regions, china

LEVELS = ("top", "middle", "low")


@st.composite
def trees(draw: st.DrawFn) -> Regions:
    """Draw a table of three levels in which each region hangs below any region of the level above."""
    entries: list[Region] = []
    above: list[str] = []
    for level in LEVELS:
        codes = [f"{level}{number}" for number in range(draw(st.integers(1, 6)))]
        entries += [
            Region(code, f"name {code}", code, level, draw(st.sampled_from(above)) if above else None)
            for code in codes
        ]
        above = codes
    return Regions(tuple(entries))


@given(trees())
def test_roll_up_agrees_with_walking_up_one_level_at_a_time(table: Regions) -> None:
    """The region at a level is the parent's region at that level, or the region itself."""
    for region in table:
        for level in LEVELS:
            expected = region if region.level == level else None
            if expected is None and region.parent is not None:
                expected = table.region_at(region.parent, level)
            assert table.region_at(region.code, level) == expected


@given(trees())
def test_every_low_region_is_counted_once_at_every_level(table: Regions) -> None:
    """Rolling up divides the regions of a level among those of any level above: nothing is lost or doubled."""
    for level in LEVELS:
        around = table.roll_up([region.code for region in table.at_level(level)])
        low = [around[region.code] for region in table.at_level("low")]
        assert len(low) == len(table.at_level("low"))
        assert all(table.by_code(code).level == level for code in low)


@given(trees(), st.randoms(use_true_random=False))
def test_order_of_the_table_changes_no_look_up(table: Regions, random: object) -> None:
    """A shuffled table answers as the ordered one does."""
    shuffled = list(table.entries)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    other = Regions(tuple(shuffled))
    for region in table:
        assert other.find(region.name) == region
        assert other.ancestors(region.code) == table.ancestors(region.code)


@given(trees(), st.text(max_size=12) | st.sampled_from(["top0", " name low0 ", "low9", "name"]))
def test_text_is_found_only_when_it_is_a_code_or_name(table: Regions, text: str) -> None:
    """Whatever else the text holds, it is refused by our own error."""
    known = {name for region in table for name in (region.code, region.name)}
    if text.strip() in known:
        assert table.find(text).code in known
    else:
        with pytest.raises(PlaceError):
            table.find(text)


@given(st.sampled_from(china().entries))
def test_every_region_of_china_is_found_by_code_and_lies_in_its_ancestors(region: Region) -> None:
    """Code look-ups and containment hold for every region of the standard."""
    assert china().by_code(region.code).code == region.code
    assert (
        china().find(region.name, level=region.level, within=region.parent or region.code).code == region.code
    )
    for above in china().ancestors(region.code):
        assert china().region_at(region.code, above.level) == above
