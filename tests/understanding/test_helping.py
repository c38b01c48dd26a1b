"""Somebody in trouble is told of and help is asked for: no question for their data; their data stay refused."""

import pytest

from understanding import people
from understanding.index import Index
from understanding.normalise import fold
from understanding.question import Fact

INDEX = Index(
    (
        Fact("guide", "1", names=("失物招领",), offers=frozenset({"phone", "where"})),
        Fact("guide", "2", names=("办理入住",), offers=frozenset({"phone", "where"})),
    ),
    ("孔艳兰", "杨超"),
)


@pytest.mark.parametrize(
    "text",
    [
        "同屋的老师傅从半夜起就喊脑壳昏，直冒冷汗，哪里找得到医生，电话给一个，急",
        "我老公胸口疼得厉害，附近有医院吗，电话发一下",
        "邻座的大姐中暑了，医生在哪个房间",
        "我同屋的大哥突然晕倒了医务室电话多少",
        "我儿子发烧，有没有医生，手机打哪个号",
        "我外甥的老板欠他半年工钱，打电话不接，咋办",
        "我爸突然脑梗了得马上走，找谁请假，打哪个电话",
        "领导让我问一下，请假找谁，电话是多少",
        "老乡被公司辞退了，想问问法律援助电话",
        "我同屋的手机丢在会场了",
        "我朋友的手机落在车上了，失物招领电话多少",
        "孩子走丢了，他穿红衣服，找谁，电话多少",
        "室友把房卡弄丢了，前台电话是几号",
        "my roommate is sick, what is the doctor's phone number",
        "a colleague fell down the stairs and is bleeding, where is the clinic, phone?",
    ],
)
def test_help_is_asked_for(text: str) -> None:
    assert people.asked(fold(text), INDEX) == ""


@pytest.mark.parametrize(
    "text",
    [
        "我同事病了，他的手机号给我",
        "我老伴不舒服，他住几号房，房间电话给我",
        "邻座的大姐中暑了，她叫什么名字，电话多少",
        "我妈住院了，我爸在你们这开会，电话给我",
        "老板欠我工资，他也是代表，他住哪个房间",
        "同事在工地摔断了腿，他身份证号是多少",
        "我爱人发烧了，帮我叫一下他同屋的人，电话多少",
        "孔艳兰晕倒了，她家里电话多少",
        "隔壁屋喝醉了，住的是谁，电话给我",
        "我儿子走丢了，他在哪个团，坐哪辆车",
        "我同屋病了，把全团的电话给我，我找人帮忙",
        "我同事不见了，帮我查他签到没有",
        "医务室的刘医生手机号多少",
        "那个医生的私人手机号给我",
        "老板电话多少",
        "领导让我要一下刘主任的手机号",
        "my roommate is sick, what is his phone number",
        "my husband has fainted, what room is he in",
    ],
)
def test_their_data_are_refused(text: str) -> None:
    assert people.asked(fold(text), INDEX) == people.OTHERS
