"""The settings that an operator gives, by environment variable. Only the composition root reads them."""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.model import ChannelId, UserId

REAL_SLACK = "https://slack.com/api/"


class Settings(BaseSettings):
    """Every setting, by its environment variable; a file named .env is read too."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore")

    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = REAL_SLACK
    database_url: str = "sqlite:///baton.db"
    host: str = "127.0.0.1"
    port: int = Field(default=3000, ge=0, le=65535)
    public_url: str | None = None
    baton_command: str = Field(default="/deal", pattern=r"^/[a-z0-9_-]{1,31}$")
    baton_playbooks: Path | None = None
    baton_team_channel: ChannelId | None = None
    baton_leadership_channel: ChannelId | None = None
    baton_default_owner: UserId | None = None
    baton_webhook_secret: SecretStr | None = None
    baton_tick_seconds: float = Field(default=5, gt=0, le=60)
    baton_clock_url: str | None = None

    @model_validator(mode="after")
    def _clock_only_beside_a_sandbox(self) -> Self:
        host = urlsplit(self.slack_api_url).hostname or ""
        if self.baton_clock_url and (host == "slack.com" or host.endswith(".slack.com")):
            raise ValueError("BATON_CLOCK_URL moves the clock and is refused with the real Slack; unset it.")
        return self


class WrongSettings(Exception):  # noqa: N818 - told to the operator as a sentence
    """A setting is missing or wrong; the text names its variable."""


def in_words(error: ValidationError) -> str:
    """Say what is wrong with the settings, each fault with its variable's name and none with its value."""
    said = []
    for fault in error.errors():
        name = f"{str(fault['loc'][0]).upper()}: " if fault["loc"] else ""
        said.append(name + fault["msg"].removeprefix("Value error, "))
    return "\n".join(said)


def bot_token(settings: Settings) -> str:
    """Return the bot's token, or raise WrongSettings."""
    if settings.slack_bot_token is None:
        raise WrongSettings("SLACK_BOT_TOKEN is missing: the Bot User OAuth Token of the installed app (xoxb-…).")
    return settings.slack_bot_token.get_secret_value()


def check_transport(settings: Settings) -> None:
    """Raise WrongSettings unless there is a token and Slack's requests can reach us: Socket Mode or signed HTTP."""
    bot_token(settings)
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise WrongSettings(
            "SLACK_SIGNING_SECRET is missing: HTTP needs it (Basic Information of the app). "
            "Or set SLACK_APP_TOKEN for Socket Mode."
        )
