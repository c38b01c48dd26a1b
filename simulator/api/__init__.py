"""The platform's API: which call answers which address.

The one place to add a domain: write its module beside these, with a CALLS of its own, and name it here.
"""

from simulator.api import codes, menus, messages, tokens, users
from simulator.api.call import Call

CALLS: dict[str, Call] = {**tokens.CALLS, **menus.CALLS, **codes.CALLS, **messages.CALLS, **users.CALLS}
