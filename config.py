"""config.yaml and the environment, read once into one frozen Settings."""

import os
import re
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, YamlConfigSettingsSource

from clock import BEIJING
from congress.checkin.plan import DeskPlan, StagePlan, agree
from sending.templates import Template

DEMO_SECRETS = {
    "wechat_secret": "demosecret", "wechat_token": "demotoken", "wechat_aes_key": "A" * 43,
    "secret_key": "demo-secret-key-worth-nothing-at-all", "data_key": "demo-data-key-worth-nothing-at-all",
}  # fmt: skip
SCHEMES = {
    "database_url": ("sqlite", "postgresql", "postgres", "mysql"),
    "redis_url": ("redis", "rediss", "unix"),
}
LOCAL = {"127.0.0.1", "localhost", "::1", "0.0.0.0"}
HERE = Path(__file__).parent
# A socket's address holds 107 bytes; a longer folder gets its socket elsewhere.
SOCKET_LIMIT = 100
TIME = r"([01]\d|2[0-3]):[0-5]\d"  # of day


class BadConfiguration(Exception):
    """The configuration can't be used. The text names the key and what to do; one line for each key."""


class _File(YamlConfigSettingsSource):
    """The file, for what the environment does not give: tables of the two are not mixed."""

    def __call__(self) -> dict[str, Any]:
        return {key: value for key, value in super().__call__().items() if key not in self.current_state}


class Settings(BaseSettings):
    """Every key of config.yaml, checked. Times in seconds unless named otherwise."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    wechat_appid: str = Field(pattern=r"^wx[0-9a-zA-Z]{16}$")
    wechat_secret: str = Field(min_length=1, repr=False)
    wechat_original_id: str = Field(pattern=r"^gh_\w+$")
    wechat_token: str = Field(pattern=r"^[0-9A-Za-z]{3,32}$", repr=False)
    wechat_aes_key: str = Field(pattern=r"^[0-9A-Za-z]{43}$", repr=False)
    wechat_modes: str = "plain,compat,safe"
    wechat_api_url: str = ""
    wechat_mp_url: str = ""
    wechat_open_url: str = ""
    wechat_script_url: str = ""
    miniprogram_appid: str = Field("", pattern=r"^(wx[0-9a-zA-Z]{16})?$")
    miniprogram_secret: str = Field("", repr=False)
    miniprogram_original_id: str = Field("", pattern=r"^(gh_\w+)?$")
    miniprogram_token: str = Field("", pattern=r"^([0-9A-Za-z]{3,32})?$", repr=False)
    miniprogram_aes_key: str = Field("", pattern=r"^([0-9A-Za-z]{43})?$", repr=False)
    secret_key: str = Field(min_length=32, repr=False)
    data_key: str = Field(min_length=32, repr=False)
    data_keys_old: str = Field("", repr=False)
    congress_name: str = Field("", max_length=40)
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    simulator_port: int = Field(8001, ge=1, le=65535)
    public_url: str = ""
    proxies: int = Field(0, ge=0, le=5)
    data_dir: Path = Path("data")
    database_url: str = Field("", repr=False)
    redis_url: str = Field("", repr=False)
    clock: str = ""
    replay_window: int = Field(600, ge=10)
    answer_deadline: float = Field(4.5, gt=0, lt=5)
    session_ttl: int = Field(1800, ge=60)
    web_workers: int = Field(2, ge=1)
    web_threads: int = Field(24, ge=4)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    senders: int = Field(2, ge=1)
    broker_url: str = Field("", repr=False)
    notice_per_minute: int = Field(30_000, ge=0)
    notice_subscriptions: dict[str, Template] = Field({}, validate_default=True)
    notice_templates: dict[str, Template] = Field({}, validate_default=True)
    notice_grace: int = Field(20, ge=0, le=25)
    remind_before: tuple[Annotated[int, Field(ge=1, le=7 * 24 * 60)], ...] = (30,)
    quiet_hours: str = "21:30-07:00"
    overview_at: str = "07:00"
    stages: tuple[StagePlan, ...] = ()
    desks: tuple[DeskPlan, ...] = ()

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource, dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        file = os.environ.get("CONFIG") or HERE / "config.yaml"
        return init_settings, env_settings, _File(settings_cls, yaml_file=file)

    @field_validator("wechat_modes")
    @classmethod
    def _known_modes(cls, value: str) -> str:
        unknown = set(value.replace(" ", "").split(",")) - {"plain", "compat", "safe"}
        if unknown:
            raise ValueError(f"knows plain, compat and safe, not {', '.join(sorted(unknown))}")
        return value.replace(" ", "")

    @field_validator("database_url", "redis_url")
    @classmethod
    def _known_scheme(cls, value: str, about: ValidationInfo) -> str:
        known = SCHEMES[str(about.field_name)]
        if value and value.partition("://")[0] not in known:
            raise ValueError(f"begins with {' or '.join(f'{each}://' for each in known)}")
        return value

    @field_validator("quiet_hours", "overview_at")
    @classmethod
    def _times_of_day(cls, value: str, about: ValidationInfo) -> str:
        form = f"{TIME}-{TIME}" if about.field_name == "quiet_hours" else TIME
        if value and not re.fullmatch(form, value):
            example = "21:30-07:00" if about.field_name == "quiet_hours" else "07:00"
            raise ValueError(f"write it like {example}, or leave it empty")
        return value

    @field_validator("clock")
    @classmethod
    def _a_time(cls, value: str) -> str:
        if value:
            try:
                datetime.fromisoformat(value)
            except ValueError:
                raise ValueError("write it like 2019-05-05T12:30+08:00, or leave it empty for the wall clock") from None
        return value

    @model_validator(mode="after")
    def _desks_serve_stages(self) -> Self:
        agree(self.stages, self.desks)
        return self

    @model_validator(mode="after")
    def _no_demo_secret_in_the_open(self) -> Self:
        if urlsplit(self.web_url).hostname in LOCAL:
            return self
        for key, demo in DEMO_SECRETS.items():
            if getattr(self, key) == demo:
                raise ValueError(
                    f"{key} still has the demo's value, but public_url ({self.public_url}) is not on this machine: "
                    f"set {key.upper()} in the environment"
                )
        return self

    @model_validator(mode="after")
    def _no_demo_template_in_the_open(self) -> Self:
        for key in ("notice_subscriptions", "notice_templates") if urlsplit(self.web_url).hostname not in LOCAL else ():
            if any("---" in each.id for each in getattr(self, key).values()):
                raise ValueError(f"{key} still names the demo's templates: name your own, or leave it out with {{}}")
        return self

    @property
    def web_url(self) -> str:
        """How phones reach the web server, without a final slash."""
        return self.public_url.rstrip("/") or f"http://127.0.0.1:{self.port}"

    @property
    def api_url(self) -> str:
        """The platform's API, without a final slash."""
        return self.wechat_api_url.rstrip("/") or f"http://127.0.0.1:{self.simulator_port}"

    @property
    def mp_url(self) -> str:
        """Where the pictures of parametric codes come from."""
        return self.wechat_mp_url.rstrip("/") or f"http://127.0.0.1:{self.simulator_port}"

    @property
    def data(self) -> Path:
        """The data folder as an absolute path."""
        return self.data_dir.absolute()

    @property
    def database(self) -> str:
        """The database's address; SQLite in the data folder unless another is named."""
        return self.database_url or f"sqlite:///{self.data}/assistant.db"

    @property
    def old_data_keys(self) -> tuple[str, ...]:
        """The earlier data keys."""
        return tuple(filter(None, self.data_keys_old.replace(" ", "").split(",")))

    @property
    def embedded_redis(self) -> bool:
        """Whether the supervisor starts the server that comes with a wheel."""
        return not self.redis_url

    @property
    def redis_socket(self) -> Path:
        """The embedded server's socket: in the data folder, or in /tmp when that path is too long for a socket."""
        socket = self.data / "redis.sock"
        if len(str(socket).encode()) <= SOCKET_LIMIT:
            return socket
        import hashlib

        return Path("/tmp") / f"assistant-{hashlib.sha256(str(socket).encode()).hexdigest()[:16]}.sock"  # noqa: S108

    @property
    def redis(self) -> str:
        """The Redis server's address."""
        return self.redis_url or f"unix://{self.redis_socket}"

    @property
    def clock_start(self) -> datetime | None:
        """Where a demo clock starts; None for the wall clock."""
        if not self.clock:
            return None
        start = datetime.fromisoformat(self.clock)
        return start if start.tzinfo else start.replace(tzinfo=BEIJING)

    @property
    def clock_file(self) -> Path:
        """The file through which processes share a demo clock."""
        return self.data / "clock.json"


def load(**overrides: Any) -> Settings:
    """Read the configuration. Raises BadConfiguration, a line for each bad key."""
    file = Path(os.environ.get("CONFIG") or HERE / "config.yaml")
    if not file.is_file():
        raise BadConfiguration(f"no configuration file at {file} (CONFIG names it)")
    try:
        return Settings(**overrides)
    except ValidationError as error:
        lines = []
        for problem in error.errors():
            key, *inside = problem["loc"] or ("",)
            key = str(key)
            what = problem["msg"].removeprefix("Value error, ")
            if problem["type"] == "extra_forbidden":
                what = "there is no such key"
            if "data_key" in (key, what.partition(" ")[0]):
                from commands.wording import words  # only now: it needs a template engine

                what = f"{what}. {words('failed.txt', what='no_key')}"
            place = " ".join(f"entry {part + 1}" if isinstance(part, int) else str(part) for part in inside)
            lines.append(f"{key} ({key.upper()}){f', {place}' if place else ''}: {what}" if key else what)
        raise BadConfiguration("\n".join(lines)) from None
    except Exception as error:  # noqa: BLE001  a YAML error has many classes; all mean the same to the reader
        raise BadConfiguration(f"{file} can't be read as YAML: {error}") from None
