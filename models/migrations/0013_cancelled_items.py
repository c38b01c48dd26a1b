"""Items of the schedule that are cancelled."""

from peewee import BooleanField


def up(migrator, db):
    # MariaDB can't take a half-done change of tables back: whoever was killed over this comes here again.
    if 'cancelled' not in {column.name for column in db.get_columns('agenda_item')}:
        migrator.migrate(migrator.add_column('agenda_item', 'cancelled', BooleanField(default=False)))


def down(migrator, db):
    migrator.migrate(migrator.drop_column('agenda_item', 'cancelled'))
