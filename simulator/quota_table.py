"""How often each address of the API may be called in a day and in a minute (docs/wechat.md, section 8.2)."""

DEFAULT_A_DAY = 1_000_000  # of addresses for which no page names a number
_ONE, _TEN, _HUNDRED = 1_000, 10_000, 100_000

# A new account's.
A_DAY = {
    "/cgi-bin/token": 2 * _ONE,
    "/cgi-bin/stable_token": 5 * _HUNDRED,
    "/cgi-bin/menu/create": _ONE,
    "/cgi-bin/menu/get": _TEN,
    "/cgi-bin/menu/delete": _ONE,
    "/cgi-bin/menu/addconditional": 2 * _ONE,
    "/cgi-bin/menu/delconditional": 2 * _ONE,
    "/cgi-bin/menu/trymatch": 2 * _TEN,
    "/cgi-bin/groups/create": _ONE,
    "/cgi-bin/groups/get": _ONE,
    "/cgi-bin/groups/update": _ONE,
    "/cgi-bin/groups/members/update": _HUNDRED,
    "/cgi-bin/media/upload": _HUNDRED,
    "/cgi-bin/media/get": 2 * _HUNDRED,
    "/cgi-bin/media/uploadnews": 10,
    "/cgi-bin/message/custom/send": 5 * _HUNDRED,
    "/cgi-bin/message/mass/sendall": 100,
    "/cgi-bin/message/mass/send": 100,
    "/cgi-bin/message/mass/delete": 10,
    "/cgi-bin/message/mass/preview": 100,
    "/cgi-bin/message/template/send": _HUNDRED,
    "/cgi-bin/message/subscribe/send": 100 * _HUNDRED,
    "/cgi-bin/qrcode/create": _HUNDRED,
    "/cgi-bin/user/get": 500,
    "/cgi-bin/user/info": 50 * _HUNDRED,
    "/cgi-bin/user/info/updateremark": _TEN,
    "/cgi-bin/draft/add": _ONE,
    "/cgi-bin/draft/get": 500,
    "/cgi-bin/draft/delete": _ONE,
    "/cgi-bin/draft/update": _ONE,
    "/cgi-bin/draft/count": _ONE,
    "/cgi-bin/draft/batchget": _ONE,
    "/cgi-bin/freepublish/submit": 100,
    "/cgi-bin/freepublish/get": 100,
    "/cgi-bin/freepublish/delete": 10,
    "/cgi-bin/freepublish/getarticle": 100,
    "/cgi-bin/freepublish/batchget": 100,
    "/wxa/msg_sec_check": 20 * _HUNDRED,
    "/wxa/media_check_async": 2 * _HUNDRED,
}
# What a test account has less of.
TEST_A_DAY = {
    "/cgi-bin/token": 200,
    "/cgi-bin/menu/create": 100,
    "/cgi-bin/menu/get": _ONE,
    "/cgi-bin/menu/delete": 100,
    "/cgi-bin/media/upload": 500,
    "/cgi-bin/media/get": _ONE,
    "/cgi-bin/message/custom/send": 5 * _TEN,
    "/cgi-bin/qrcode/create": _TEN,
    "/cgi-bin/user/get": 100,
    "/cgi-bin/user/info": 5 * _HUNDRED,
}
# Limited by the minute alone, or by nothing.
NO_DAILY_LIMIT = ("/sns/", "/connect/", "/wxa/getwxacodeunlimit", "/cgi-bin/showqrcode")
# Calls in a minute, and the errcode of the next one.
A_MINUTE = {
    "/cgi-bin/stable_token": (10_000, 45011),
    "/sns/oauth2/access_token": (50_000, 45011),
    "/sns/oauth2/refresh_token": (50_000, 45011),
    "/cgi-bin/message/mass/sendall": (60, 45011),
    "/cgi-bin/message/mass/send": (60, 45011),
    "/wxa/getwxacodeunlimit": (5_000, 45011),
    "/wxa/msg_sec_check": (4_000, 44991),
    "/wxa/media_check_async": (2_000, 44991),
}
# They are counted by the month, or not at all.
UNCOUNTED = ("/cgi-bin/clear_quota", "/cgi-bin/openapi/")
