"""The platform's API as we call it, for the account or the mini program: all families of calls in one client."""

from wechat.calls.account import Account
from wechat.calls.codes import Code, Codes
from wechat.calls.content import Content
from wechat.calls.media import Media
from wechat.calls.menus import Menus
from wechat.calls.notices import Notices
from wechat.calls.people import People
from wechat.calls.service import Service
from wechat.calls.sign_in import SignIn
from wechat.calls.tickets import Tickets
from wechat.failures import PlatformDown, PlatformError

__all__ = ["Client", "Code", "PlatformDown", "PlatformError"]


class Client(Service, Notices, Menus, Codes, People, Media, SignIn, Tickets, Content, Account):
    """One appid's calls. Safe between threads.

    What sends to a person (`send...`, `typing`, `tag`) gives back an Outcome and raises nothing; everything else
    returns its value or raises PlatformError or PlatformDown, which carry their outcome.
    """
