"""The keys that menu buttons send: used by menus/*.yaml and by the handlers' click() filters."""

TODAY = "agenda.today"
NOW = "agenda.now"
TOMORROW = "agenda.tomorrow"
GUIDE = "guide.all"
MEALS = "guide.meals"
COACHES = "guide.coaches"
MEDICAL = "guide.medical"
NEWS = "news.latest"
FOCUS = "news.focus"
PROFILES = "news.profiles"
UNION = "news.union"
MESSAGE = "help.message"
HELP = "help.help"

ALL = frozenset(value for name, value in globals().items() if name.isupper())
