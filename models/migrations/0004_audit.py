"""Who saw or changed what."""

from peewee import *  # noqa: F403


def up(migrator, db):
    class AuditLine(Model):
        at = DateTimeField(index=True)
        by = CharField(max_length=80, index=True)
        what = CharField(max_length=40, index=True)
        subject = CharField(max_length=64, default='', index=True)
        detail = TextField(default='')
        class Meta:
            database = db
            table_name = 'audit_line'
    db.create_tables([AuditLine])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('audit_line'))
