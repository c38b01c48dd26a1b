"""Delegates have a personal key; openids are bound to badges."""

import secrets

from peewee import *  # noqa: F403


def up(migrator, db):
    # MariaDB can't take a half-done change of tables back: whoever was killed over this comes here again.
    if 'scene_key' not in {column.name for column in db.get_columns('delegate')}:
        migrator.migrate(migrator.add_column('delegate', 'scene_key', CharField(max_length=32, null=True)))

    class Delegate(Model):
        scene_key = CharField(max_length=32, null=True)
        class Meta:
            database = db
            table_name = 'delegate'
    for (number,) in list(Delegate.select(Delegate.id).where(Delegate.scene_key.is_null()).tuples()):
        Delegate.update(scene_key=secrets.token_hex(16)).where(Delegate.id == number).execute()
    if 'delegate_scene_key' not in {index.name for index in db.get_indexes('delegate')}:
        migrator.migrate(migrator.add_index('delegate', ('scene_key',), unique=True))

    class Binding(Model):
        badge = CharField(max_length=32, unique=True)
        openid = CharField(max_length=64, unique=True)
        how = CharField(max_length=12)
        bound_at = DateTimeField()
        message_key = CharField(max_length=190)
        follows = BooleanField(default=True)
        follows_since = DateTimeField()
        class Meta:
            database = db
            table_name = 'binding'
    db.create_tables([Binding])

    class BindingTry(Model):
        message_key = CharField(max_length=190, unique=True)
        openid = CharField(max_length=64, index=True)
        badge = CharField(max_length=32, index=True)
        at = DateTimeField(index=True)
        class Meta:
            database = db
            table_name = 'binding_try'
    db.create_tables([BindingTry])

    class BindingFlag(Model):
        mark = CharField(max_length=190, unique=True)
        kind = CharField(max_length=20, index=True)
        badge = CharField(max_length=32)
        openid = CharField(max_length=64)
        at = DateTimeField()
        closed_at = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'binding_flag'
    db.create_tables([BindingFlag])

    class BindingChange(Model):
        at = DateTimeField()
        by = CharField(max_length=80)
        what = CharField(max_length=12)
        badge = CharField(max_length=32)
        old_openid = CharField(max_length=64, default='')
        new_openid = CharField(max_length=64, default='')
        reason = CharField(max_length=200, default='')
        flag = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'binding_change'
    db.create_tables([BindingChange])


def down(migrator, db):
    for table in ('binding_change', 'binding_flag', 'binding_try', 'binding'):
        migrator.migrate(migrator.drop_table(table))
    migrator.migrate(migrator.drop_index('delegate', 'delegate_scene_key'))
    migrator.migrate(migrator.drop_column('delegate', 'scene_key'))
