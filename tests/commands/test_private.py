"""Values of the roster in replies."""

from commands.private import Private, Values

ROSTER = (
    Values("A-001", "测试甲乙", "19900001111", ("3排7座", "")),
    Values("A-002", "测试丙", "19900002222", ("3排8座", "6号楼210")),
    Values("A-003", "测试丁戊", "无", ("", "")),
    Values("A-004", "测二", "19900002222", ("", "")),
)


def test_telephones_and_names_of_others() -> None:
    private = Private(ROSTER, "测试丁戊作报告")
    reply = "测试甲乙的电话：199 0000-1111，\n测试丁戊、测二在会场，3排8座"
    assert private.inside(reply, "", "") == ("19900001111", "测试甲乙")
    assert private.inside(reply, "A-001", "") == ()
    assert private.inside(reply, "A-002", "测试甲乙的电话") == ("19900001111",)
    assert private.inside("电话：19900002222", "A-002", "") == ("19900002222",)  # another's as well
    assert Private((), "").inside(reply, "", "") == ()


def test_what_a_sample_forbids() -> None:
    private = Private(ROSTER, "")
    values = ("3排8座", "6号楼 210", "测二", "19900001111", "闭幕大会", "无", "")
    assert [private.is_one(value, "") for value in values] == [True, True, True, True, False, False, False]
    assert not private.is_one("3排7座", "A-001")
