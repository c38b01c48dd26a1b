"""The custom menu, the default one as well as those for some people alone (docs/wechat.md, section 10)."""

from typing import Any

from wechat.caller import Caller
from wechat.failures import PlatformError
from wechat.outcomes import Missing


class Menus(Caller):
    """Raises PlatformError or PlatformDown."""

    def publish_menu(self, tree: dict[str, Any]) -> None:
        """Replace the default menu."""
        self.call("POST", "/cgi-bin/menu/create", tree, again=True)

    def menu(self) -> dict[str, Any] | None:
        """The menus as the platform has them, {"menu", "conditionalmenu"?}; None when there is none."""
        try:
            return self.call("GET", "/cgi-bin/menu/get", again=True)
        except PlatformError as error:
            if not isinstance(error.outcome, Missing):
                raise
        return None

    def delete_menu(self) -> None:
        """Remove the default menu and with it all conditional ones."""
        self.call("GET", "/cgi-bin/menu/delete", again=True)

    def add_conditional_menu(self, tree: dict[str, Any]) -> str:
        """Add a menu for those whom its `matchrule` meets; its menuid. Needs a default menu; the newest rule wins."""
        return str(self.call("POST", "/cgi-bin/menu/addconditional", tree)["menuid"])

    def delete_conditional_menu(self, menuid: str) -> None:
        """Remove one conditional menu."""
        self.call("POST", "/cgi-bin/menu/delconditional", {"menuid": menuid}, again=True)

    def match_menu(self, user: str) -> dict[str, Any]:
        """The menu that this person, an openid, is shown."""
        return self.call("POST", "/cgi-bin/menu/trymatch", {"user_id": user}, again=True)
