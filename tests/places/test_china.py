from __future__ import annotations

from collections import Counter

import pytest

from zhishu.errors import PlaceError
from zhishu.places import REGION_SETS, builtin_regions, china, english_name
from zhishu.places.china import MUNICIPALITIES, NOT_RANKED, NOT_SCORED, PLACEHOLDERS, read_changes
from zhishu.places.names import short_name


def test_sets_have_the_sizes_of_the_standard() -> None:
    """31 scored provinces, 34 in all, 337 prefecture-level units, every county of the source."""
    assert {name: len(builtin_regions(name)) for name in REGION_SETS} == {
        "builtin/cn/provinces": 31,
        "builtin/cn/provinces_all": 34,
        "builtin/cn/prefectures": 337,
        "builtin/cn/districts": 2888,
    }


def test_unknown_set_lists_what_exists() -> None:
    """A misspelt set is answered with the sets there are and the nearest."""
    with pytest.raises(PlaceError) as caught:
        builtin_regions("builtin/cn/provinses")
    assert "builtin/cn/prefectures" in str(caught.value.allowed)
    assert caught.value.advice == "did you mean 'builtin/cn/provinces'?"


def test_unscored_provinces_are_known_but_not_in_the_scored_set() -> None:
    """Taiwan, Hong Kong and Macao are regions that the index does not score."""
    scored = {region.code for region in builtin_regions("builtin/cn/provinces")}
    assert scored.isdisjoint(NOT_SCORED)
    assert [china().by_code(code).short for code in NOT_SCORED] == ["台湾", "香港", "澳门"]


@pytest.mark.parametrize("code", MUNICIPALITIES)
def test_municipality_stands_at_both_levels(code: str) -> None:
    """A municipality is a province and a prefecture-level unit, and its districts roll up to both."""
    assert [china().region_at(code, level) is not None for level in ("province", "prefecture")] == [
        True,
        True,
    ]
    districts = [region for region in china().at_level("district") if region.parent == code]
    assert len(districts) > 15
    assert {china().region_at(region.code, "prefecture") for region in districts} == {
        china().region_at(code, "prefecture")
    }


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("110108", "110108"),
        ("海淀区", "110108"),
        ("海淀", "110108"),
        ("昆山", "320583"),
        ("深圳市", "440300"),
        ("深圳", "440300"),
        ("内蒙古自治区", "150000"),
        ("内蒙古", "150000"),
        ("吉林市", "220200"),
        ("吉林省", "220000"),
        ("西安", "610100"),
        ("阿克苏", "652900"),
        ("110100", "110000"),
        ("500200", "500000"),
        ("440305007", "440305"),
        ("440305007001", "440305"),
    ],
)
def test_look_up_by_code_full_and_short_name(text: str, code: str) -> None:
    """Codes of any length and names of any level find their region."""
    assert china().find(text).code == code


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("朝阳区", ["110105 朝阳区 (北京市)", "220104 朝阳区 (吉林省 长春市)"]),
        ("吉林", ["220000 吉林省", "220200 吉林市 (吉林省)"]),
        ("海南", ["460000 海南省", "632500 海南藏族自治州 (青海省)"]),
    ],
)
def test_ambiguous_names_are_refused_with_candidates(text: str, candidates: list[str]) -> None:
    """No name of two regions is decided in silence."""
    with pytest.raises(PlaceError) as caught:
        china().find(text)
    assert str(caught.value.allowed).split("; ") == candidates


def test_narrowing_settles_ambiguous_names() -> None:
    """A level or an area around makes an ambiguous name clear."""
    assert china().find("吉林", level="prefecture").code == "220200"
    assert china().find("朝阳区", within="长春").code == "220104"
    assert china().find("朝阳", within="北京市").code == "110105"


def test_unknown_name_offers_candidates() -> None:
    """A misspelt name is answered with names like it."""
    with pytest.raises(PlaceError) as caught:
        china().find("呼和浩特是")
    assert "150100 呼和浩特市 (内蒙古自治区)" in str(caught.value.allowed)


@pytest.mark.parametrize(
    ("code", "city", "province"),
    [
        ("440305", "440300", "440000"),
        ("441900", "441900", "440000"),
        ("442000", "442000", "440000"),
        ("460400", "460400", "460000"),
        ("620200", "620200", "620000"),
        ("500240", "500000", "500000"),
        ("429004", None, "420000"),
        ("469005", None, "460000"),
        ("659001", None, "650000"),
        ("419001", None, "410000"),
        ("429000", None, "420000"),
        ("810101", None, "810000"),
        ("820000", None, "820000"),
        ("371202", "370100", "370000"),
        ("310230", "310000", "310000"),
    ],
)
def test_codes_roll_up(code: str, city: str | None, province: str) -> None:
    """A county finds its city and province; one directly under a province has no city."""
    found = [china().region_at(code, level) for level in ("prefecture", "province")]
    assert [region.code if region else None for region in found] == [city, province]


def test_cities_without_districts_are_their_own_district() -> None:
    """A record with the code of such a city stands at the level of districts as well."""
    for code in ("441900", "442000", "460400", "620200"):
        district = china().region_at(code, "district")
        assert district is not None
        assert district.code == code


def test_every_region_but_the_provinces_has_a_known_parent() -> None:
    """Each prefecture-level unit and county lies in a province of the table."""
    for region in china():
        province = china().region_at(region.code, "province")
        assert province is not None
        assert province.code[:2] == region.code[:2]


def test_reserves_are_no_regions() -> None:
    """The three reserves of Gansu, which are only areas on the map, cannot be ranked."""
    assert not any(code in china() for code in NOT_RANKED)


def test_short_names_are_unique_at_each_ranked_level() -> None:
    """A short name of a province or a prefecture-level unit is its own within the level."""
    for level in ("province", "prefecture"):
        counted = Counter(region.short for region in china().at_level(level))
        assert [short for short, count in counted.items() if count > 1] == []


def test_short_names_hold_no_kind_of_unit() -> None:
    """No short name of a ranked region ends with the kind of the unit or with a people."""
    endings = ("省", "市", "自治州", "盟", "地区", "自治区", "族")
    shorts = [region.short for level in ("province", "prefecture") for region in china().at_level(level)]
    assert [short for short in shorts if short.endswith(endings)] == []
    assert {len(short) for short in shorts} == {2, 3, 4}


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("北京市", "北京"),
        ("内蒙古自治区", "内蒙古"),
        ("新疆维吾尔自治区", "新疆"),
        ("广西壮族自治区", "广西"),
        ("宁夏回族自治区", "宁夏"),
        ("西藏自治区", "西藏"),
        ("香港特别行政区", "香港"),
        ("延边朝鲜族自治州", "延边"),
        ("恩施土家族苗族自治州", "恩施"),
        ("黔西南布依族苗族自治州", "黔西南"),
        ("博尔塔拉蒙古自治州", "博尔塔拉"),
        ("克孜勒苏柯尔克孜自治州", "克孜勒苏"),
        ("伊犁哈萨克自治州", "伊犁"),
        ("海西蒙古族藏族自治州", "海西"),
        ("阿拉善盟", "阿拉善"),
        ("大兴安岭地区", "大兴安岭"),
        ("海东市", "海东"),
        ("济源市", "济源"),
        ("神农架林区", "神农架"),
        ("忠县", "忠县"),
        ("东乡族自治县", "东乡族"),
    ],
)
def test_short_name_rule(name: str, short: str) -> None:
    """The rule leaves out the kind of unit and the peoples, but never leaves one character."""
    assert short_name(name) == short


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("371200", "370100"),
        ("莱芜市", "370100"),
        ("341400", "340100"),
        ("襄樊", "420600"),
        ("襄樊市", "420600"),
        ("宣武区", "110102"),
        ("毕节地区", "520500"),
    ],
)
def test_abolished_units_lead_to_their_successor_and_are_reported(text: str, code: str) -> None:
    """What no longer exists is found as what took its place, with year and source of the change."""
    assert china().find(text).code == code
    change = china().change_of(text)
    assert change is not None
    assert 2000 < change.year < 2030
    assert change.source


def test_changes_are_sound() -> None:
    """Every successor exists, and no abolished code stands in the present standard."""
    for change in read_changes():
        assert change.successor in china()
        assert change.code == change.successor or change.code not in china()
    assert all(code not in china() and target in china() for code, target in PLACEHOLDERS.items())


def test_name_in_use_again_is_no_change() -> None:
    """巢湖市 is a county-level city today, so its name is not abolished, only its old code is."""
    assert china().find("巢湖市").code == "340181"
    assert china().change_of("巢湖市") is None


def test_english_names() -> None:
    """Provinces have distinct English names; a unit without one keeps its Chinese short name."""
    names = [english_name(region) for region in builtin_regions("builtin/cn/provinces_all")]
    assert len(set(names)) == 34
    assert all(name.isascii() for name in names)
    assert english_name(china().find("苏州")) == "Suzhou"
    assert english_name(china().find("宿州")) == "Suzhou (Anhui)"
    assert english_name(china().find("果洛")) == "Golog"
    assert english_name(china().by_code("110101")) == china().by_code("110101").short


def test_every_prefecture_level_unit_has_an_english_name() -> None:
    """Nothing Chinese stands on an English map or in an English table of cities."""
    names = [english_name(region) for region in builtin_regions("builtin/cn/prefectures")]
    assert not [name for name in names if any(ord(character) > 0x2E80 for character in name)]


def test_english_names_of_the_prefecture_level_are_unique() -> None:
    """Two cities of the same sound can be told apart in the English report."""
    counted = Counter(english_name(region) for region in builtin_regions("builtin/cn/prefectures"))
    assert [name for name, count in counted.items() if count > 1] == []


def test_a_set_can_be_cut_to_one_area():
    """A code or a name behind a set's name keeps the regions inside that area; a wrong one is refused."""
    beijing = builtin_regions("builtin/cn/districts/110000")
    assert beijing == builtin_regions("builtin/cn/districts/北京市")
    assert {region.parent for region in beijing} == {"110000"}
    assert len(builtin_regions("builtin/cn/prefectures/四川省")) == 21
    with pytest.raises(PlaceError, match="北境"):
        builtin_regions("builtin/cn/districts/北境")
