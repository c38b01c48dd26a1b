"""Accounts of those who work in the console."""

from peewee import *  # noqa: F403


def up(migrator, db):
    class Staff(Model):
        login = CharField(max_length=32, unique=True)
        name = CharField(max_length=40, default='')
        role = CharField(max_length=8)
        owner = BooleanField(default=False)
        password = CharField(max_length=200)
        must_change = BooleanField(default=True)
        active = BooleanField(default=True)
        generation = IntegerField(default=1)
        created_at = DateTimeField()
        signed_in_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'staff'
    db.create_tables([Staff])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('staff'))
