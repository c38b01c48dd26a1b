"""Where a union service is to be had, by which telephone, and how many places it has in staff's own words."""

from peewee import CharField

ADDED = {'counter': 200, 'hotline': 60, 'quota_words': 60}  # characters


def up(migrator, db):
    # MariaDB can't take a half-done change of tables back: whoever was killed over this comes here again.
    held = {column.name for column in db.get_columns('programme')}
    for name, longest in ADDED.items():
        if name not in held:
            migrator.migrate(migrator.add_column('programme', name, CharField(max_length=longest, default='')))


def down(migrator, db):
    for name in ADDED:
        migrator.migrate(migrator.drop_column('programme', name))
