"""How people name days, several of them at once, or parts of one: as today counts them, or as the congress does."""

import re
from datetime import date, datetime, timedelta

# As people call the parts of a day, in dialects too.
PART_WORDS = {
    "morning": r"上午|早上|早晨|清早|清晨|一大早|大早上|大清早|一早|早间|凌晨|[上前]半[天晌]|前晌|头晌|头午"
    r"|[前上]半日(?!程)|上昼|朝早|朝头早|透早|天光早|早浪|\bmorning\b",
    "noon": r"中午|正午|晌午|午间|大中午|中晌|当午|昼头|中昼|日昼|昼时|\bnoon\b",
    "afternoon": r"下午|午后|[后下]半天|后晌|[后下晚]半晌|过晌|[后下]半日(?!程)|下晡|下昼|晏昼|晏晡|\bafternoon\b",
    "evening": r"晚上|傍晚|夜[里间晚头黑]|晚[间黑夕]|入夜|大晚上|黑夜|[傍擦]黑|夜快[头边]|[晚夜暗]晡|暗[暝头]"
    r"|暝时|下[暗暝]|\bevening\b|\btonight\b|\bnight\b",
}
NAMED = {"今": 0, "明": 1, "后": 2}
TWO_DAYS = re.compile(r"(今|明)(明|后)两?天")
NEXT_TWO = re.compile(r"(?:这|近|头)(?:一)?两天|\btoday and tomorrow\b")
THESE_DAYS = re.compile(r"这几天|这些天|近几天|接下来几天|整个会期|\b(?:these|all) days\b|\bwhole congress\b")
SO_MANY = re.compile(r"(?:这|一共|总共|全部)?([二两三四五六七]|\d)天(?=的|都|里|内|会|全)")
FROM_TO = re.compile(
    r"(?<![\d月./:-])(\d{1,2})(?:[号日])?\s*[-到至]\s*(\d{1,2})[号日](?!楼|馆|厅|车|线|门|桌|房|会议室)"
)
COUNTED = {"二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
ENGLISH_DAYS = {
    "the day after tomorrow": 2, "day after tomorrow": 2, "the day before yesterday": -2, "day before yesterday": -2,
    "today": 0, "tonight": 0, "tomorrow": 1, "tmr": 1, "yesterday": -1,
}  # fmt: skip
ENGLISH_NTH = re.compile(
    r"\b(?:the )?(?:day (?P<count>one|two|three|four|five|[1-9])"
    r"|(?P<nth>first|second|third|fourth|fifth|last|final) day)\b"
)
ENGLISH_ORDINAL = re.compile(r"\bthe (\d{1,2})(?:st|nd|rd|th)\b(?! (?:floor|room|row|meeting|session))")
# The next morning; of the same day for whoever asks at night.
WAKING = re.compile(
    r"(?:睡醒|睡起来|睡一觉(?:起来)?|一觉醒来|一觉睡醒|(?<![提叫喊吵])醒来|(?<![提叫喊吵])醒了|起床|天亮"
    r"|(?:早上|早晨|一早|清早|[早睡]上?)起来)(?:以后|之后|后|了|就|的时候){1,2}"
    r"|睡醒|一觉醒来|when i wake up|after waking up"
)
EVENING = 17  # from this hour on who speaks of waking means tomorrow
COUNTS = ("one", "two", "three", "four", "five")
NTHS = ("first", "second", "third", "fourth", "fifth")


def waking(text: str, at: datetime) -> tuple[date, str] | None:
    """The day on whose morning somebody wakes who says so, and the text without that; None when nobody does."""
    found = WAKING.search(text)
    if found is None:
        return None
    return at.date() + timedelta(days=at.hour >= EVENING), f"{text[: found.start()]} {text[found.end() :]}"


def several(text: str, at: datetime, days: tuple[date, ...]) -> tuple[date, date, str] | None:
    """The first and the last of several days that a text names, and the text without them; None when it names none."""
    today = at.date()
    if found := TWO_DAYS.search(text):
        first, last = (today + timedelta(days=NAMED[each]) for each in found.groups())
    elif found := NEXT_TWO.search(text):
        first, last = today, today + timedelta(days=1)
    elif (found := FROM_TO.search(text)) and (ends := _from_to(found, days)):
        first, last = ends
    elif days and (found := _whole_congress(text, days)):
        # What is over is not asked for, unless all of it is.
        first, last = max(days[0], today) if today <= days[-1] else days[0], days[-1]
    else:
        return None
    return first, last, f"{text[: found.start()]} {text[found.end() :]}"


def english_nth(found: re.Match[str], at: datetime, days: tuple[date, ...]) -> tuple[date, str] | None:
    """The day of the congress that an ENGLISH_NTH counts, with no part of it."""
    if count := found["count"]:
        place = COUNTS.index(count) if count in COUNTS else int(count) - 1
    else:
        place = NTHS.index(found["nth"]) if found["nth"] in NTHS else len(days) - 1
    return (days[place], "") if 0 <= place < len(days) else None


def _from_to(found: re.Match[str], days: tuple[date, ...]) -> tuple[date, date] | None:
    """The first and the last of the congress's days that are numbered so."""
    numbered = {each.day: each for each in days}
    first, last = (numbered.get(int(each)) for each in found.groups())
    return (first, last) if first and last and first < last else None


def _whole_congress(text: str, days: tuple[date, ...]) -> re.Match[str] | None:
    if found := THESE_DAYS.search(text):
        return found
    found = SO_MANY.search(text)
    return found if found and (COUNTED.get(found[1]) or int(found[1])) == len(days) else None
