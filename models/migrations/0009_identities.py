"""Followers of the account and users of the mini program are known by their openids and unionids."""

from peewee import *  # noqa: F403


def up(migrator, db):
    class Follower(Model):
        openid = CharField(max_length=64, unique=True)
        unionid = CharField(max_length=64, default='', index=True)
        follows = BooleanField(default=True, index=True)
        since = DateTimeField()
        asked_at = DateTimeField(null=True)
        listed = IntegerField(default=0, index=True)
        class Meta:
            database = db
            table_name = 'follower'
    db.create_tables([Follower])

    class FollowerRun(Model):
        began_at = DateTimeField()
        ended_at = DateTimeField(null=True)
        following = CharField(max_length=64, default='')
        pages = IntegerField(default=0)
        found = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'follower_run'
    db.create_tables([FollowerRun])

    class MiniUser(Model):
        openid = CharField(max_length=64, unique=True)
        unionid = CharField(max_length=64, default='', index=True)
        seen_at = DateTimeField()
        badge = CharField(max_length=32, null=True, unique=True)
        how = CharField(max_length=12, default='')
        bound_at = DateTimeField(null=True)
        message_key = CharField(max_length=190, default='')
        class Meta:
            database = db
            table_name = 'mini_user'
    db.create_tables([MiniUser])

    # Whom a claim or a try is of: an openid says nothing outside its own application.
    for table in ('binding_try', 'binding_flag', 'binding_change'):
        # MariaDB can't take a half-done change of tables back: whoever was killed over this comes here again.
        if 'miniprogram' not in {column.name for column in db.get_columns(table)}:
            migrator.migrate(migrator.add_column(table, 'miniprogram', BooleanField(default=False)))


def down(migrator, db):
    for table in ('binding_try', 'binding_flag', 'binding_change'):
        migrator.migrate(migrator.drop_column(table, 'miniprogram'))
    for table in ('mini_user', 'follower_run', 'follower'):
        migrator.migrate(migrator.drop_table(table))
