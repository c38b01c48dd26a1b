"""Check-in: entries, and how often each stage changed."""

from peewee import *  # noqa: F403


def up(migrator, db):
    class CheckinEntry(Model):
        mark = CharField(max_length=190, unique=True)
        stage = CharField(max_length=64)
        badge = CharField(max_length=32, index=True)
        at = DateTimeField()
        desk = CharField(max_length=32, default='')
        by = CharField(max_length=80, default='')
        how = CharField(max_length=12, default='')
        told = CharField(max_length=12)
        rival = CharField(max_length=190, default='')
        reason = CharField(max_length=16, default='')
        holds = CharField(max_length=120, null=True, unique=True)
        undone = BooleanField(default=False)
        queued = BooleanField(default=False)
        taken_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'checkin_entry'
            indexes = ((('stage', 'badge'), False),)
    db.create_tables([CheckinEntry])

    class CheckinTurn(Model):
        stage = CharField(max_length=64, unique=True)
        number = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'checkin_turn'
    db.create_tables([CheckinTurn])


def down(migrator, db):
    for table in ('checkin_turn', 'checkin_entry'):
        migrator.migrate(migrator.drop_table(table))
