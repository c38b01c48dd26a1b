"""Codes have a purpose, an owner and a wish to be permanent; menus that were replaced are kept."""


from peewee import *  # noqa: F403


def up(migrator, db):
    migrator.migrate(
        migrator.add_column('scene', 'purpose', CharField(max_length=200, default='')),
        migrator.add_column('scene', 'owner', CharField(max_length=80, default='')),
        migrator.add_column('scene', 'permanent', BooleanField(default=False)),
        migrator.add_column('scene', 'renewals', IntegerField(default=0)),
    )
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
