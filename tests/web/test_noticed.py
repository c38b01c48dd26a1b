"""A notice on a page: its link is a link, nothing else becomes one."""

import pytest

from web.pages import noticed


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ('去吧\n\n<a href="https://x.example/a?b=1&amp;c">查看详情</a>',
         '去吧<br><br><a href="https://x.example/a?b=1&amp;amp;c">查看详情</a>'),
        ("电话 010-84901111", '电话 <a class="tel" href="tel:01084901111">010-84901111</a>'),
        ('<a href="javascript:x">a</a><b>', "&lt;a href=&#34;javascript:x&#34;&gt;a&lt;/a&gt;&lt;b&gt;"),
    ],
)  # fmt: skip
def test_links_of_notices(words: str, expected: str) -> None:
    assert noticed(words) == expected
