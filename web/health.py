"""/healthz and /metrics."""

import os
from collections.abc import Callable, Sequence

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest, multiprocess
from prometheus_client.registry import Collector

Check = Callable[[], str]  # "" when all is well, else one word why not


def blueprint(
    checks: dict[str, Check], vital: frozenset[str], collectors: Sequence[Collector] = ()
) -> Blueprint:  # fmt: skip
    """`checks` by name; one of `vital` failing makes the answer 503, any other one "degraded" with 200.

    `collectors` give figures that are read when they are asked for, and are the same in every process.
    """
    pages = Blueprint("health", __name__)
    shared = CollectorRegistry(auto_describe=False)
    for each in collectors:
        shared.register(each)

    @pages.get("/healthz")
    def healthz() -> tuple[Response, int]:
        found = {name: check() for name, check in checks.items()}
        bad = {name for name, why in found.items() if why}
        status = "down" if bad & vital else "degraded" if bad else "ok"
        answer = jsonify(status=status, **{name: why or "ok" for name, why in found.items()})
        answer.headers["Cache-Control"] = "no-store"
        return answer, 503 if status == "down" else 200

    @pages.get("/metrics")
    def metrics() -> Response:
        registry = REGISTRY
        if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry)
        return Response(generate_latest(registry) + generate_latest(shared), content_type=CONTENT_TYPE_LATEST)

    return pages
