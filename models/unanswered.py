"""Tables of the board: questions that had no sure answer, and what staff answered them."""

from peewee import BooleanField, CharField, DateTimeField, IntegerField, TextField

from models.base import Row
from models.sealing import SealedField


class Unanswered(Row):
    """A question that nobody could answer, masked. Times are Beijing time."""

    message_key = CharField(max_length=190, unique=True)
    openid = CharField(max_length=64, index=True)  # empty once its time is over
    miniprogram = BooleanField(default=False)  # an openid means nothing without its application
    at = DateTimeField(index=True)
    text = SealedField(max_length=200)  # masked; sealed all the same, for no mask knows every name
    gist = SealedField(max_length=200, default="")  # what it is about, by which likes are found
    nearest = CharField(max_length=120, default="")  # the fact that it was told of, as `kind:key`
    state = CharField(max_length=10, index=True, default="open")  # open, aside, answered
    pin = IntegerField(default=0)  # the group into which staff put it by hand; 0: by likeness
    answer = IntegerField(default=0, index=True)  # StaffAnswer, 0 for none


class StaffAnswer(Row):
    """One answer that staff wrote for all who asked alike: a frequent question, or keyword rules."""

    mark = CharField(max_length=64, unique=True)  # of the form: pressing twice is one answer
    kind = CharField(max_length=10)  # faq, exact, contains
    question = CharField(max_length=200)  # how it is called: the likeliest wording, or as staff put it
    words = TextField(default="")  # further wordings, or the rules' words; one a line
    reply = TextField()
    faq = CharField(max_length=48, default="")  # the key of its row, for a frequent question
    notice = IntegerField(default=0)  # that tells those who asked; 0: they are not told
    asked = IntegerField(default=0)  # how many questions it answered
    by = CharField(max_length=80)
    at = DateTimeField()
    withdrawn_by = CharField(max_length=80, default="")
    withdrawn_at = DateTimeField(null=True)
