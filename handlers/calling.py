"""How delegations are called: in full, without endings, in short."""

from collections import Counter
from collections.abc import Iterable, Iterator

from understanding.vocabulary import topics

SHORT = 2  # characters of a short name
LONG = 4  # ... of a name that has one


def called(names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For each delegation's name all ways to call it, the name itself first.

    The first or last characters of a long name stand for it together with the short word for a delegation (the last
    character of its own ending), when no other delegation's name has them there.
    """
    written = {name: _plainer(name) for name in names}
    ends = Counter(end for plainer in written.values() for end in {e for each in plainer[1:] for e in _ends(each)})
    found = {}
    for name, plainer in written.items():
        own = [end for each in plainer[1:] for end in _ends(each) if ends[end] == 1]
        short = _ending(name)[-1:] or topics()["delegation_ends"][0][-1]
        found[name] = tuple(dict.fromkeys([*plainer, *(each + short for each in (*plainer[1:], *own))]))
    return found


def _plainer(name: str) -> list[str]:
    """The name, without its ending, and without the kind of its place."""
    names = [name]
    if ending := _ending(name):
        names.append(name.removesuffix(ending))
    if len(names[-1]) > SHORT and names[-1][-1] in topics()["place_ends"]:
        names.append(names[-1][:-1])
    return names


def _ending(name: str) -> str:
    """The word for a delegation at the end of its name, the longest that fits; empty for none."""
    ends = (ending for ending in topics()["delegation_ends"] if name.endswith(ending) and name != ending)
    return max(ends, key=len, default="")


def _ends(name: str) -> Iterator[str]:
    if len(name) >= LONG:
        for size in range(SHORT, len(name)):
            yield name[:size]
        yield name[-SHORT:]
