"""The stand-in's ciphers against the platform's published vectors."""

import base64
import re

import pytest

from simulator.webhook.cipher import BadEnvelope, Sealer, sign

OFFICIAL = Sealer("wxba5fad812f8e6fb9", "A" * 43)
INBOUND = (
    b'{"ToUserName":"gh_97417a04a28d","FromUserName":"o9AgO5Kd5ggOC-bXrbNODIiE3bGY","CreateTime":1714112445,'
    b'"MsgType":"event","Event":"debug_demo","debug_str":"hello world"}'
)
INBOUND_ENCRYPT = (
    "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR"
    "8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km3"
    "2IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04="
)
OUTBOUND = b'{"demo_resp":"good luck"}'
OUTBOUND_ENCRYPT = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="


def test_signature_of_the_url_check() -> None:
    assert sign("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"


def test_official_vectors() -> None:
    assert OFFICIAL.encrypt(INBOUND, b"a8eedb185eb2fecf") == INBOUND_ENCRYPT
    assert OFFICIAL.decrypt(INBOUND_ENCRYPT) == INBOUND
    assert OFFICIAL.encrypt(OUTBOUND, b"707722b803182950") == OUTBOUND_ENCRYPT
    assert sign("AAAAA", "1714112445", "415670741", INBOUND_ENCRYPT) == "046e02f8204d34f8ba5fa3b1db94908f3df2e9b3"
    assert sign("AAAAA", "1713424427", "415670741", OUTBOUND_ENCRYPT) == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


@pytest.mark.parametrize("extra", range(32))
def test_every_padding(extra: int) -> None:
    message = "职工".encode() + b"x" * extra
    sealed = OFFICIAL.encrypt(message)
    assert len(base64.b64decode(sealed)) == (16 + 4 + len(message) + 18) // 32 * 32 + 32
    assert OFFICIAL.decrypt(sealed) == message


def test_the_random_part_is_hexadecimal_and_the_length_counts_bytes() -> None:
    decryptor = OFFICIAL._cipher().decryptor()
    full = decryptor.update(base64.b64decode(OFFICIAL.encrypt("你好".encode())))
    assert re.fullmatch(rb"[0-9a-f]{16}", full[:16])
    assert full[16:26] == b"\x00\x00\x00\x06" + "你好".encode()


@pytest.mark.parametrize(
    ("encrypted", "reason"),
    [
        ("%%%", "Encrypt can't be decrypted"),
        ("QUJD", "Encrypt can't be decrypted"),
        ("", "the padding is wrong"),
        (Sealer("wxanother", "A" * 43).encrypt(b"hello", b"a8eedb185eb2fecf"), "the appid inside is another one"),
        (Sealer("wxba5fad812f8e6fb9", "B" * 43).encrypt(b"hello", b"a8eedb185eb2fecf"), "the padding is wrong"),
    ],
)
def test_bad_envelopes(encrypted: str, reason: str) -> None:
    with pytest.raises(BadEnvelope) as refused:
        OFFICIAL.decrypt(encrypted)
    assert str(refused.value) == reason
