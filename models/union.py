"""Tables of the everyday union services."""

from peewee import BooleanField, CharField, DateField, DoubleField, IntegerField, TextField

from models.base import HandedOver


class Programme(HandedOver):
    """A union service that workers can apply for."""

    key = CharField(max_length=48, unique=True)
    name = CharField(max_length=80)
    brand = CharField(max_length=40, default="")
    summary = TextField(default="")
    quota = IntegerField(null=True)  # empty: unlimited
    opens = DateField(null=True)
    closes = DateField(null=True)
    materials = CharField(max_length=200, default="")
    audience = CharField(max_length=120, default="")
    counter = CharField(max_length=200, default="")  # where it is to be had
    hotline = CharField(max_length=60, default="")
    quota_words = CharField(max_length=60, default="")  # as staff wrote it, where it is more than a number
    position = IntegerField(default=0)


class Station(HandedOver):
    """A rest station for outdoor workers. Coordinates are GCJ-02 degrees, as the platform sends them."""

    code = CharField(max_length=32, unique=True)
    name = CharField(max_length=80)
    district = CharField(max_length=40, default="", index=True)
    address = CharField(max_length=200, default="")
    longitude = DoubleField(null=True)
    latitude = DoubleField(null=True, index=True)
    located = BooleanField(default=False)  # both coordinates are there and plausible
    hours = CharField(max_length=60, default="")
    facilities = CharField(max_length=200, default="")
    phone = CharField(max_length=40, default="")
