"""What leads to a notice."""

from peewee import *  # noqa: F403


def up(migrator, db):
    class Announcement(Model):
        mark = CharField(max_length=64, unique=True)
        notice = IntegerField(default=0, index=True)
        version = IntegerField(default=1)
        text = TextField()
        urgent = BooleanField(default=False)
        corrects = IntegerField(default=0)
        send_at = DateTimeField(null=True)
        changed_at = DateTimeField()
        class Meta:
            database = db
            table_name = 'announcement'
    db.create_tables([Announcement])

    class ItemChange(Model):
        notice = IntegerField(index=True)
        key = CharField(max_length=48, index=True)
        before = TextField(default='')
        after = TextField(default='')
        withdrawn = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'item_change'
    db.create_tables([ItemChange])

    class PlannedNotice(Model):
        mark = CharField(max_length=190, unique=True)
        at = DateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'planned_notice'
    db.create_tables([PlannedNotice])

    class NoticeSwitch(Model):
        kind = CharField(max_length=20, unique=True)
        by = CharField(max_length=80)
        at = DateTimeField()
        class Meta:
            database = db
            table_name = 'notice_switch'
    db.create_tables([NoticeSwitch])


def down(migrator, db):
    for table in ('notice_switch', 'planned_notice', 'item_change', 'announcement'):
        migrator.migrate(migrator.drop_table(table))
