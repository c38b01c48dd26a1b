"""The platform's SHA-1 signatures (docs/wechat.md, sections 1 to 3)."""

import hmac
from hashlib import sha1


def sign(*parts: str) -> str:
    """Lower-case hex SHA-1 over the parts, sorted as plain strings and joined."""
    return sha1("".join(sorted(parts)).encode()).hexdigest()


def matches(signature: str, *parts: str) -> bool:
    """Whether `signature` is that of `parts`, compared in constant time. Any text is fine, also none."""
    return hmac.compare_digest(signature.encode(), sign(*parts).encode())
