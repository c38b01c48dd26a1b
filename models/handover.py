"""What every process watches to know that the content changed."""

from peewee import IntegerField

from models.base import Row


class Revision(Row):
    """A single row (id 1). Its number rises in the transaction of every change to what the account answers."""

    number = IntegerField(default=0)

    @classmethod
    def current(cls) -> int:
        """The number now; 0 before anything was loaded."""
        row = cls.get_or_none(cls.id == 1)
        return row.number if row else 0

    @classmethod
    def raise_(cls) -> int:
        """Add one, inside the caller's transaction, and return the new number."""
        if not cls.update(number=cls.number + 1).where(cls.id == 1).execute():
            cls.insert(id=1, number=1).execute()
        return cls.current()
