"""Dining tables, rooms of discussion and what else a roster tells of a person."""

from peewee import CharField, TextField

COLUMNS = {
    'dining_table': lambda: CharField(max_length=60, default=''),
    'group_room': lambda: CharField(max_length=120, default=''),
    'further': lambda: TextField(default=''),  # sealed
}


def up(migrator, db):
    # MariaDB can't take a half-done change of tables back: whoever was killed over this comes here again.
    there = {column.name for column in db.get_columns('delegate')}
    for name, made in COLUMNS.items():
        if name not in there:
            migrator.migrate(migrator.add_column('delegate', name, made()))


def down(migrator, db):
    for name in COLUMNS:
        migrator.migrate(migrator.drop_column('delegate', name))
