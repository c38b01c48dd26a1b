"""The load generator, a process of its own: sends ready-made requests over a few connections, measures each answer.

`load.py PORT CONNECTIONS PER_CONNECTION FILE`: FILE is a pickled list of requests. Prints JSON: seconds for all,
milliseconds for each, and how many answers were replies (and not a bare `success` or an error).
"""

import json
import pickle
import socket
import sys
import threading
import time


class Connection:
    """One connection, opened anew after so many requests."""

    def __init__(self, port: int, per_connection: int) -> None:
        self._port, self._left_at_start = port, per_connection
        self._left = 0
        self._socket: socket.socket | None = None

    def ask(self, request: bytes) -> bytes:
        """The whole answer to one request. OSError when the server hangs up."""
        if not self._left or self._socket is None:
            if self._socket is not None:
                self._socket.close()
            self._socket = socket.create_connection(("127.0.0.1", self._port))
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._left = self._left_at_start
        self._left -= 1
        self._socket.sendall(request)
        answer = b""
        while True:
            part = self._socket.recv(65536)
            if not part:
                raise ConnectionError("the server hung up")
            answer += part
            head, end, body = answer.partition(b"\r\n\r\n")
            if end and len(body) >= _length(head):
                return answer


def _length(head: bytes) -> int:
    _, _, rest = head.lower().partition(b"content-length:")
    return int(rest.split(b"\r\n", 1)[0])


def run(port: int, connections: int, per_connection: int, requests: list[bytes]) -> dict[str, object]:
    """Send everything and measure."""
    taken: list[list[float]] = [[] for _ in range(connections)]
    replies = [0] * connections

    def worker(number: int) -> None:
        connection = Connection(port, per_connection)
        for request in requests[number::connections]:
            begun = time.perf_counter()
            answer = connection.ask(request)
            taken[number].append((time.perf_counter() - begun) * 1000)
            replies[number] += answer.startswith(b"HTTP/1.1 200") and b"<xml>" in answer

    threads = [threading.Thread(target=worker, args=(number,)) for number in range(connections)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - begun
    return {"seconds": seconds, "ms": [each for some in taken for each in some], "replies": sum(replies)}


if __name__ == "__main__":
    with open(sys.argv[4], "rb") as file:
        prepared = pickle.load(file)  # noqa: S301  written by bench/run.py a moment ago
    print(json.dumps(run(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), prepared)))
