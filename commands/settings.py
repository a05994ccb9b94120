"""The settings that an operator gives, by environment variable. Only the composition root reads them."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import unquote, urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.model import ChannelId, UserId
from bot.settled import Allowed
from commands.seeing.lines import LogFormat
from messages.delivery.addresses import is_slack_host

REAL_SLACK = "https://slack.com/api/"

WORKS = {
    "slack_api_url": f"a web address: {REAL_SLACK}",
    "public_url": "a web address: https://baton.example.com",
    "baton_clock_url": "a web address: http://127.0.0.1:8900/sandbox/clock",
    "port": "a whole number from 0 to 65535: 3000",
    "baton_command": "a slash and lower-case letters, digits, - or _: /deal",
    "baton_team_channel": "a channel's id, from the end of its link: C0123456789",
    "baton_leadership_channel": "a channel's id, from the end of its link: C0123456789",
    "baton_default_owner": "a person's Slack id, from the menu of their profile: U0123456789",
    "baton_slow_history": "true or false: false",
    "baton_message_ids": "true or false: false",
    "baton_after_uninstall": "keep or erase: keep",
    "baton_log_format": "text or json: text",
    "baton_sockets": "a whole number from 1 to 10: 2",
    "baton_keep_inputs_days": "a whole number of days, at least 1: 30",
    "baton_keep_messages_days": "a whole number of days, at least 1: 90",
    "baton_keep_history_days": "a whole number of days, at least BATON_KEEP_MESSAGES_DAYS, or 0 for ever: 1095",
    "baton_tick_seconds": "a number of seconds above 0 and up to 60: 5",
}
"""What a setting must be, with a value that works."""


def plain(secret: SecretStr | None) -> str | None:
    """Return a secret as it was set; None where it was not."""
    return secret.get_secret_value() if secret else None


def _is_real_slack(url: str) -> bool:
    return is_slack_host(urlsplit(url).hostname or "")


def web_address(text: str) -> str:
    """Return the text; raise ValueError where it is no address that a browser could open."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("no web address")
    return text


class AfterUninstall(StrEnum):
    """What becomes of what is known of a workspace that Baton was taken out of."""

    KEEP = "keep"
    ERASE = "erase"


WebAddress = Annotated[str, AfterValidator(web_address)]
SlackChannel = Annotated[ChannelId, Field(pattern=r"^[CG][A-Z0-9]{2,20}$")]
SlackUser = Annotated[UserId, Field(pattern=r"^[UW][A-Z0-9]{2,20}$")]


class Settings(BaseSettings):
    """Every setting, by its environment variable; a file named .env is read too."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore")

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_client_id: str | None = None
    slack_client_secret: SecretStr | None = None
    slack_api_url: WebAddress = REAL_SLACK
    # A password may stand in it, and settings end up in the text of an error.
    database_url: str = Field(default="sqlite:///baton.db", repr=False)
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    public_url: WebAddress | None = None
    baton_command: str = Field(default="/deal", pattern=r"^/[a-z0-9_-]{1,31}$")
    baton_playbooks: Path | None = None
    baton_team_channel: SlackChannel | None = None
    baton_leadership_channel: SlackChannel | None = None
    baton_default_owner: SlackUser | None = None
    baton_webhook_secret: SecretStr | None = None
    baton_encryption_keys: SecretStr | None = None
    baton_after_uninstall: AfterUninstall = AfterUninstall.KEEP
    baton_slow_history: bool = False
    baton_message_ids: bool = False
    baton_sockets: int = Field(default=2, ge=1, le=10)
    baton_keep_inputs_days: int = Field(default=30, ge=1)
    baton_keep_messages_days: int = Field(default=90, ge=1)
    baton_keep_history_days: int = Field(default=1095, ge=0)
    baton_log_format: LogFormat = LogFormat.TEXT
    baton_tick_seconds: float = Field(default=5, gt=0, le=60)
    baton_clock_url: WebAddress | None = None

    @model_validator(mode="after")
    def _no_token_in_the_clear(self) -> Self:
        if _is_real_slack(self.slack_api_url) and urlsplit(self.slack_api_url).scheme != "https":
            raise ValueError(f"SLACK_API_URL would send the token to Slack unencrypted; write {REAL_SLACK}")
        return self

    @model_validator(mode="after")
    def _clock_only_beside_a_sandbox(self) -> Self:
        if self.baton_clock_url and _is_real_slack(self.slack_api_url):
            raise ValueError("BATON_CLOCK_URL moves the clock and is refused with the real Slack; unset it.")
        return self

    @model_validator(mode="after")
    def _history_outlives_messages(self) -> Self:
        if 0 < self.baton_keep_history_days < self.baton_keep_messages_days:
            raise ValueError(
                "BATON_KEEP_HISTORY_DAYS must be at least BATON_KEEP_MESSAGES_DAYS, or 0: messages are drawn from it."
            )
        return self


class WrongSettings(Exception):  # noqa: N818 - told to the operator as a sentence
    """A setting is missing or wrong; the text names its variable."""


def in_words(error: ValidationError) -> str:
    """Say what is wrong with the settings, each fault with its variable's name and none with its value."""
    said = []
    for fault in error.errors():
        name = str(fault["loc"][0]) if fault["loc"] else ""
        problem = fault["msg"].removeprefix("Value error, ")
        said.append(f"{name.upper()} must be {WORKS[name]}" if name in WORKS else f"{name.upper()} {problem}".strip())
    return "\n".join(said)


def secrets_of(settings: Settings) -> list[str]:
    """Return every secret among the settings, and the parts of those that have several."""
    given = [value.get_secret_value() for _, value in settings if isinstance(value, SecretStr)]
    parts = [part.strip() for secret in given for part in secret.split(",")]
    return [*given, *parts, *_passwords(settings.database_url)]


def _passwords(url: str) -> list[str]:
    try:
        password = urlsplit(url).password
    except ValueError:
        return []
    return [password, unquote(password)] if password else []


def allowed(settings: Settings) -> Allowed:
    """Return what a workspace may settle: for how long it keeps its history, and whether it connects systems."""
    erases = settings.baton_after_uninstall is AfterUninstall.ERASE
    least, most = settings.baton_keep_messages_days, settings.baton_keep_history_days or None
    return Allowed(least, most, erases=erases, connects=settings.baton_encryption_keys is not None)


def bot_token(settings: Settings) -> str:
    """Return the bot's token, or raise WrongSettings."""
    if settings.slack_bot_token is None:
        raise WrongSettings(
            "SLACK_BOT_TOKEN is missing: the Bot User OAuth Token of the installed app (xoxb-…). "
            "Or set SLACK_CLIENT_ID to let many workspaces install it."
        )
    return settings.slack_bot_token.get_secret_value()


def is_for_many(settings: Settings) -> bool:
    """Tell whether any workspace may install Baton: with a token of one it serves that one, whatever else is set."""
    return settings.slack_bot_token is None and settings.slack_client_id is not None


NEEDED_FOR_MANY = {
    "slack_client_secret": "it proves to Slack who asks for tokens (Basic Information of the app)",
    "public_url": "Slack brings people back there, to /slack/oauth_redirect: https://baton.example.com",
    "baton_encryption_keys": "tokens are kept sealed. Make one with: openssl rand -base64 32",
}


def missing_for_many(settings: Settings) -> str | None:
    """Say which setting keeps workspaces from installing Baton; None where all are there."""
    for name, why in NEEDED_FOR_MANY.items():
        if getattr(settings, name) is None:
            return f"{name.upper()} is missing, and many workspaces cannot be served: {why}."
    return None


def check_transport(settings: Settings) -> None:
    """Raise WrongSettings unless there is a token and Slack's requests can reach us: Socket Mode or signed HTTP."""
    if is_for_many(settings):
        if missing := missing_for_many(settings):
            raise WrongSettings(missing)
    else:
        bot_token(settings)
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise WrongSettings(
            "SLACK_SIGNING_SECRET is missing: HTTP needs it (Basic Information of the app). "
            "Or set SLACK_APP_TOKEN for Socket Mode."
        )
    if settings.slack_app_token and not settings.slack_app_token.get_secret_value().startswith("xapp-"):
        raise WrongSettings("SLACK_APP_TOKEN is not an app-level token: it starts with xapp- (Basic Information).")
