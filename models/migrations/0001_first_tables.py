"""The first tables: agenda, guide, questions, news, delegates, rules, scenes, stations, programmes."""


from peewee import *  # noqa: F403


def up(migrator, db):
    class AgendaItem(Model):
        source = CharField(index=True, max_length=200, default='')
        sheet = CharField(max_length=120, default='')
        line = IntegerField(default=0)
        digest = CharField(max_length=64, default='')
        withdrawn = BooleanField(index=True, default=False)
        key = CharField(unique=True, max_length=48)
        day = DateField(index=True)
        starts = DateTimeField()
        ends = DateTimeField(null=True)
        title = CharField(max_length=200)
        detail = TextField(default='')
        place = CharField(max_length=200, default='')
        audience = CharField(max_length=200, default='')
        remark = TextField(default='')
        position = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'agenda_item'
    db.create_tables([AgendaItem])

    class Delegate(Model):
        source = CharField(index=True, max_length=200, default='')
        sheet = CharField(max_length=120, default='')
        line = IntegerField(default=0)
        digest = CharField(max_length=64, default='')
        withdrawn = BooleanField(index=True, default=False)
        badge = CharField(unique=True, max_length=32)
        name = CharField(max_length=40)
        sex = CharField(max_length=8, default='')
        nation = CharField(max_length=20, default='')
        category = CharField(max_length=40, default='')
        delegation = CharField(index=True, max_length=80, default='')
        post = CharField(max_length=120, default='')
        phone = CharField(max_length=40, default='')
        seat = CharField(max_length=40, default='')
        room = CharField(max_length=40, default='')
        meal = CharField(max_length=20, default='')
        coach = CharField(max_length=20, default='')
        class Meta:
            database = db
            table_name = 'delegate'
    db.create_tables([Delegate])

    class Delegation(Model):
        source = CharField(index=True, max_length=200, default='')
        sheet = CharField(max_length=120, default='')
        line = IntegerField(default=0)
        digest = CharField(max_length=64, default='')
        withdrawn = BooleanField(index=True, default=False)
        key = CharField(unique=True, max_length=48)
        name = CharField(max_length=80)
        room = CharField(max_length=200, default='')
        convener = CharField(max_length=80, default='')
        phone = CharField(max_length=40, default='')
        position = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'delegation'
    db.create_tables([Delegation])

    class Faq(Model):
        source = CharField(index=True, max_length=200, default='')
        sheet = CharField(max_length=120, default='')
        line = IntegerField(default=0)
        digest = CharField(max_length=64, default='')
        withdrawn = BooleanField(index=True, default=False)
        key = CharField(unique=True, max_length=48)
        question = CharField(max_length=200)
        aliases = TextField(default='')
        answer = TextField()
        position = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'faq'
    db.create_tables([Faq])

    class GuideEntry(Model):
        source = CharField(index=True, max_length=200, default='')
        sheet = CharField(max_length=120, default='')
        line = IntegerField(default=0)
        digest = CharField(max_length=64, default='')
        withdrawn = BooleanField(index=True, default=False)
        key = CharField(unique=True, max_length=48)
        category = CharField(max_length=40)
        title = CharField(max_length=80)
        note = TextField(default='')
        place = CharField(max_length=200, default='')
        hours = CharField(max_length=120, default='')
        phone = CharField(max_length=40, default='')
        position = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'guide_entry'
    db.create_tables([GuideEntry])

    class Message(Model):
        message_key = CharField(unique=True, max_length=190)
        openid = CharField(index=True, max_length=64)
        at = DateTimeField()
        text = TextField()
        class Meta:
            database = db
            table_name = 'message'
    db.create_tables([Message])

    class NewsItem(Model):
        source = CharField(index=True, max_length=200, default='')
        sheet = CharField(max_length=120, default='')
        line = IntegerField(default=0)
        digest = CharField(max_length=64, default='')
        withdrawn = BooleanField(index=True, default=False)
        slug = CharField(unique=True, max_length=80)
        title = CharField(max_length=200)
        column = CharField(index=True, max_length=40)
        author = CharField(max_length=80, default='')
        published = DateTimeField(index=True)
        summary = CharField(max_length=300, default='')
        cover = CharField(max_length=200, default='')
        body = TextField()
        class Meta:
            database = db
            table_name = 'news_item'
    db.create_tables([NewsItem])

    class Programme(Model):
        source = CharField(index=True, max_length=200, default='')
        sheet = CharField(max_length=120, default='')
        line = IntegerField(default=0)
        digest = CharField(max_length=64, default='')
        withdrawn = BooleanField(index=True, default=False)
        key = CharField(unique=True, max_length=48)
        name = CharField(max_length=80)
        brand = CharField(max_length=40, default='')
        summary = TextField(default='')
        quota = IntegerField(null=True)
        opens = DateField(null=True)
        closes = DateField(null=True)
        materials = CharField(max_length=200, default='')
        audience = CharField(max_length=120, default='')
        position = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'programme'
    db.create_tables([Programme])

    class Revision(Model):
        number = IntegerField(default=0)
        class Meta:
            database = db
            table_name = 'revision'
    db.create_tables([Revision])

    class Rule(Model):
        kind = CharField(max_length=10)
        words = CharField(max_length=200)
        reply = TextField()
        priority = IntegerField(default=0)
        valid_from = DateTimeField(null=True)
        valid_until = DateTimeField(null=True)
        enabled = BooleanField(default=True)
        class Meta:
            database = db
            table_name = 'rule'
    db.create_tables([Rule])

    class Scan(Model):
        message_key = CharField(unique=True, max_length=190)
        scene = CharField(index=True, max_length=64)
        at = DateTimeField()
        first = BooleanField()
        class Meta:
            database = db
            table_name = 'scan'
    db.create_tables([Scan])

    class Scene(Model):
        kind = CharField(max_length=20)
        key = CharField(max_length=64)
        scene = CharField(unique=True, max_length=64)
        ticket = CharField(max_length=200, default='')
        url = CharField(max_length=300, default='')
        created = DateTimeField()
        expires = DateTimeField(null=True)
        class Meta:
            database = db
            table_name = 'scene'
    db.create_tables([Scene])

    class Station(Model):
        source = CharField(index=True, max_length=200, default='')
        sheet = CharField(max_length=120, default='')
        line = IntegerField(default=0)
        digest = CharField(max_length=64, default='')
        withdrawn = BooleanField(index=True, default=False)
        code = CharField(unique=True, max_length=32)
        name = CharField(max_length=80)
        district = CharField(index=True, max_length=40, default='')
        address = CharField(max_length=200, default='')
        longitude = DoubleField(null=True)
        latitude = DoubleField(index=True, null=True)
        located = BooleanField(default=False)
        hours = CharField(max_length=60, default='')
        facilities = CharField(max_length=200, default='')
        phone = CharField(max_length=40, default='')
        class Meta:
            database = db
            table_name = 'station'
    db.create_tables([Station])


def down(migrator, db):
    migrator.migrate(migrator.drop_table('station'))
    migrator.migrate(migrator.drop_table('scene'))
    migrator.migrate(migrator.drop_table('scan'))
    migrator.migrate(migrator.drop_table('rule'))
    migrator.migrate(migrator.drop_table('revision'))
    migrator.migrate(migrator.drop_table('programme'))
    migrator.migrate(migrator.drop_table('news_item'))
    migrator.migrate(migrator.drop_table('message'))
    migrator.migrate(migrator.drop_table('guide_entry'))
    migrator.migrate(migrator.drop_table('faq'))
    migrator.migrate(migrator.drop_table('delegation'))
    migrator.migrate(migrator.drop_table('delegate'))
    migrator.migrate(migrator.drop_table('agenda_item'))
