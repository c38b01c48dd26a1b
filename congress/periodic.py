"""Work that comes back: whose turn it is, for all processes and machines together."""

from models import PeriodicRun


def turn(name: str, every: float, wall: float) -> bool:
    """Whether `name` is to be done now, `every` so many seconds; then nobody else is told so until the next time.

    `wall` is the wall clock in Unix seconds. One that was never done is due at once; a restart forgets nothing.
    """
    row = PeriodicRun.get_or_none(PeriodicRun.name == name)
    if row is None:
        PeriodicRun.insert(name=name).on_conflict_ignore().execute()
        row = PeriodicRun.get(PeriodicRun.name == name)
    # A clock that was set back must not keep it waiting.
    if 0 <= wall - row.begun < every:
        return False
    mine = (
        (PeriodicRun.name == name) & (PeriodicRun.begun >= row.begun - 0.001) & (PeriodicRun.begun <= row.begun + 0.001)
    )
    return bool(PeriodicRun.update(begun=wall).where(mine).execute())
