"""The table by which a start with the wrong DATA_KEY is noticed before it does harm."""

from pathlib import Path

from peewee import BooleanField, PostgresqlDatabase, SqliteDatabase

from models.base import Row, apply, database
from models.sealing import NoKey, SealedField, is_unlocked

CHECK = "the key is right"
REFUSED = (
    "DATA_KEY is not the key that this database's names and telephones are encrypted with: give the right one, or name "
    "it in DATA_KEYS_OLD until `python server.py privacy rotate` is done"
)


class DataKey(Row):
    """A single row (id 1): a value that only the right key opens. It is the last that a rotation encrypts anew."""

    check_value = SealedField(max_length=40)
    swept = BooleanField(default=False)  # nothing that was stored in the clear is left in the files


def migrate(lock_file: Path | None = None) -> list[str]:
    """Apply pending migrations, once, before forking; returns the applied names. `unlock` comes first: raises NoKey."""
    return apply(lock_file, _finish)


def _finish() -> None:
    if DataKey.table_exists():  # an older release's tables end before it
        prove_key()
        _sweep()


def prove_key() -> None:
    """Raises NoKey when the keys given to `unlock` are not this database's; the first start settles which they are."""
    try:
        if DataKey.get_or_none(DataKey.id == 1) is None:
            DataKey.insert(id=1, check_value=CHECK).on_conflict_ignore().execute()
            DataKey.get_by_id(1)
    except NoKey as error:
        raise error if not is_unlocked() else NoKey(REFUSED) from None


def _sweep() -> None:
    # Once, and again after a kill: what an earlier release stored in the clear is still in the engine's free pages.
    if not DataKey.get_by_id(1).swept and rewrite():
        DataKey.update(swept=True).where(DataKey.id == 1).execute()


def rewrite() -> bool:
    """Write the tables with sealed columns anew, so that nothing that was deleted is left in them; whether it is done.

    SQLite writes its file anew and empties the write-ahead log, unless somebody reads from that at the moment;
    PostgreSQL and MariaDB rewrite the tables. Their own logs and all backups are the operator's (docs/privacy.md).
    Not inside a transaction.
    """
    if isinstance(database.obj, SqliteDatabase):
        database.execute_sql("VACUUM")
        return flush()
    tables = sorted({table._meta.table_name for table, _ in sealed_columns()})
    if isinstance(database.obj, PostgresqlDatabase):
        for table in tables:
            database.execute_sql(f"VACUUM FULL {table}")
    else:
        database.execute_sql(f"OPTIMIZE TABLE {', '.join(tables)}").fetchall()
    return True


def flush() -> bool:
    """Empty SQLite's write-ahead log; False when somebody is reading from it. Other engines have none of this kind."""
    if not isinstance(database.obj, SqliteDatabase):
        return True
    busy, _, _ = database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def sealed_columns() -> list[tuple[type[Row], list[SealedField]]]:
    """Every table that has sealed columns, with them."""
    tables: list[type[Row]] = [Row]
    for table in tables:
        tables.extend(table.__subclasses__())
    found = []
    for table in tables:
        columns = [field for field in table._meta.sorted_fields if isinstance(field, SealedField)]
        if columns:
            found.append((table, columns))
    return found
