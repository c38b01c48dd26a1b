"""Messages for staff are of any kind, and are marked as done."""

from peewee import *  # noqa: F403

COLUMNS = {
    'kind': CharField(max_length=12, default='text'),
    'media_id': CharField(max_length=200, default=''),
    'url': TextField(default=''),
    'title': TextField(default=''),
    'done_at': DateTimeField(null=True),
    'done_by': CharField(max_length=80, default=''),
}


def up(migrator, db):
    # MariaDB can't take a half-done change of tables back: whoever was killed over this comes here again.
    there = {column.name for column in db.get_columns('message')}
    for name, column in COLUMNS.items():
        if name not in there:
            migrator.migrate(migrator.add_column('message', name, column))


def down(migrator, db):
    for name in COLUMNS:
        migrator.migrate(migrator.drop_column('message', name))
