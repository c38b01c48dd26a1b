"""Bad values are refused at the start, by their key."""

import pytest

import config
from sending.templates import Template


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("miniprogram_appid", "mini"),
        ("miniprogram_original_id", "mini"),
        ("miniprogram_token", "no"),
        ("miniprogram_aes_key", "short"),
        ("wechat_aes_key", "short"),
        ("database_url", "oracle://somebody:private@host/db"),
        ("redis_url", "localhost:6379"),
    ],
)
def test_a_bad_credential_is_named_and_not_shown(key: str, value: str):
    with pytest.raises(config.BadConfiguration) as refused:
        config.load(**{key: value})
    assert str(refused.value).startswith(f"{key} ({key.upper()}): ")
    assert value not in str(refused.value).partition(": ")[2]


def test_a_mini_program_may_share_everything_but_its_names():
    settings = config.load(miniprogram_appid="wxfedcba9876543210", miniprogram_original_id="gh_demo00000002")
    assert (settings.miniprogram_token, settings.miniprogram_aes_key) == ("", "")


OPEN = {
    "public_url": "https://assistant.example.org", "wechat_secret": "s", "wechat_token": "abc",
    "wechat_aes_key": "B" * 43, "secret_key": "s" * 32, "data_key": "d" * 32,
}  # fmt: skip


@pytest.mark.parametrize("key", ["notice_subscriptions", "notice_templates"])
def test_the_demo_s_templates_are_not_for_an_account_in_the_open(key: str):
    other = "notice_templates" if key == "notice_subscriptions" else "notice_subscriptions"
    with pytest.raises(config.BadConfiguration, match=f"^{key} still names the demo's templates"):
        config.load(**OPEN, **{other: {}})


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("short", "data_key (DATA_KEY): String should have at least 32 characters"),
        (config.DEMO_SECRETS["data_key"], "data_key still has the demo's value, but public_url "
         "(https://assistant.example.org) is not on this machine: set DATA_KEY in the environment"),
    ],
)  # fmt: skip
def test_a_data_key_that_is_not_set_well_is_told_in_two_languages(key: str, said: str):
    with pytest.raises(config.BadConfiguration) as refused:
        config.load(**OPEN | {"data_key": key}, notice_subscriptions={}, notice_templates={})
    assert str(refused.value) == (
        f"{said}. DATA_KEY（给姓名和电话加密的密钥）没有设好：请在环境变量里设一个自己生成的、至少 32 个字符的值，"
        "并另外妥善保存；已经有数据的，请用原来的那个，丢了数据就打不开了"
    )


def test_channels_are_switched_off_or_named():
    named = {"reminder": {"id": "t" * 43, "fields": {"thing1": "item"}, "long_term": True}}
    settings = config.load(**OPEN, notice_subscriptions=named, notice_templates={})
    assert settings.notice_subscriptions == {"reminder": Template("t" * 43, {"thing1": "item"}, True)}
    with pytest.raises(config.BadConfiguration, match=r"^notice_templates \(NOTICE_TEMPLATES\), change id: "):
        config.load(notice_templates={"change": {"fields": {}}})
