"""How many messages a second this machine carries, product and stand-in together."""

import http.client
import threading
import time

from rehearsal.phone import Phone

SECONDS = 2.5
AT_ONCE = 6
SHARE = 0.4  # of what it carries: what is left is for faults, and for what else runs there
LEAST, MOST = 18.0, 120.0  # acts a second


def rate(address: tuple[str, int], people: list[str]) -> float:
    """Acts a second to aim at, found by letting a few people ask as fast as they are answered."""
    asked = [0] * AT_ONCE
    until = time.monotonic() + SECONDS

    def ask(number: int) -> None:
        phone = Phone(address)
        while time.monotonic() < until:
            try:
                phone.post("/phone/act", {"openid": people[number], "do": "text", "text": "wifi", "wait": True})
            except (OSError, http.client.HTTPException):
                return
            asked[number] += 1
        phone.close()

    phone = Phone(address)
    for openid in people[:AT_ONCE]:
        phone.post("/phone/act", {"openid": openid, "do": "follow", "wait": True})
    phone.close()
    threads = [threading.Thread(target=ask, args=(number,)) for number in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return min(max(SHARE * sum(asked) / SECONDS, LEAST), MOST)
