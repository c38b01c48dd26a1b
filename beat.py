"""Fifth root: Celery's beat, which says once a second that it is time to look at what is due."""

import sys

import config
from broker import TICK, application


def main() -> int:
    """Run until SIGTERM. It keeps nothing: what is due stands in our tables."""
    try:
        settings = config.load()
    except config.BadConfiguration as error:
        print(error, file=sys.stderr)
        return 2
    application(settings).Beat(scheduler="celery.beat:Scheduler", max_interval=TICK, quiet=True, pidfile=None).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
