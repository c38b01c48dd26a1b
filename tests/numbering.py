"""Rows numbered from one in every test, as a new SQLite file does by itself."""

from peewee import MySQLDatabase, PostgresqlDatabase

import models


def from_one(table: type[models.base.Row]) -> None:
    """Let the next row of an empty table be number one."""
    engine, name = models.database.obj, table._meta.table_name  # type: ignore[attr-defined]
    if isinstance(engine, PostgresqlDatabase):
        models.database.execute_sql(f"ALTER SEQUENCE {name}_id_seq RESTART WITH 1")
    elif isinstance(engine, MySQLDatabase):
        models.database.execute_sql(f"ALTER TABLE {name} AUTO_INCREMENT = 1")
