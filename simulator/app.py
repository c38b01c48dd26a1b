"""The stand-in's composition root: `gunicorn --workers 1 --threads 64 "simulator.app:create_app()"`."""

from flask import Flask

from simulator import settings
from simulator.account.codes import PICTURE_LIMIT
from simulator.api import entrance
from simulator.clock import Clock
from simulator.phone import acts, browsing, drawer, handsets, phone, subscribing
from simulator.platform import Platform
from simulator.settings import ROOT, Settings


def create_app(given: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The application. It keeps state in memory, so it wants one process with many threads.

    Without arguments it reads config.yaml and the environment; a test gives its own.
    """
    platform = Platform(given or settings.load(), clock)
    app = Flask(
        "simulator",
        root_path=str(ROOT / "simulator"),
        template_folder=str(ROOT / "templates"),
        static_folder=str(ROOT / "static" / "simulator"),
        static_url_path="/static/simulator",
    )
    # A picture and the form around it.
    app.config["MAX_CONTENT_LENGTH"] = PICTURE_LIMIT + 65_536
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.register_blueprint(entrance.blueprint(platform))
    app.register_blueprint(phone.blueprint(platform))
    app.register_blueprint(drawer.blueprint(platform))
    app.register_blueprint(browsing.blueprint(platform))
    acts.DO.update(subscribing.ACTS | handsets.ACTS)
    app.extensions["platform"] = platform
    return app
