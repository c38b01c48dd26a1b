"""One process of a crowd: many threads that send a message at the same instant, as often as they are told to.

`python -m tests.wechat.crowd API_URL REDIS_URL LOCKED_MS THREADS`: says "ready", and for every line on standard input
makes one rush and says in JSON how often each outcome came. With 0 threads it takes the right to renew and dies of it.
"""

import json
import os
import signal
import sys
import threading
from collections import Counter

import redis

from wechat.client import Client
from wechat.outcomes import label
from wechat.tokens import RedisTokens, connected


def main() -> None:
    """Run as told."""
    api, server, locked, threads = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    tokens = RedisTokens(connected(server), locked)
    if not threads:
        tokens.lock("wx1")
        os.kill(os.getpid(), signal.SIGKILL)
    client = Client("wx1", "SECRET", api, api, tokens)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(rush(client, threads)), flush=True)


def rush(client: Client, threads: int) -> dict[str, int]:
    """All threads at once; how often each outcome came."""
    start, came = threading.Barrier(threads), list[str]()

    def send(number: int) -> None:
        start.wait()
        try:
            came.append(label(client.send_text(f"o{os.getpid()}-{number}", "x")))
        except redis.RedisError as error:
            came.append(f"{type(error).__name__}: {error}")

    running = [threading.Thread(target=send, args=[number]) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    return dict(Counter(came))


if __name__ == "__main__":
    main()
