from __future__ import annotations

import pytest

from zhishu.errors import PlaceError
from zhishu.places import Change, Region, Regions, combine


@pytest.fixture
def table() -> Regions:
    """Give a small country in which two towns share a name and one town is a part of itself."""
    return Regions(
        (
            Region("N", "North Part", "North", "part"),
            Region("S", "South Part", "South", "part"),
            Region("C", "Capital", "Capital", "part"),
            Region("n1", "Norton", "Norton", "town", "N"),
            Region("n2", "Newton", "Newton", "town", "N"),
            Region("s1", "Newton", "Newton", "town", "S"),
            Region("C", "Capital", "Capital", "town", "C"),
            Region("c1", "Old Quarter", "Old Quarter", "quarter", "C"),
        ),
        changes=(Change("n9", "Nearton", "Nearton", "n1", 1999, "the gazette"),),
        aliases={"Quarter": ("c1",)},
    )


def test_code_full_and_short_name_find_the_region(table: Regions) -> None:
    """A code, a full name and a short name lead to the same region."""
    assert [table.find(text).code for text in ("N", "North Part", "North", " North ")] == ["N"] * 4


def test_ambiguous_name_lists_every_candidate(table: Regions) -> None:
    """A name of two regions is refused, and the message says where each of them lies."""
    with pytest.raises(PlaceError) as caught:
        table.find("Newton")
    assert caught.value.allowed == "n2 Newton (North Part); s1 Newton (South Part)"


def test_level_area_and_set_settle_an_ambiguous_name(table: Regions) -> None:
    """Whoever asks can narrow a name by what it lies in, or by the codes that are possible."""
    assert table.find("Newton", within="South").code == "s1"
    assert table.find("Newton", among={"n1", "n2"}).code == "n2"
    assert table.find("Capital", level="town").level == "town"


def test_unknown_name_offers_the_nearest(table: Regions) -> None:
    """A misspelt name is refused with the names most like it."""
    with pytest.raises(PlaceError, match="no region is known as 'Nortn'") as caught:
        table.find("Nortn")
    assert "n1 Norton (North Part)" in str(caught.value.allowed)


def test_name_outside_of_what_was_asked_says_so(table: Regions) -> None:
    """A name that exists, but not there, is refused with where it is."""
    with pytest.raises(PlaceError, match="within S South Part") as caught:
        table.find("Norton", within="S")
    assert caught.value.allowed == "n1 Norton (North Part)"
    assert "lie outside" in str(caught.value.advice)


@pytest.mark.parametrize("text", ["", "   ", "town"])
def test_text_that_names_nothing_is_refused(table: Regions, text: str) -> None:
    """An empty cell or the name of a level is no region."""
    with pytest.raises(PlaceError):
        table.find(text)


def test_region_at_climbs_to_the_level(table: Regions) -> None:
    """Any code leads to the region of a level that contains it; two levels may share a code."""
    quarter_in = [table.region_at("c1", level) for level in ("quarter", "town", "part")]
    assert [region.level for region in quarter_in if region] == ["quarter", "town", "part"]
    assert [region.code for region in quarter_in if region] == ["c1", "C", "C"]


def test_region_at_is_none_below_and_for_unknown_codes(table: Regions) -> None:
    """A part lies in no town, and an unknown code lies nowhere."""
    assert table.region_at("N", "town") is None
    assert table.region_at("zz", "part") is None


def test_ancestors_run_from_the_nearest_to_the_farthest(table: Regions) -> None:
    """The regions above come nearest first, a region at two levels once for each."""
    assert [(region.code, region.level) for region in table.ancestors("c1")] == [("C", "town"), ("C", "part")]
    assert table.ancestors("N") == ()


def test_abolished_code_and_name_lead_to_the_successor(table: Regions) -> None:
    """An abolished unit is found as its successor, and the change tells that this happened."""
    assert table.find("Nearton").code == table.find("n9").code == "n1"
    change = table.change_of("Nearton")
    assert change is not None
    assert (change.successor, change.year) == ("n1", 1999)
    assert table.change_of("Norton") is None


def test_name_outranks_alias_and_alias_still_finds(table: Regions) -> None:
    """An alias finds its region when no name is the same."""
    assert table.find("Quarter").code == "c1"


def test_roll_up_maps_what_lies_inside_and_nothing_else(table: Regions) -> None:
    """The join table holds every code inside the wanted regions, the nearest one winning."""
    assert table.roll_up(["C", "n1"]) == {"C": "C", "c1": "C", "n1": "n1"}


def test_codes_longer_than_the_standard_are_read_by_their_first_digits() -> None:
    """A township's code lies in its county's, where the table says how long codes are."""
    table = Regions((Region("110105", "朝阳区", "朝阳区", "district"),), code_length=6)
    assert table.by_code("110105012005").name == "朝阳区"
    assert "11010" not in table


def test_same_code_twice_at_one_level_is_refused() -> None:
    """A table with a repeated code cannot be made."""
    twice = (Region("a", "A", "A", "town"), Region("a", "B", "B", "town"))
    with pytest.raises(PlaceError, match="stands twice at one level"):
        Regions(twice)


def test_circle_of_parents_is_refused() -> None:
    """Parents that lead back are refused with the whole circle."""
    circle = (Region("a", "A", "A", "town", "b"), Region("b", "B", "B", "town", "a"))
    with pytest.raises(PlaceError) as caught:
        Regions(circle)
    assert caught.value.seen == "a → b → a"


def test_combined_tables_keep_the_earlier_region_and_add_the_rest(table: Regions) -> None:
    """Joining tables keeps the first one's regions and look-ups, and adds what is new."""
    more = Regions((Region("n1", "Other", "Other", "town"), Region("x", "Extra", "Extra", "quarter", "n1")))
    both = combine((table, more))
    assert both.by_code("n1").name == "Norton"
    assert both.region_at("x", "part") == table.by_code("N")
    assert both.find("Nearton").code == "n1"


def test_combined_aliases_of_one_text_are_ambiguous() -> None:
    """A text that two tables understand differently is not decided in silence."""
    tables = [
        Regions((Region(code, code.upper(), code.upper(), "town"),), aliases={"old": (code,)})
        for code in "ab"
    ]
    with pytest.raises(PlaceError, match="may be any of 2"):
        combine(tables).find("old")


def test_levels_and_order_are_those_of_the_table(table: Regions) -> None:
    """Levels and regions come in the order in which they were given."""
    assert table.levels == ("part", "town", "quarter")
    assert [region.code for region in table.at_level("town")] == ["n1", "n2", "s1", "C"]
    assert table.at_level("village") == ()
    assert len(table) == 8
    assert len(table.codes) == 7
