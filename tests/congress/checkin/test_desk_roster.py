"""What a desk is handed: enough to work without a network, nothing to make a badge of, and signed."""

import base64
import hashlib
import json
from datetime import datetime, timedelta

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

import models
from congress import audit
from congress.catalogue import BEIJING
from congress.checkin import arrivals, retraction, roster, stages
from congress.checkin.plan import DeskPlan, StagePlan
from congress.checkin.signing import Signer
from congress.errors import Invalid, NotFound

AT = datetime(2019, 5, 6, 9, 0, tzinfo=BEIJING)
MS = int(AT.timestamp() * 1000)
DAY = {"opens": AT.replace(hour=0), "closes": AT.replace(hour=23)}
PEOPLE = [("BJ14-0001", "曾  强", "正式代表"), ("BJ14-0002", "Ann·李", "正式代表"), ("BJ14-0003", "王五", "列席人员")]


@pytest.fixture(autouse=True)
def rows(database_url: str) -> None:
    """Three people, of whom one has a code that was made; two stages, a desk."""
    stages.use(
        (
            StagePlan(key="report", name="报到", **DAY),  # type: ignore[arg-type]
            StagePlan(key="paper", name="简报", who="正式代表", hours="7:00-18:00", count="per_day", **DAY),  # type: ignore[arg-type]
        ),
        (DeskPlan(key="hall-a", name="大堂A台"),),
    )
    for badge, name, category in PEOPLE:
        models.Delegate.create(
            badge=badge, name=name, category=category, delegation="东城区代表团", phone="13900001111", seat="3排7号",
            room="8808", scene_key=hashlib.md5(badge.encode()).hexdigest(),
        )  # fmt: skip
    key = models.Delegate.get(badge="BJ14-0001").scene_key
    models.Scene.create(
        kind="delegate", key=key, scene=f"delegate_{key}", ticket="T", url="http://weixin.qq.com/q/02Ab-_c",
        created=datetime(2019, 5, 1), permanent=True,
    )  # fmt: skip
    models.Revision.raise_()


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def scene_of(badge: str) -> str:
    return f"delegate_{hashlib.md5(badge.encode()).hexdigest()}"


def test_a_roster_holds_what_a_desk_needs() -> None:
    assert roster.roster(AT) == {
        "kind": "roster",
        "version": roster.version(),
        "made": MS,
        "expires": MS + 20 * 3600_000,
        "delegations": ["东城区代表团"],
        "categories": ["列席人员", "正式代表"],
        "people": [
            ["BJ14-0001", "曾  强", 0, 1, "ceng qiang", sha("weixin.qq.com/q/02Ab-_c"), sha(scene_of("BJ14-0001"))],
            ["BJ14-0002", "Ann·李", 0, 1, "ann li", "", sha(scene_of("BJ14-0002"))],
            ["BJ14-0003", "王五", 0, 0, "wang wu", "", sha(scene_of("BJ14-0003"))],
        ],
        "stages": [
            {"key": "report", "name": "报到", "opens": MS - 9 * 3600_000, "closes": MS + 14 * 3600_000, "daily": None,
             "count": "once", "again_after": 10, "except": True, "among": []},
            {"key": "paper", "name": "简报", "opens": MS - 9 * 3600_000, "closes": MS + 14 * 3600_000,
             "daily": [420, 1080], "count": "per_day", "again_after": 10, "except": True, "among": [2]},
        ],
        "desks": [{"key": "hall-a", "name": "大堂A台"}],
    }  # fmt: skip


def test_a_roster_holds_no_telephone_no_seat_and_no_code() -> None:
    told = json.dumps(roster.roster(AT), ensure_ascii=False)
    secret = ["13900001111", "3排7号", "8808", "02Ab-_c", *(scene_of(badge)[9:] for badge, _, _ in PEOPLE)]
    assert [each for each in secret if each in told] == []


def test_the_version_follows_people_codes_and_stages() -> None:
    words = [roster.version()]
    models.Scene.update(ticket="").execute()
    words.append(roster.version())
    models.Revision.raise_()
    from congress import catalogue

    catalogue.expire()
    words.append(roster.version())
    stages.use((), ())
    words.append(roster.version())
    assert len(set(words)) == 4


def test_who_came_is_told_with_where_and_when() -> None:
    arrivals.arrive("report", "BJ14-0001", AT, mark="a", desk="hall-a", by="zhang", how="gun")
    arrivals.arrive("report", "BJ14-0001", AT + timedelta(minutes=1), mark="b", desk="hall-b", by="li", how="gun")
    assert roster.seen("report", AT) == {
        "kind": "seen", "stage": "report", "version": "2", "made": MS, "seen": [["BJ14-0001", MS, "hall-a", "zhang"]],
    }  # fmt: skip


def _verify(public: str, signed: dict[str, str]) -> None:
    both = base64.b64decode(signed["signature"])
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), base64.b64decode(public))
    der = encode_dss_signature(int.from_bytes(both[:32], "big"), int.from_bytes(both[32:], "big"))
    key.verify(der, signed["payload"].encode(), ec.ECDSA(hashes.SHA256()))


def test_signatures_are_verified_by_the_public_key_and_by_no_other() -> None:
    signer = Signer("a secret of the installation, 32 characters")
    signed = signer.signed({"name": "曾强"})
    assert json.loads(signed["payload"]) == {"name": "曾强"}
    _verify(Signer(signer.secret).public, signed)  # another process has the same key
    with pytest.raises(InvalidSignature):
        _verify(Signer(signer.secret + "!").public, signed)
    with pytest.raises(InvalidSignature):
        _verify(signer.public, {**signed, "payload": signed["payload"].replace("曾", "王")})
    assert signer.secret not in repr(signer)


def test_a_roster_is_noted_once_for_a_device_and_day() -> None:
    for device, at in [("d-1", AT), ("d-1", AT + timedelta(hours=3)), ("d-2", AT), ("d-1", AT + timedelta(days=1))]:
        roster.note_taken(device, "zhang", at)
    assert [(line.by, line.subject, line.at.day) for line in audit.lines(what="checkin.roster")] == [
        ("zhang", "d-1", 7), ("zhang", "d-2", 6), ("zhang", "d-1", 6),
    ]  # fmt: skip
    for bad in ("", "x" * 41, "a b", "张"):
        with pytest.raises(Invalid):
            roster.note_taken(bad, "zhang", AT)


def test_taking_back_twice_leaves_a_newer_check_in_alone() -> None:
    arrivals.arrive("report", "BJ14-0001", AT, mark="a", desk="hall-a", by="zhang", how="gun")
    retraction.retract("a", "zhang", "扫错了人", AT)
    arrivals.arrive("report", "BJ14-0001", AT + timedelta(minutes=2), mark="b", desk="hall-b", by="li", how="gun")
    retraction.retract("a", "zhang", "扫错了人", AT)  # the answer was lost, the desk asks again
    assert [(row.mark, row.undone, row.holds is not None) for row in models.CheckinEntry.select()] == [
        ("a", True, False), ("b", False, True),
    ]  # fmt: skip
    assert [line.detail for line in audit.lines(what="checkin.undo")] == ["report: 扫错了人"]


def test_taking_a_duplicate_back_leaves_the_check_in() -> None:
    arrivals.arrive("report", "BJ14-0001", AT, mark="a", desk="hall-a", by="zhang", how="gun")
    arrivals.arrive("report", "BJ14-0001", AT + timedelta(minutes=2), mark="b", desk="hall-b", by="li", how="gun")
    retraction.retract("b", "li", "扫错了人", AT)
    assert [(row.mark, row.undone, row.holds is not None) for row in models.CheckinEntry.select()] == [
        ("a", False, True), ("b", True, False),
    ]  # fmt: skip


def test_nothing_is_taken_back_without_mark_or_reason() -> None:
    with pytest.raises(NotFound):
        retraction.retract("nobody's", "zhang", "扫错了人", AT)
    with pytest.raises(Invalid):
        retraction.retract("nobody's", "zhang", "  ", AT)
