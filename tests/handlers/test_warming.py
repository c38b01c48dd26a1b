"""What a new process asks itself before its first message."""

import handlers
from congress import catalogue
from handlers import warming
from handlers.explaining import explained
from models.base import Row
from tests.handlers.phone import AT, ROUTES
from wechat.inbound import Ask


def test_it_reads_everything_and_leaves_no_trace(demo: None) -> None:
    before = _rows()
    warming.warm(handlers.ROUTERS, AT)
    assert {"index", "stations", "told"} <= set(catalogue.current().kept)
    assert catalogue.current().kept["index"].understood == {}
    assert _rows() == before


def test_the_questions_take_many_ways(demo: None) -> None:
    found = [explained(ROUTES, [Ask("", AT, "text", text=text)]) for text in warming.questions()]
    assert len({each.route for each in found}) >= len(found) / 2, [each.route for each in found]


def _rows() -> dict[str, int]:
    return {table.__name__: table.select().count() for table in Row.__subclasses__() if table.table_exists()}
