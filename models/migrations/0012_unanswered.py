"""The board of unanswered questions, and the rules that come from it."""

from peewee import *  # noqa: F403


def up(migrator, db):
    # MariaDB can't take a half-done change of tables back: whoever was killed over this comes here again.
    if 'answer' not in {column.name for column in db.get_columns('rule')}:
        migrator.migrate(migrator.add_column('rule', 'answer', IntegerField(default=0)))

    class Unanswered(Model):
        message_key = CharField(max_length=190, unique=True)
        openid = CharField(max_length=64, index=True)
        miniprogram = BooleanField(default=False)
        at = DateTimeField(index=True)
        text = TextField()
        gist = TextField()
        nearest = CharField(max_length=120, default='')
        state = CharField(max_length=10, index=True, default='open')
        pin = IntegerField(default=0)
        answer = IntegerField(default=0, index=True)
        class Meta:
            database = db
            table_name = 'unanswered'
    db.create_tables([Unanswered])

    class StaffAnswer(Model):
        mark = CharField(max_length=64, unique=True)
        kind = CharField(max_length=10)
        question = CharField(max_length=200)
        words = TextField(default='')
        reply = TextField()
        faq = CharField(max_length=48, default='')
        notice = IntegerField(default=0)
        asked = IntegerField(default=0)
        by = CharField(max_length=80)
        at = DateTimeField()
        withdrawn_by = CharField(max_length=80, default='')
        withdrawn_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'staff_answer'
    db.create_tables([StaffAnswer])


def down(migrator, db):
    for table in ('staff_answer', 'unanswered'):
        migrator.migrate(migrator.drop_table(table))
    migrator.migrate(migrator.drop_column('rule', 'answer'))
