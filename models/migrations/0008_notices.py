"""Notices, their recipients, and grants."""

from peewee import *  # noqa: F403


def up(migrator, db):
    class Notice(Model):
        mark = CharField(max_length=190, unique=True)
        kind = CharField(max_length=20, index=True)
        state = CharField(max_length=10, index=True)
        audience_kind = CharField(max_length=12)
        audience_value = TextField(default='')
        title = CharField(max_length=100, default='')
        words = TextField()
        details = TextField(default='{}')
        url = CharField(max_length=500, default='')
        by = CharField(max_length=80, default='')
        approved_by = CharField(max_length=80, default='')
        at = DateTimeField()
        due = DateTimeField(index=True)
        expires = DateTimeField(null=True)
        finished = DateTimeField(null=True)
        why = CharField(max_length=200, default='')
        priority = IntegerField(default=0)
        served = DoubleField(default=0.0)
        cursor = IntegerField(default=0)
        expanded = BooleanField(default=False)
        recipients = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'notice'
    db.create_tables([Notice])

    class NoticeBatch(Model):
        notice = IntegerField(index=True)
        open = BooleanField(default=True)
        due = DateTimeField()
        owner = CharField(max_length=120, default='')
        leased = DoubleField(default=0.0)
        class Meta:
            database = db
            table_name = 'notice_batch'
            indexes = ((('open', 'due'), False),)
    db.create_tables([NoticeBatch])

    class NoticeRecipient(Model):
        notice = IntegerField()
        batch = IntegerField()
        openid = CharField(max_length=64)
        badge = CharField(max_length=32, default='', index=True)
        state = CharField(max_length=10)
        channel = CharField(max_length=12, default='')
        tried = CharField(max_length=60, default='')
        due = DateTimeField()
        tried_at = DateTimeField(null=True)
        settled_at = DateTimeField(null=True)
        why = CharField(max_length=160, default='')
        message_id = CharField(max_length=24, default='', index=True)
        hinted = BooleanField(default=False)
        told_key = CharField(max_length=190, default='')
        class Meta:
            database = db
            table_name = 'notice_recipient'
            indexes = ((('notice', 'openid'), True), (('batch', 'state'), False), (('openid', 'state'), False),
                       (('state', 'hinted'), False))
    db.create_tables([NoticeRecipient])

    class Grant(Model):
        mark = CharField(max_length=240, unique=True)
        openid = CharField(max_length=64)
        template = CharField(max_length=64)
        at = DateTimeField()
        ended = CharField(max_length=24, default='', index=True)
        class Meta:
            database = db
            table_name = 'grant'
            indexes = ((('openid', 'template', 'ended'), False),)
    db.create_tables([Grant])

    class PeriodicRun(Model):
        name = CharField(max_length=60, unique=True)
        begun = DoubleField(default=0.0)
        class Meta:
            database = db
            table_name = 'periodic_run'
    db.create_tables([PeriodicRun])


def down(migrator, db):
    for table in ('periodic_run', 'grant', 'notice_recipient', 'notice_batch', 'notice'):
        migrator.migrate(migrator.drop_table(table))
