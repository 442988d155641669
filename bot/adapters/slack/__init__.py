"""Slack: Socket Mode or HTTP, one set of listeners."""

from bot.adapters.slack.adapter import SlackAdapter

__all__ = ["SlackAdapter"]
