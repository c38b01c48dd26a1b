"""What is made ready between the store's start and the web's: tables, the demo congress, the clock, the figures."""

import subprocess
import sys
from pathlib import Path

import models
from clock import Clock
from commands.wording import words
from config import DEMO_SECRETS, Settings
from supervision import terminal
from supervision.checks import CannotStart, one_line
from supervision.logs import Log
from supervision.process import bound

ROOT = Path(__file__).parent.parent


def is_demo(settings: Settings) -> bool:
    """Whether the account is the demo's: only then may the demo congress be loaded."""
    return settings.wechat_secret == DEMO_SECRETS["wechat_secret"]


def migrate(settings: Settings) -> list[str]:
    """Bring the tables up to date; the names of what was applied. CannotStart when the database refuses."""
    try:
        models.unlock(settings.data_key, settings.old_data_keys)
        models.bind(settings.database)
        return models.migrate(settings.data / "migrate.lock")
    except models.NoKey as error:
        raise CannotStart(f"{error}. {words('failed.txt', what='key')}") from None
    except Exception as error:  # noqa: BLE001  every driver has its own classes; all mean the same to the operator
        raise CannotStart(f"The database could not be brought up to date: {one_line(error)}") from None
    finally:
        models.close()


def first_owner(settings: Settings) -> tuple[str, str]:
    """Make the first account of the console when there is none: its login and one-time password, else two empty ones.

    Last of all, so that nothing can come between it and its being shown; it is shown once, and kept nowhere.
    """
    from congress import staff_desk

    try:
        password = staff_desk.first_owner(Clock(settings.clock_start, settings.clock_file).now())
    except Exception as error:  # noqa: BLE001  the account answers without it; the command says what is in the way
        terminal.warn(f"no account for the console could be made ({one_line(error)}): python server.py user add")
        return "", ""
    finally:
        models.close()
    return (staff_desk.FIRST, password) if password else ("", "")


def set_clock(settings: Settings) -> None:
    """Start the demo clock anew; without one remove what an earlier start left."""
    if settings.clock_start is None:
        settings.clock_file.unlink(missing_ok=True)
    else:
        Clock(settings.clock_start, settings.clock_file).set(settings.clock_start)


def clear_figures(settings: Settings) -> None:
    """Remove the figures of processes that are gone."""
    for file in (settings.data / "metrics").glob("*.db"):
        file.unlink(missing_ok=True)


def load_demo(settings: Settings) -> None:
    """Load demo/ into an empty database, its progress shown. A load that was cut short is done again."""
    begun = settings.data / "demo-load-begun"
    if not begun.exists() and _has_content():
        return
    begun.touch()
    terminal.say("  … loading the demo congress 载入演示大会")
    code = subprocess.run(
        bound([sys.executable, str(ROOT / "server.py"), "load", "demo"]),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        check=False,
    ).returncode
    begun.unlink()
    if _has_content():
        terminal.done("demo", "loaded from demo/")
    else:
        terminal.warn(f"the demo congress could not be loaded (exit code {code}): python server.py load demo says why")


def set_up_account(settings: Settings) -> None:
    """Publish the menu and make the codes; a failure is told, and the account still answers."""
    log = Log(settings.data / "logs", "setup")
    with log.file.open("wb") as output:
        code = subprocess.run(
            bound([sys.executable, str(ROOT / "server.py"), "setup"]),
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, check=False,
        ).returncode  # fmt: skip
    last = (log.last(1) or [""])[0].strip()
    if code:
        terminal.warn(f"menu and codes are not set up: {last} ({log.file}; try again: python server.py setup)")
    else:
        terminal.done("account", last)


def _has_content() -> bool:
    try:
        return models.Revision.current() > 0
    finally:
        models.close()
