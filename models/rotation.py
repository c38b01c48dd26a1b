"""Puts every sealed value under the current key, some rows at a time, so that it can be cut off and goes on."""

from collections.abc import Callable, Mapping
from functools import reduce
from operator import or_
from typing import Any

from peewee import SqliteDatabase, fn

from models.base import Row, database
from models.data_key import DataKey, rewrite, sealed_columns
from models.sealing import mark

AT_ONCE = 100  # rows in a transaction


def left() -> Mapping[str, int]:
    """Table -> rows that hold a value under an earlier key; empty when the rotation is done."""
    counts = {table._meta.table_name: table.select().where(_earlier(table)).count() for table, _ in sealed_columns()}
    return {name: number for name, number in sorted(counts.items()) if number}


def rotate(progress: Callable[[str, int], None] = lambda table, rows: None) -> int:
    """Encrypt anew what is under an earlier key; how many rows. Each batch is a transaction of its own.

    `progress` is told the table and its rows of each batch. Raises NoKey when an earlier key is not given any more.
    The row that proves the key comes last: until everything is done, the old key is wanted at each start.
    """
    done = 0
    for table, columns in sorted(sealed_columns(), key=lambda each: each[0] is DataKey):
        if table is DataKey and left().keys() - {DataKey._meta.table_name}:
            break  # somebody who runs with the old key wrote in between
        while rows := _batch(table, columns):
            done += rows
            progress(table._meta.table_name, rows)
    if done:
        rewrite()  # what an old key opens is not to stay in free pages
    return done


def _batch(table: Any, columns: list[Any]) -> int:
    with database.atomic():
        query = table.select(table.id, *columns).where(_earlier(table)).order_by(table.id).limit(AT_ONCE)
        if not isinstance(database.obj, SqliteDatabase):  # whose transactions exclude each other
            query = query.for_update()
        rows = list(query.dicts())
        for row in rows:
            number = row.pop("id")
            table.update(row).where(table.id == number).execute()
    return len(rows)


def _earlier(table: type[Row]) -> Any:
    current = mark()
    columns = next(columns for each, columns in sealed_columns() if each is table)
    return reduce(or_, [(column != "") & (fn.SUBSTR(column, 1, len(current)) != current) for column in columns])
