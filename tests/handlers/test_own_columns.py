"""A column that the organisers named themselves is found by its own name."""

import pytest

import models
from congress import catalogue
from menus import keys
from tests.handlers.phone import Phone, on, told


@pytest.mark.parametrize("words", ["会场直击有什么", "会场直击", "会场直击栏目", "看看会场直击", "会场直击的文章"])
def test_it_is_found(phone: Phone, words: str) -> None:
    row = models.NewsItem
    kept, own = row.select().where(row.column == "大会聚焦").order_by(row.published)[:2]
    row.update(column="会场直击").where(row.id == own.id).execute()
    models.Revision.raise_()
    catalogue.expire()
    at = on("05-09 09:00")
    both = told(phone.tap(keys.FOCUS, at))
    assert (kept.title in both, own.title in both) == (True, True)
    said = phone.say(words, at)
    assert (phone.handler, kept.title in said, own.title in said) == ("news.on_named_column", False, True)
    assert "会场直击（1篇）" in phone.say("有哪些栏目", at)
