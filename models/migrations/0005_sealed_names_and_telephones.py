"""Names, telephones and messages are encrypted; a name is found by its keyed hash; the key is proved at each start."""

import re

from peewee import *  # noqa: F403

from models import sealing

SEALED = re.compile(r's1\.[0-9a-f]{8}\.[A-Za-z0-9_-]{40,}={0,2}')
AT_ONCE = 500
COLUMNS = {
    'delegate': ('name', 'phone', 'digest'),
    'delegation': ('convener', 'phone', 'digest'),
    'message': ('text',),
}


def up(migrator, db):
    # MariaDB can't take a half-done change of tables back: whoever was killed over this comes here again.
    class DataKey(Model):
        check_value = TextField()
        swept = BooleanField(default=False)
        class Meta:
            database = db
            table_name = 'data_key'
    db.create_tables([DataKey])
    purpose = 'data_key.check_value'
    before = DataKey.get_or_none(DataKey.id == 1)
    if before is None:
        DataKey.insert(id=1, check_value=sealing.seal('the key is right', purpose)).execute()
    else:
        sealing.open_(before.check_value, purpose)  # going on under another key would leave rows that none opens

    there = {column.name for column in db.get_columns('delegate')}
    if 'name_hash' not in there:
        migrator.migrate(migrator.add_column('delegate', 'name_hash', CharField(max_length=64, default='')))
    if 'erased_at' not in there:
        migrator.migrate(migrator.add_column('delegate', 'erased_at', DateTimeField(null=True)))
    for table, columns in COLUMNS.items():
        for column in columns:  # where a column's type holds, ciphertext does not fit; SQLite's hold nothing back
            if isinstance(db, PostgresqlDatabase):
                db.execute_sql(f'ALTER TABLE {table} ALTER COLUMN {column} TYPE TEXT')
            elif isinstance(db, MySQLDatabase):
                db.execute_sql(f'ALTER TABLE {table} MODIFY `{column}` TEXT NOT NULL')
        _seal(db, table, columns)
    if 'delegate_name_hash' not in {index.name for index in db.get_indexes('delegate')}:
        migrator.migrate(migrator.add_index('delegate', ('name_hash',)))


def _seal(db, table, columns):
    fields = {column: TextField() for column in columns}
    if table == 'delegate':
        fields['name_hash'] = CharField()
    meta = type('Meta', (), {'database': db, 'table_name': table})
    rows = type('Rows', (Model,), {**fields, 'Meta': meta})
    last = 0
    while True:
        some = list(rows.select().where(rows.id > last).order_by(rows.id).limit(AT_ONCE))
        if not some:
            return
        for row in some:
            plain = {column: getattr(row, column) for column in columns if getattr(row, column)}
            changes = {
                column: sealing.seal(value, f'{table}.{column}')
                for column, value in plain.items()
                if not SEALED.fullmatch(value)
            }
            if 'name' in changes:
                changes['name_hash'] = sealing.hashed(plain['name'])
            if changes:
                rows.update(changes).where(rows.id == row.id).execute()
        last = some[-1].id
