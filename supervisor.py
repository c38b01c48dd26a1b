"""Third root: `python supervisor.py` starts everything in the foreground; Ctrl-C stops all of it."""

import argparse
import os
import signal
import sys
import time
from contextlib import closing
from pathlib import Path
from types import FrameType

import config
from supervision import checks, preparation, programs, terminal
from supervision.checks import CannotStart
from supervision.keeper import Hopeless, Keeper

ROOT = Path(__file__).resolve().parent
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Somebody asked us to stop."""


def main(argv: list[str] | None = None) -> int:
    """Run until Ctrl-C, SIGTERM or SIGHUP (exit code 0), a program that can't be kept up or started (1), or a bad
    configuration (2)."""
    parser = argparse.ArgumentParser(prog="supervisor.py", description=__doc__)
    parser.add_argument("--no-simulator", action="store_true", help="leave the stand-in for the platform out")
    args = parser.parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # a terminal that knows no Chinese
    os.chdir(ROOT)  # so that a relative data_dir means the same to every process
    try:
        settings = config.load()
    except config.BadConfiguration as error:
        terminal.complain(str(error))
        return 2
    return _supervise(settings, with_simulator=programs.stands_in(settings) and not args.no_simulator)


def _supervise(settings: config.Settings, with_simulator: bool) -> int:
    keeper = Keeper(settings.data / "logs", ROOT)
    begun = time.monotonic()
    try:
        for number in STOP_SIGNALS:
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup
                signal.signal(number, _stop)
        with closing(checks.own_data_folder(settings.data)):
            try:
                _start(settings, keeper, with_simulator)
                terminal.show("ready.txt", settings=settings, simulator=with_simulator,
                              demo=preparation.is_demo(settings), seconds=time.monotonic() - begun,
                              owner=preparation.first_owner(settings))  # fmt: skip
                keeper.watch()
            finally:
                _stop_all(keeper)
    except Stopped:
        terminal.say("Stopped. 已停止。")
        return 0
    except (CannotStart, Hopeless) as error:
        terminal.complain(str(error))
    return 1


def _start(settings: config.Settings, keeper: Keeper, with_simulator: bool) -> None:
    checks.port_is_free(settings.host, settings.port, "PORT")
    if with_simulator:
        checks.port_is_free("127.0.0.1", settings.simulator_port, "SIMULATOR_PORT")
    terminal.say("信息小助手 · Congress Assistant")
    if settings.embedded_redis:
        keeper.start(programs.store(settings))
    checks.redis_answers(settings.redis)
    terminal.done("store", "embedded" if settings.embedded_redis else checks.without_password(settings.redis))
    checks.database_answers(settings.database)
    applied = preparation.migrate(settings)
    detail = checks.without_password(settings.database) if settings.database_url else "SQLite"
    terminal.done("database", f"{detail}, tables brought up to date" if applied else detail)
    if preparation.is_demo(settings):
        preparation.load_demo(settings)
    preparation.set_clock(settings)
    preparation.clear_figures(settings)
    rest = [programs.worker(settings), programs.sender(settings), programs.beat(settings), programs.web(settings)]
    keeper.start(*([programs.simulator(settings)] if with_simulator else []), *rest)
    terminal.done("processes", ", ".join(process.name for process in keeper.processes))
    preparation.set_up_account(settings)


def _stop(number: int, frame: FrameType | None) -> None:
    for each in STOP_SIGNALS:  # the first wish is granted in order; what follows must not disturb it
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def _stop_all(keeper: Keeper) -> None:
    for each in STOP_SIGNALS:
        signal.signal(each, signal.SIG_IGN)

    def hurry(number: int, frame: FrameType | None) -> None:
        keeper.kill()

    signal.signal(signal.SIGINT, hurry)
    if keeper.processes:
        terminal.say("Stopping ... 正在停止 ...")
    keeper.stop()


if __name__ == "__main__":
    sys.exit(main())
