from __future__ import annotations

import pytest

from zhishu.errors import PlaceError
from zhishu.places import (
    Region,
    Regions,
    builtin_groups,
    builtin_regions,
    china,
    group_names,
    group_set,
    resolve_groups,
)

SETS = ("builtin/cn/parts", "builtin/cn/circles", "builtin/cn/circles_2019", "builtin/cn/north_south")


def sizes(name: str, level: str) -> dict[str, int]:
    """Return how many regions of a built-in level each group of a set has."""
    groups = builtin_groups(name, builtin_regions(f"builtin/cn/{level}"))
    return {group: len(codes) for group, codes in groups.items()}


def test_parts_of_the_country_have_their_official_sizes() -> None:
    """10 eastern, 6 central, 12 western and 3 northeastern provinces."""
    assert sizes("builtin/cn/parts", "provinces") == {"东部": 10, "中部": 6, "西部": 12, "东北部": 3}


@pytest.mark.parametrize("level", ["provinces", "prefectures"])
@pytest.mark.parametrize("name", ["builtin/cn/parts", "builtin/cn/north_south"])
def test_every_region_has_exactly_one_part(name: str, level: str) -> None:
    """Parts, and north and south, divide all scored provinces and all prefecture-level units."""
    regions = builtin_regions(f"builtin/cn/{level}")
    placed = [code for codes in builtin_groups(name, regions).values() for code in codes]
    assert sorted(placed) == [region.code for region in regions]


def test_circles_have_the_sizes_of_the_official_plans() -> None:
    """13, 26, 9 and 16 cities; the outline of 2019 makes 41 of the 26."""
    assert sizes("builtin/cn/circles", "prefectures") == {"京津冀": 13, "长三角": 26, "珠三角": 9, "成渝": 16}
    assert sizes("builtin/cn/circles_2019", "prefectures")["长三角"] == 41


def test_circles_do_not_overlap() -> None:
    """No city belongs to two of the four circles."""
    groups = builtin_groups("builtin/cn/circles", builtin_regions("builtin/cn/prefectures"))
    codes = [code for members in groups.values() for code in members]
    assert len(codes) == len(set(codes)) == 64


def test_wide_circle_is_four_whole_provinces() -> None:
    """The 41 cities of 2019 are all units of Shanghai, Jiangsu, Zhejiang and Anhui."""
    groups = builtin_groups("builtin/cn/circles_2019", builtin_regions("builtin/cn/provinces"))
    assert groups["长三角"] == ("310000", "320000", "330000", "340000")


def test_province_belongs_to_a_circle_only_as_a_whole() -> None:
    """Hebei lies in its circle with all cities; Guangdong and Sichuan lie in none."""
    groups = builtin_groups("builtin/cn/circles", builtin_regions("builtin/cn/provinces"))
    assert groups == {
        "京津冀": ("110000", "120000", "130000"),
        "长三角": ("310000",),
        "珠三角": (),
        "成渝": ("500000",),
    }


def test_districts_follow_their_city() -> None:
    """A district belongs where its city belongs."""
    districts = [china().by_code(code) for code in ("440305", "110108", "650102")]
    groups = builtin_groups("builtin/cn/circles", districts)
    assert (groups["珠三角"], groups["京津冀"]) == (("440305",), ("110108",))


@pytest.mark.parametrize(
    ("city", "side"),
    [
        ("徐州", "北方"),
        ("南京", "南方"),
        ("阜阳", "北方"),
        ("合肥", "南方"),
        ("汉中", "南方"),
        ("西安", "北方"),
        ("陇南", "南方"),
        ("郑州", "北方"),
        ("拉萨", "南方"),
        ("西宁", "北方"),
    ],
)
def test_cities_of_divided_provinces_stand_on_their_own_side(city: str, side: str) -> None:
    """The line between north and south divides provinces by city."""
    groups = builtin_groups("builtin/cn/north_south", [china().find(city, level="prefecture")])
    assert [group for group, codes in groups.items() if codes] == [side]


@pytest.mark.parametrize("name", SETS)
def test_every_set_names_its_source_and_both_languages(name: str) -> None:
    """A set says which document it follows, and every group has a label in Chinese and English."""
    declared = group_set(name)
    assert any(character.isdigit() for character in declared.source) or "convention" in declared.source
    assert declared.name.zh
    labels = group_names(name)
    assert all(label.zh == key and label.en.isascii() | ("–" in label.en) for key, label in labels.items())


def test_unknown_set_lists_what_exists() -> None:
    """A misspelt set is answered with the sets there are and the nearest."""
    with pytest.raises(PlaceError) as caught:
        builtin_groups("builtin/cn/circle", ())
    assert caught.value.allowed == ", ".join(SETS)
    assert caught.value.advice == "did you mean 'builtin/cn/circles'?"


def test_own_zone_belongs_where_its_parent_does() -> None:
    """A region that the standard does not know is placed by its parent."""
    zone = Region("zone-1", "示例新区", "示例新区", "city", parent="440300")
    assert builtin_groups("builtin/cn/circles", [zone])["珠三角"] == ("zone-1",)


def test_members_by_name_code_and_container() -> None:
    """An edition names members by name or code; a province brings its cities."""
    cities = builtin_regions("builtin/cn/prefectures")
    given = {"湾区": ("广州", "440300"), "海南": ("海南省",), "全部": ("广东", "南京市")}
    groups = resolve_groups(given, cities, china())
    assert groups["湾区"] == ("440100", "440300")
    assert groups["海南"] == ("460100", "460200", "460300", "460400")
    assert len(groups["全部"]) == 22


def test_members_below_the_level_bring_nothing() -> None:
    """A grouping may cover levels above its members: cities make no province."""
    groups = resolve_groups({"双城": ("广州", "北京")}, builtin_regions("builtin/cn/provinces"), china())
    assert groups == {"双城": ("110000",)}


def test_ambiguous_member_is_the_region_that_can_be_one() -> None:
    """Among provinces 吉林 is the province; among cities it is refused with both."""
    groups = resolve_groups({"东北": ("吉林", "辽宁")}, builtin_regions("builtin/cn/provinces"), china())
    assert groups == {"东北": ("210000", "220000")}
    with pytest.raises(PlaceError) as caught:
        resolve_groups({"东北": ("吉林",)}, builtin_regions("builtin/cn/prefectures"), china())
    assert caught.value.where == "group '东北'"
    assert "220200 吉林市" in str(caught.value.allowed)


def test_unknown_member_is_refused_with_its_group() -> None:
    """A misspelt member is an error that names the group and what was meant."""
    with pytest.raises(PlaceError) as caught:
        resolve_groups({"湾区": ("广州", "深训市")}, builtin_regions("builtin/cn/prefectures"), china())
    assert caught.value.where == "group '湾区'"
    assert "440300 深圳市" in str(caught.value.allowed)


def test_groups_of_an_index_without_china() -> None:
    """Groups work over any table of regions."""
    table = Regions(
        (Region("DE", "Germany", "Germany", "country"), Region("FR", "France", "France", "country"))
    )
    assert resolve_groups({"Rhine": ["France", "DE"]}, table.entries, table) == {"Rhine": ("DE", "FR")}


def test_built_in_name_in_an_edition_gives_the_built_in_groups() -> None:
    """`members: builtin/cn/parts` stands for the set itself."""
    regions = builtin_regions("builtin/cn/provinces")
    assert resolve_groups("builtin/cn/parts", regions, china()) == builtin_groups("builtin/cn/parts", regions)
