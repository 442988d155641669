"""Pages that are no report: log-in forms, cookie questions, pages that only scripts can fill."""

import re

from lxml.html import HtmlElement

from knowledge.errors import Unreadable

_SHORT = 700
_STUB = 2_500
_COOKIES = re.compile(r"\b(cookies?|consent|privacy (?:choices|settings|policy)|partners)\b", re.I)
_LOG_IN = re.compile(r"\b(log|sign) ?in\b|\bpassword\b|\bforgot(?:ten)? your\b", re.I)
_PAY = re.compile(
    r"\b(subscribe(?:rs)? (?:to|now|for|only)|subscribers? only|for subscribers"
    r"|already a subscriber"
    r"|to (?:continue|keep) reading|to read the (?:full|whole|rest)|continue reading (?:with|for)"
    r"|(?:article|story|content) is (?:for|available to|exclusive to|reserved for)"
    r"|start your (?:free )?trial|you(?:’|')ve (?:reached|read) your)",
    re.I,
)
_SCRIPTS = re.compile(r"\b(enable|turn on|requires?|need) java ?script\b|\bjava ?script is", re.I)
_ROBOT = re.compile(
    r"\b(are you a (?:robot|human)|verify (?:that )?you are (?:a )?human|unusual traffic"
    r"|checking your browser|access (?:to this page )?(?:has been )?denied|captcha)\b",
    re.I,
)
_PASTE = "Open it in your browser, copy the text, and paste that."


def refuse_walls(tree: HtmlElement, text: str) -> None:
    """Raise `Unreadable` where a page whose body reads *text* is something else than a report."""
    shown = " ".join(tree.text_content().split()) if len(text) < _SHORT else ""
    if not shown and text:
        return
    if len(text) >= _SHORT:
        return
    sample = shown[:20_000]
    if _ROBOT.search(text or sample[:2_000]):
        raise Unreadable("The site asks whether a person is reading, and gives no text.", _PASTE)
    if _has_password(tree) and (not text or _LOG_IN.search(text) or len(text) < 200):
        raise Unreadable("That page asks for a log-in before it gives its text.", _PASTE)
    cookies = len(_COOKIES.findall(text))
    if cookies >= 2 and cookies * 200 > len(text):
        raise Unreadable("That page asks about cookies before it gives its text.", _PASTE)
    if len(text) < 200 and (_SCRIPTS.search(sample) or _is_shell(tree, sample)):
        raise Unreadable("That page gives its text only to a browser that runs scripts.", _PASTE)


def paywall(text: str, tree: HtmlElement, *, free: bool) -> str:
    """Return what to say of a page that seems to give its beginning only, or nothing."""
    if len(text) >= _STUB:
        return ""
    said = _PAY.search(" ".join(tree.text_content().split())[:200_000])
    if said and (not free or len(text) < _SHORT * 2):
        return (
            "The page seems to give its beginning only and asks for a subscription; paste the whole"
            " text if you can read it."
        )
    if not free:
        return "The page says it is not free to read, so this may be its beginning only."
    return ""


def _has_password(tree: HtmlElement) -> bool:
    return any((e.get("type") or "").lower() == "password" for e in tree.iter("input"))


def _is_shell(tree: HtmlElement, shown: str) -> bool:
    """Say whether a page holds an empty place for scripts to fill."""
    scripts = sum(1 for e in tree.iter("script") if e.get("src"))
    roots = ("root", "app", "__next", "__nuxt", "main-app")
    return bool(scripts) and (
        len(shown) < 100 or any(e.get("id") in roots for e in tree.iter("div"))
    )
