"""Bad values are refused at the start, by their key."""

import pytest

import config


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
