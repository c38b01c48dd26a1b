"""Codes have a purpose, an owner and a wish to be permanent; menus that were replaced are kept."""


from peewee import *  # noqa: F403


def up(migrator, db):
    # MariaDB can't take a half-done change of tables back: whoever was killed over this comes here again.
    there = {column.name for column in db.get_columns('scene')}
    wanted = {
        'purpose': CharField(max_length=200, default=''),
        'owner': CharField(max_length=80, default=''),
        'permanent': BooleanField(default=False),
        'renewals': IntegerField(default=0),
    }
    migrator.migrate(*(migrator.add_column('scene', name, field) for name, field in wanted.items() if name not in there))
    # Until now every row was a code that had been made: one without an end is permanent.
    db.execute_sql('UPDATE scene SET permanent = (expires IS NULL)')

    class MenuVersion(Model):
        at = DateTimeField()
        by = CharField(max_length=80)
        why = CharField(max_length=200)
        menus = TextField()
        class Meta:
            database = db
            table_name = 'menu_version'
    db.create_tables([MenuVersion])
