"""Every switch there is, by group: what it is called, how it stands at first, and what it may be."""

from dataclasses import dataclass

# How someone came who follows without a code, as user/info names it (section 14).
SCENES = (
    "ADD_SCENE_SEARCH", "ADD_SCENE_ACCOUNT_MIGRATION", "ADD_SCENE_PROFILE_CARD", "ADD_SCENE_PROFILE_LINK",
    "ADD_SCENE_PROFILE_ITEM", "ADD_SCENE_PAID", "ADD_SCENE_WECHAT_ADVERTISEMENT", "ADD_SCENE_REPRINT",
    "ADD_SCENE_LIVESTREAM", "ADD_SCENE_CHANNELS", "ADD_SCENE_WXA", "ADD_SCENE_OTHERS",
)  # fmt: skip
# How a message to everyone ends (section 5).
_REFUSALS = (10001, 20001, 20002, 20004, 20006, 20008, 20013, 21000, 22000, 30001, 30002, 30003)
MASS_STATUSES = ("send success", "sendsuccess", "send fail", *(f"err({number})" for number in _REFUSALS))


@dataclass(frozen=True)
class Switch:
    """One switch. Its default tells its kind; `choices` limits a text."""

    name: str
    default: bool | float | str
    choices: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """bool, number, choice or text."""
        if isinstance(self.default, bool):
            return "bool"
        return "number" if isinstance(self.default, float) else "choice" if self.choices else "text"


# A group is a heading in the phone's drawer. A new switch goes here, its words (and a new group's) into words.yaml.
GROUPS: dict[str, tuple[Switch, ...]] = {
    # docs/wechat.md, section 3
    "deliveries": (
        Switch("attempts", 3.0),
        Switch("cut_seconds", 5.0),
        Switch("retry_seconds", 0.0),  # the pause before the next attempt
        Switch("retry_fresh", True),  # a retry gets another timestamp, nonce and ciphertext
        Switch("retry_replies", True),  # a good reply to the second or third attempt is shown
        Switch("openid_in_url", True),
        Switch("hold_seconds", 0.0),  # each push waits a random time up to this: pushes overtake each other
        Switch("out_of_order", False),  # of two pushes that follow each other the second comes first
        Switch("duplicate", False),  # one delivery more, after a good answer
        Switch("concurrent", False),  # all attempts at once
        Switch("lost_response", False),  # the product answers, and the platform never sees it
        Switch("mark_fail", False),  # suspend a server that fails again and again
        Switch("mark_fail_after", 10.0),
        Switch("mark_fail_seconds", 60.0),
    ),
    # sections 4 to 6
    "pushes": (
        Switch("recognition", True),
        Switch("menu_id_in_click", False),
        Switch("extra_elements", False),
        Switch("mini_format", "json", ("json", "xml")),
    ),
    # sections 2.3, 3, 6 and 7
    "replies": (
        Switch("text_limit", 2048.0),  # bytes
        Switch("nonce_must_match", False),  # the envelope's nonce has to be the push's
        Switch("prompt_for_events", True),  # the failure prompt comes for taps, scans and follows too
        Switch("prompt_words", "old", ("old", "new")),
        Switch("agent_seconds", 1800.0),  # how long an agent's session holds without a word
        Switch("agent_takes_events", False),  # taps, too, pass the webhook by while an agent is there
    ),
    # section 8
    "api": (
        Switch(
            "api_fault",
            "",
            ("", "-1", "40001", "42001", "40164", "45009", "45011", "48001", "html", "5xx", "reset", "lost"),
        ),
        Switch("api_fault_path", ""),  # only addresses that begin so; empty: all
        Switch("api_fault_after", 0.0),  # so many calls are let through first
        Switch("api_fault_times", 0.0),  # so many calls, then the switch falls back; 0: until it is turned off
        Switch("api_slow_seconds", 0.0),
        Switch("api_text_plain", False),
        Switch("rid_style", "rid", ("rid", "hint", "both")),
        Switch("ip_networks", False),  # getcallbackip names networks too
    ),
    # section 8.1
    "tokens": (
        Switch("ip_refused", False),
        Switch("ip_whitelist", ""),  # addresses or networks with spaces or commas between them; empty: everyone
        Switch("token_refused", "", ("", "40243", "50004", "50007", "89503", "89506", "89507")),
        Switch("token_overlap_seconds", 300.0),  # a replaced token lives on at most so long
        Switch("force_kills_at_once", True),  # otherwise the token before it dies with the second forced call
    ),
    # section 8.2
    "quotas": (
        Switch("quota_table", "new", ("new", "test")),
        Switch("quota_limits", ""),  # "/cgi-bin/token=3 ...": other limits a day
        Switch("quota_reset_hour", 0.0),  # in Beijing
        Switch("grants", "best", ("best", "newest")),  # what a second trigger does to the window (section 9)
    ),
    # sections 15 to 17
    "login": (
        Switch("oauth_domain", ""),  # what the settings page holds; empty: where the product is
        Switch("oauth_strict", True),  # order of the parameters, fragment, characters of state
        Switch("oauth_follower_silent", False),  # a follower isn't asked
        Switch("oauth_refusal", "state", ("state", "close")),
        Switch("oauth_snapshot", False),
        Switch("oauth_double", False),  # the way back is opened twice with one code
        Switch("used_code", "40163", ("40163", "40029")),
        Switch("mini_login_blocked", False),  # 40226
        Switch("unionid", False),  # bound to an Open Platform account
        Switch("ticket_fresh", False),  # another ticket for every call
        Switch("mini_pages", ""),  # the published pages, with commas between them; empty: every page exists
    ),
    # section 17
    "content": (
        Switch("content_v1", False),  # calls of the old version are still answered, risky ones with 87014
        Switch("media_suggest", "", ("", "pass", "review", "risky", "failed")),  # empty: by looking at the file
        Switch("media_check_seconds", 2.0),
    ),
    # sections 9, 12 and 13
    "sending": (
        Switch(
            "sending_refused",  # as the error of every call that can answer it
            "",
            ("", "40249", "43107", "43116", "45168", "48001", "48004", "50002", "50005", "70000"),
        ),
        Switch(
            "template_result",
            "success",
            ("success", "failed:user block", "failed: system failed", "failed:system failed", "failed:freq limit"),
        ),
        Switch("result_seconds", 1.0),  # until TEMPLATESENDJOBFINISH or subscribe_msg_sent_event
        Switch("subscription_seconds", 0.02),  # that sending one takes: another to that person meanwhile is 43108
        Switch("account_grants_add_up", False),  # grants for the account, too, not only for the mini program
        Switch("popup_event_when_kept", True),  # the event comes even when a kept choice suppresses the dialog
    ),
    # section 10
    "menus": (
        Switch("menu_refetch_seconds", 0.0),  # how long a phone keeps the menu that it fetched; really 300
        Switch("menu_tag", "any", ("any", "last")),  # which of a person's tags a rule looks at
        Switch("conditional_menus", 0.0),  # how many there may be; 0: any number
        Switch("menu_create_clears", False),  # a new default menu takes the conditional ones away
        Switch("conditional_refused", "", ("", "65306", "65309", "48001")),
        Switch("menu_types_refused", ""),  # types that the account may not use, with commas between them
        Switch("linked_miniprograms", ""),  # appids beside the configured one, with commas between them
        Switch("menu_miniprogram_code", "85005", ("85005", "45064")),
    ),
    # section 14
    "people": (
        Switch("subscribe_scene", SCENES[0], SCENES),  # of those who follow without a code
        Switch("unfollow_clears_tags", True),
        Switch("tag_name_bytes", True),  # thirty bytes rather than thirty characters
        Switch("tag_partly", True),  # with wrong openids the right ones are tagged: 45171
    ),
    # section 18
    "publishing": (
        Switch("image_megabytes", 10.0),
        Switch("media_size_code", "40006", ("40006", "45001")),
        Switch("draft_short_content", False),  # 2 KB
        Switch("draft_product", "53406", ("", "53404", "53405", "53406")),  # with product_info
        Switch("publish_refused", "", ("", "53503", "53504", "53505", "48001")),
        Switch("publish_status", "0", ("0", "2", "3", "4", "6")),
        Switch("publish_seconds", 1.0),
        Switch("account_kind", "service", ("service", "subscription")),
        Switch("mass_refused", "", ("", "45028", "45113", "48001", "48003", "48021", "89504", "89505")),
        Switch("mass_status", MASS_STATUSES[0], MASS_STATUSES),
        Switch("mass_seconds", 1.0),
        Switch("mass_again_seconds", 60.0),  # the same clientmsgid within these: 45066, afterwards 45065
        Switch("mass_administrator", "off", ("off", "confirms", "refuses", "silent")),
    ),
}
TABLE = tuple(switch for switches in GROUPS.values() for switch in switches)
