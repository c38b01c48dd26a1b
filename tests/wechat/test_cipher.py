"""The AES envelope against the platform's own vectors, for all paddings, and against what others send."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import pushes
from wechat.cipher import BadEnvelope, Cipher
from wechat.signatures import matches, sign

KEY = "A" * 43


def test_verification_vector():
    assert sign("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"
    assert matches("f464b24fc39322e44b38aa78f5edd27bd1441696", "AAAAA", "1714036504", "1514711492")
    assert not matches("", "AAAAA", "1714036504", "1514711492")
    assert not matches("签名", "AAAAA", "1714036504", "1514711492")


def test_inbound_signature_vector():
    assert sign("AAAAA", "1714112445", "415670741") == "6c5c811b55cc85e0e1b54100749188c20beb3f5d"


def test_outbound_vector():
    sealed = Cipher(KEY).seal(b'{"demo_resp":"good luck"}', "wxba5fad812f8e6fb9", b"707722b803182950")
    assert sealed == "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="
    assert sign("AAAAA", "1713424427", "415670741", sealed) == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"
    assert Cipher(KEY).open(sealed) == (b'{"demo_resp":"good luck"}', "wxba5fad812f8e6fb9")


def test_every_padding_opens():
    seen = set()
    for length in range(40, 104):
        message = b"x" * length
        sealed = pushes.seal(message)
        seen.add(32 - (20 + length + len(pushes.APPID)) % 32)
        assert Cipher(KEY).open(sealed) == (message, pushes.APPID)
    assert seen == set(range(1, 33))


@given(st.binary(max_size=4000))
def test_what_we_seal_the_platform_opens(message: bytes):
    assert pushes.unseal(Cipher(KEY).seal(message, pushes.APPID)) == (message, pushes.APPID)


@given(st.binary(max_size=200).map(lambda raw: base64.b64encode(raw).decode()) | st.text(max_size=200))
def test_anything_else_is_a_bad_envelope(sealed: str):
    try:
        _, appid = Cipher(KEY).open(sealed)
    except BadEnvelope:
        return
    assert appid != pushes.APPID


def padded(full: bytes) -> str:
    from cryptography.hazmat.primitives.ciphers import Cipher as Aes
    from cryptography.hazmat.primitives.ciphers import algorithms, modes

    raw = base64.b64decode(KEY + "=")
    context = Aes(algorithms.AES(raw), modes.CBC(raw[:16])).encryptor()
    return base64.b64encode(context.update(full) + context.finalize()).decode()


@pytest.mark.parametrize(
    ("full", "why"),
    [
        (b"r" * 16 + b"\0\0\0\x05hello" + b"\0" * 7, "wrong padding"),
        (b"r" * 16 + b"\0\0\0\x05hello" + b"\x21" * 7, "wrong padding"),
        (b"r" * 16 + b"\0\0\0\x05hello" + b"\x01\x02\x07\x07\x07\x07\x07", "wrong padding"),
        (b"r" * 16 + b"\xff\xff\xff\xffhello" + b"\x07" * 7, "the stated length is longer than the message"),
        (b"\x20" * 32, "wrong padding"),
        (b"r" * 16 + b"\0\0\0\x05hello\xff\xfe\x05\x05\x05\x05\x05", "no appid behind the message"),
    ],
)
def test_damaged_contents(full: bytes, why: str):
    with pytest.raises(BadEnvelope, match=why):
        Cipher(KEY).open(padded(full))


@pytest.mark.parametrize(
    ("sealed", "why"), [("", "blocks"), ("AAAA", "blocks"), ("!", "base64"), ("密", "base64"), ("AA=A", "base64")]
)
def test_damaged_outside(sealed: str, why: str):
    with pytest.raises(BadEnvelope, match=why):
        Cipher(KEY).open(sealed)


def test_a_wrong_key_is_refused():
    with pytest.raises(ValueError, match="43"):
        Cipher("A" * 40)
