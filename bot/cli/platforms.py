"""`onrecord discord` and `onrecord slack`: what a platform has to be told once."""

from typing import Annotated

import typer

from bot.cli.running import ConfigFile, end, finish, read_settings
from bot.exits import Exit


def discord_sync(
    force: Annotated[
        bool, typer.Option("--force", help="Send them even if they are as they were.")
    ] = False,
    config: ConfigFile = None,
) -> None:
    """Give Discord our commands, if they changed since it was last given them.

    `run` does this by itself; this is for trying a token or mending by hand.
    """
    settings = read_settings(config)
    if settings.discord.token is None:
        end(Exit.CONFIG, "Discord has no token.\nSet ONRECORD_DISCORD__TOKEN and run again.")

    async def work() -> Exit:
        from bot.adapters.discord import DiscordAdapter
        from bot.main import open_app

        async with open_app(settings) as core:
            adapter = DiscordAdapter(core, settings.discord, core.desk)
            sent = await adapter.sync(force=force)
        typer.echo("Commands sent." if sent else "Discord has these commands already.")
        return Exit.OK

    finish(work())


def slack_manifest(
    url: Annotated[
        str, typer.Option("--url", help="Our public https address, for HTTP mode.")
    ] = "",
    config: ConfigFile = None,
) -> None:
    """Print the app manifest to paste into Slack when creating the app."""
    settings = read_settings(config)
    import json

    from bot.adapters.slack.manifest import manifest
    from bot.main import registry

    try:
        made = manifest(registry(), settings.slack, url)
    except ValueError as error:
        end(Exit.USAGE, f"{error}.\nSay it with --url, or mend slack.command_prefix.")
    typer.echo(json.dumps(made, indent=2, ensure_ascii=False))
