"""From text to what was asked: values in, values out. Knows no WeChat, no Flask, no database."""

from understanding.index import Index
from understanding.question import Context, Fact, Hit, Question
from understanding.understand import understand

__all__ = ["Context", "Fact", "Hit", "Index", "Question", "understand"]
