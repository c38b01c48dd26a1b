"""The product's database, opened for a look."""

from collections.abc import Iterator
from contextlib import contextmanager

import models
from config import Settings
from congress import catalogue
from congress.checkin import stages


@contextmanager
def opened(settings: Settings) -> Iterator[None]:
    """The tables of the product with these settings, in this thread."""
    models.unlock(settings.data_key, settings.old_data_keys)
    models.bind(settings.database)
    catalogue.expire()
    stages.use(settings.stages, settings.desks)
    try:
        yield
    finally:
        models.close()
