"""Where stations are, in words."""

import pytest

from union.places import Places, Where, called
from union.stations import Station

ROWS = [
    Station("1", "桥头巷邮政驿站", "朝阳区", "某市朝阳区桥头巷5号", "", "", ""),
    Station("2", "望京东路驿站", "朝阳区", "某市朝阳区望京街道望京东路65号", "", "", ""),
    Station("3", "朝阳门驿站", "东城区", "某市东城区朝阳门内大街165号", "", "", ""),
    Station("4", "65号路驿站", "东城区", "某市东城区65号路8号", "", "", ""),
    Station("5", "长岭驿站", "长岭县", "某市长岭县桥头巷7号", "", "", ""),
]
PLACES = Places(ROWS)


@pytest.mark.parametrize(
    ("stretches", "where"),
    [
        ([], Where()),
        (["朝阳区"], Where(frozenset([0, 1]), "朝阳区")),
        (["朝阳"], Where(frozenset([0, 1]), "朝阳")),
        (["某市朝阳区"], Where(frozenset([0, 1]), "朝阳区")),
        (["朝阳门"], Where(frozenset([2]), "朝阳门", True)),
        (["长岭"], Where(frozenset([4]), "长岭")),
        (["桥头巷"], Where(frozenset([0, 4]), "桥头巷", True)),
        (["朝阳区桥头巷"], Where(frozenset([0]), "朝阳区桥头巷", True)),
        (["朝阳区", "桥头巷"], Where(frozenset([0]), "朝阳区桥头巷", True)),
        (["望京"], Where(frozenset([1]), "望京", True)),
        (["望京街道"], Where(frozenset([1]), "望京街道", True)),
        (["望京西园"], Where(frozenset([1]), "望京", True)),
        (["65号路"], Where(frozenset([3]), "65号路", True)),
        (["5号路"], Where(left=("5号路",))),  # not 65
        (["某市"], Where()),
        (["国贸"], Where(left=("国贸",))),
        (["朝阳区国贸"], Where(frozenset([0, 1]), "朝阳区", left=("国贸",))),
        (["朝阳国贸"], Where(left=("朝阳国贸",))),
        (["\x00'; DROP TABLE station;--"], Where(left=("\x00';droptablestation;",))),
    ],
)
def test_where(stretches: list[str], where: Where) -> None:
    assert PLACES.where(stretches) == where


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("望京东路驿站", (1,)), ("请问望京东路驿站电话", (1,)), ("65号路驿站几点开", (3,)), ("165号路驿站", (3,)),
        ("驿站", ()), ("望京驿站", ()), ("", ()),
    ],
)  # fmt: skip
def test_a_station_by_its_own_name(text: str, rows: tuple[int, ...]) -> None:
    assert PLACES.own(text, "驿站") == rows


def test_rows_without_any_words() -> None:
    none = Places([Station("1", "", "", "", "", "", "")])
    assert (none.where(["朝阳区"]), none.own("驿站", "驿站"), none.example) == (Where(left=("朝阳区",)), (), "")


@pytest.mark.parametrize(
    ("names", "word"),
    [
        ([row.name for row in ROWS], "驿站"),
        (["东街工友港湾1号", "西门工友港湾（2）", "南湖工友港湾", "丁"], "工友港湾"),
        (["北京市朝阳区望京驿站", "北京市朝阳区国贸驿站"], "驿站"), (["near station", "far station"], ""),
        (["甲", "乙"], ""), (["只有一个"], ""), ([], ""),
    ],
)  # fmt: skip
def test_what_they_are_called(names: list[str], word: str) -> None:
    assert called(names) == word
