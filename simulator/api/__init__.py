"""The platform's API: which call answers which address.

The one place to add a domain: write its module beside these, with a CALLS of its own, and name it here.
"""

from simulator.api import (
    blacklist,
    codes,
    content,
    drafts,
    login,
    mass,
    material,
    media,
    menus,
    messages,
    network,
    newtmpl,
    oauth,
    publishing,
    quotas,
    subscribe_links,
    subscriptions,
    tags,
    templates,
    tickets,
    tokens,
    users,
    web_login,
    wxacode,
)
from simulator.api.call import Call

_ROOMS = (
    *(templates, subscriptions, subscribe_links, newtmpl),
    *(tokens, quotas, network, tickets, menus, codes, messages, users),
    *(media, material, drafts, publishing, mass, tags, blacklist),
    *(oauth, web_login, login, wxacode, content),
)
CALLS: dict[str, Call] = {address: call for room in _ROOMS for address, call in room.CALLS.items()}
