"""Make the account ready once everything is up: the menus published, the demo's codes created."""

import argparse
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

import redis
import yaml

from clock import Clock
from commands import codes, menus
from commands.failing import Failed, complain, failing_plainly
from commands.wording import words
from config import Settings
from congress import agenda, delegations, menu_versions, scenes
from menus import files, publishing
from menus.forms import Menus
from supervision.preparation import is_demo
from wechat.client import PlatformDown, PlatformError

HELP = "publish the menus and, for the demo, create its codes (safe to repeat)"
DEMO_CODES = Path(__file__).with_name("setup.yaml")
PATIENCE = 20.0  # seconds in which the platform must answer
PAUSE = 0.2


class Platform(codes.Platform, publishing.Publisher, Protocol):
    """The part of the platform's client that a set-up needs."""

    def code_picture(self, ticket: str) -> bytes: ...


def arguments(parser: argparse.ArgumentParser) -> None:
    """How long to wait."""
    parser.add_argument(
        "--patience", type=float, default=PATIENCE, metavar="SECONDS", help="wait so long for the platform"
    )


def run(args: argparse.Namespace, settings: Settings) -> int:
    """0 when menu and codes are in place; 1 with one line on stderr."""
    from server import client_for

    try:
        with failing_plainly(settings):
            client = client_for(settings)
            at = Clock(settings.clock_start, settings.clock_file).now()
            wait_for_menu(client, args.patience)
            menu = publish_menus(client, menus.wanted(files.FOLDER, settings.web_url), at)
            made, kept = make_codes(client, at) if is_demo(settings) else (0, 0)
    except (Failed, menus.BadMenus) as error:
        return complain(error)
    except publishing.NotPublished as error:
        return complain(words("menu.txt", what="failed", why=error.__cause__, restored=error.restored))
    print(f"menu {menu}; {made + kept} codes ready ({made} new)")
    return 0


def wait_for_menu(client: Platform, patience: float) -> dict[str, Any] | None:
    """The menu that is published, as soon as the platform answers; its error when it does not within `patience` s."""
    until = time.monotonic() + patience
    while True:
        try:
            return client.menu()
        except (PlatformDown, redis.ConnectionError):
            if time.monotonic() >= until:
                raise
        time.sleep(PAUSE)


def publish_menus(client: Platform, wanted: Menus, at: datetime) -> str:
    """Publish the menus unless they are there; what was done, in a word. Raises publishing.NotPublished.

    Whoever rolled them back did it for a reason: a restart leaves that alone.
    """
    present = publishing.present(client)
    if present == wanted:
        return "unchanged"
    if present.default is not None and menu_versions.was_rolled_back():
        return "left as it was rolled back"
    menus.replace(client, present, wanted, at, "setup", "setup")
    return "published"


def make_codes(client: Platform, at: datetime) -> tuple[int, int]:
    """Create the demo's codes that are missing, expired or unknown to the platform: how many are new, how many kept."""
    made = kept = 0
    for scene in demo_scenes():
        code = scenes.code(scene)
        if code is not None and code.is_made and code.is_valid(at) and _is_known(client, code):
            kept += 1
            continue
        codes.make(client, scene, at)
        made += 1
        print(f"code {scene}", flush=True)
    return made, kept


def demo_scenes() -> Iterator[str]:
    """The scenes that the demo has codes for, as far as the congress in the tables has them."""
    wanted = yaml.safe_load(DEMO_CODES.read_text(encoding="utf-8"))
    yield from (scenes.scene_string("desk", key) for key in wanted["desks"])
    yield from (scenes.scene_string("column", key) for key in scenes.COLUMNS)
    found: dict[str, None] = {}
    for word in wanted["items"]:
        found |= dict.fromkeys([item.key for item in agenda.items() if word in item.title][:1])
    yield from (scenes.scene_string("item", key) for key in list(found)[: wanted["item_count"]])
    for each in delegations.delegations()[: wanted["delegations"]]:
        yield scenes.scene_string("delegation", each.key)


def _is_known(client: Platform, code: scenes.Code) -> bool:
    """Whether the platform still has it: a stand-in whose data was removed has forgotten it."""
    try:
        client.code_picture(code.ticket)
    except PlatformError as error:
        if error.code != 404:
            raise
        return False
    return True
