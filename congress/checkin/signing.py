"""Signatures by which a desk knows that a list is ours, wherever it lay meanwhile."""

import base64
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of P-256
WIDTH = 32  # bytes of a number of that order


@dataclass(frozen=True)
class Signer:
    """Signs with a key worked out of the installation's secret, so that every process has the same one."""

    secret: str

    def __repr__(self) -> str:
        return "Signer()"

    @cached_property
    def _key(self) -> ec.EllipticCurvePrivateKey:
        # 128 bits more than the order has: what is left over by the division can't be noticed (FIPS 186-5, A.2.1).
        derive = HKDF(hashes.SHA256(), WIDTH + 16, salt=b"congress assistant", info=b"desk lists, ECDSA P-256")
        number = int.from_bytes(derive.derive(self.secret.encode()), "big") % (ORDER - 1) + 1
        return ec.derive_private_key(number, ec.SECP256R1())

    @property
    def public(self) -> str:
        """The public key as WebCrypto imports it raw: an uncompressed point, base64."""
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        return base64.b64encode(point).decode()

    def signed(self, value: dict[str, Any]) -> dict[str, str]:
        """`payload`, the value as JSON, and `signature` over its UTF-8 bytes as WebCrypto wants it: r and s, base64."""
        payload = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        r, s = decode_dss_signature(self._key.sign(payload.encode(), ec.ECDSA(hashes.SHA256())))
        both = r.to_bytes(WIDTH, "big") + s.to_bytes(WIDTH, "big")
        return {"payload": payload, "signature": base64.b64encode(both).decode()}
