"""The personal codes as the rehearsal names them: by badge, since their keys are secrets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from clock import Clock
from commands import codes
from config import Settings
from congress import scenes
from rehearsal.records import opened

KIND = "delegate"


@dataclass(frozen=True, repr=False)  # the keys in it are secrets
class Codes:
    """Tickets by the name of the code, and names by scene."""

    tickets: Mapping[str, str]
    names: Mapping[str, str]

    @property
    def secrets(self) -> list[str]:
        """The keys that stand on badges and nowhere else."""
        return [scene.partition("_")[2] for scene in self.names]


def personal(settings: Settings, badges: Iterable[str]) -> Codes:
    """Make the personal codes of these badges. RuntimeError when the platform makes too few."""
    from server import client_for

    with opened(settings):
        wanted = [scenes.scene_string(KIND, badge) for badge in badges]
        codes.ensure_all(client_for(settings), wanted, Clock(settings.clock_start, settings.clock_file).now)
        made = scenes.registered(KIND)
        if len(made) < len(wanted):
            raise RuntimeError(f"{len(made)} of {len(wanted)} personal codes were made")
        names = {code.scene: scenes.told(code.scene) for code in made}
        return Codes({names[code.scene]: code.ticket for code in made}, names)
