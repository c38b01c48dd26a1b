"""How delegations are called."""

from handlers.calling import called


def test_in_full_without_endings_and_in_short() -> None:
    assert called(["东城区代表团", "交通运输代表团", "教育代表团", "新就业形态代表团"]) == {
        "东城区代表团": ("东城区代表团", "东城区", "东城", "东城区团", "东城团"),
        "交通运输代表团": ("交通运输代表团", "交通运输", "交通运输团", "交通团", "交通运团", "运输团"),
        "教育代表团": ("教育代表团", "教育", "教育团"),
        "新就业形态代表团": (
            "新就业形态代表团", "新就业形态", "新就业形态团", "新就团", "新就业团", "新就业形团", "形态团",
        ),
    }  # fmt: skip


def test_groups_are_called_by_their_own_word() -> None:
    assert called(["湖里组", "市直中学组", "第三分团", "河西代表队"]) == {
        "湖里组": ("湖里组", "湖里"),
        "市直中学组": ("市直中学组", "市直中学", "市直组", "市直中组", "中学组"),
        "第三分团": ("第三分团", "第三", "第三团"),
        "河西代表队": ("河西代表队", "河西", "河西队"),
    }


def test_what_two_delegations_share_stands_for_neither() -> None:
    found = called(["交通运输代表团", "交通建设代表团"])
    assert "交通团" not in found["交通运输代表团"]
    assert "运输团" in found["交通运输代表团"]
