"""What stands on a page beside the report: captions, bylines, and the page's own furniture.

Each pattern was written from how news pages are set, and each needs the whole look of a paragraph:
a report may well say that somebody follows the news on Facebook.
"""

import re

from knowledge.extract.found import Part

LONGEST_FURNITURE = 300
"""A paragraph with more characters is the report's own, whatever it begins with."""

_FURNITURE = re.compile(
    r"""
    ^[\W_]*(?:
      (?:please\s+)?(?:follow|like|find|join|contact|e-?mail|reach|message)\s+
        (?:us|me|him|her|them|@\w+|the\s+author|[A-Z][\w.’'-]+(?:\s+[A-Z][\w.’'-]+){0,3})\s*(?:here)?
        .{0,20}\b(?:on|at|via|by)\b.{0,60}?
        (?:facebook|twitter|instagram|linkedin|telegram|whatsapp|youtube|tiktok|threads|mastodon
          |bluesky|gab|parler|e-?mail|@\w+|\S+@\S+)
    | please\s+let\s+us\s+know\s+if\b
    | (?:click|tap|press)\s+here\b
    | (?:share|tweet|pin|print|e-?mail|save|copy|bookmark)
        (?:\s+(?:this|it|on|via|to|the|article|story|page|link|by|facebook|twitter|whatsapp|x|or|and))*
        [\s.!:]*$
    | (?:read|see|watch|listen|hear|view|learn|find\s+out)\s+
        (?:more|also|next|the\s+full|full|now|live)\b
    | (?:also\s+read|related|recommended|most\s+(?:read|popular|viewed|shared)|trending|more\s+from
        |more\s+on\s+this|more\s+(?:stories|news|coverage)|editors?[’']?s?\s+picks?|top\s+stories|up\s+next
        |what\s+to\s+read\s+next|you\s+(?:may|might)\s+(?:also\s+)?(?:like|be\s+interested)
        |don[’']t\s+miss|popular\s+now|around\s+the\s+web|tags|topics|filed\s+under|categories)\b
        (?:\s*[:|–—-].*|[^.?!]*)$
    | (?:watch|read|listen|video|related|more|see)\s*(?:below|above)?\s*[:|]
    | sign\s+up\b .* (?:newsletter|e-?mail|inbox|alert|briefing|updates|free)
    | subscribe\b .* (?:newsletter|e-?mail|inbox|channel|podcast|today|now|here|to\s+)
    | (?:get|have)\b .* (?:in|to)\s+your\s+inbox
    | (?:our|the)\s+(?:free\s+)?newsletter\b
    | (?:we|this\s+(?:web)?site)\s+uses?\s+cookies
    | (?:accept|manage|reject)\s+(?:all\s+)?cookies
    | by\s+(?:clicking|continuing|using\s+(?:this|our)|signing\s+up|subscribing)\b
    | (?:©|\(c\)\s|copyright\b|all\s+rights\s+reserved)
    | this\s+(?:article|story|post|piece|report|column|interview|material|essay|content)\b.{0,40}
        \b(?:originally|first)\s+(?:appeared|published|ran|posted|aired)
    | this\s+(?:article|story|post|piece|report|material)\s+(?:may\s+not\s+be
        |has\s+been\s+(?:syndicated|republished)|is\s+(?:republished|syndicated|part\s+of))
    | (?:originally|first)\s+published\b
    | our\s+standards\b
    | (?:advertisement|advertising|sponsored(?:\s+content)?|story\s+continues\s+below.*
        |article\s+continues\s+below.*|continue\s+reading.*|skip\s+(?:to|past)\b.*|loading.*
        |back\s+to\s+top|home|menu|search|log\s*in|sign\s+in|register|close|next|previous)[\s.…]*$
    | (?:\d+\s+)?(?:comments?|responses|replies|shares|likes|views)[\s\d:()]*$
    | (?:leave|post|add|write|join)\s+(?:a|your|the)\s+(?:comment|reply|conversation|discussion)
    | (?:comments?|commenting)\s+(?:are|is|on\s+this)\s+
        .{0,40}(?:closed|disabled|moderated|off|open)
    | (?:view|show|hide)\s+(?:all\s+)?comments
    | (?:the\s+)?(?:views|opinions)\s+expressed\s+(?:in|by|here|are)\b
    | (?:do\s+you\s+have|got|have)\s+(?:a|any)\s+(?:tip|story|news\s+tip)s?\b
    | (?:have\s+something\s+to\s+add
        |tell\s+us\s+what\s+you\s+think|let\s+us\s+know\s+in\s+the\s+comments)
    | (?:support|donate\s+to|become\s+a\s+(?:member|subscriber|supporter))\b.{0,80}
        (?:journalism|us|today|member|subscriber|supporter)[\s.!]*$
    | download\s+(?:the|our)\b .* \bapp\b
    | (?:image|photo|video|picture|media|audio|file)\s+(?:source|caption|credit|copyright)[\s:]*$
    | (?:https?://|www\.)\S+$
    | \S+@\S+\.\w+$
    | @\w+$
    | [\W_]+$
    )""",
    re.I | re.X | re.S,
)

_CAPTION = re.compile(
    r"""
    \((?:photo|photograph|image|picture|credit|screenshot|illustration|graphic)\b[^)]{0,120}(?:\)|…|$)
    | \b(?:photo|image|picture|photograph)\s*(?:credit)?\s*(?::|\s/)\s*(?-i:[A-Z@©])
    | (?:^|[.)\]—–|-]\s*)(?:photo(?:graph)?|image|picture|illustration|screenshot)\s+
        (?:by|courtesy\s+of|via)\s+(?-i:[A-Z@])
    | \(\s*(?:AP|Reuters|AFP|Getty|EPA|PA)(?:\s+(?:photo|file|images?))?\s*
        (?:photo|image)?\s*(?:/[^)]*)?\)\s*$
    | \b(?:AP|Reuters|AFP|Getty|EPA)\s+(?:file\s+)?(?:photo|images?)\b(?:/[\w .’'-]+)?\s*\)?\s*$
    | /\s*(?:AP|AFP|Reuters|Getty|EPA|Bloomberg|AP\s+Photo)
        (?:\s+Images)?\s*\)?\s*$
    | ^\W*(?:file(?:\s+photo)?|photo|image|pictured|caption
        |in\s+this\s+(?:file\s+)?(?:photo|image|picture|frame|screengrab))\b\s*(?:\(|[:–—-]|,\s|\w+\s+\d)
    | \bin\s+this\s+(?:undated\s+)?(?:file|handout|courtroom)\s+(?:photo|image|picture|sketch)\b
    | \b(?:file|handout|undated)\s+photo\b\W*$
    """,
    re.I | re.X,
)
LONGEST_CAPTION = 700

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_BYLINE = re.compile(
    rf"""
    ^\W*(?:
      (?:(?:additional\s+)?reporting|editing|writing|compiled|written|edited|contributed)\s+
        (?:by|from)\s+(?-i:[A-Z]).*
    | .{{0,120}}\bcontributed\s+(?:reporting\s+)?to\s+this\s+(?:report|story|article)\.?
    | (?:published|posted|updated|last\s+updated|first\s+published|modified|created)\b
        (?=.*(?:\d|ago|today|yesterday)).{{0,80}}
    | {_DAY}(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?)
        ,?\s+\d{{4}}(?:[\s\d:.,()|+/-]|[ap]\.?m|gmt|utc|e[sd]?t|p[sd]?t|c[sde]t|bst|ist|at|updated)*
    | \d{{4}}-\d\d-\d\d(?:[T\s][\d:.+Z-]+)?
    | \d{{1,2}}[./]\d{{1,2}}[./]\d{{2,4}}[\s\d:apm.]*
    )$""",
    re.X | re.I,
)
_NAMED = re.compile(r"\W*(?:by|from)\s+(?=\S*[A-Z])", re.I)
LONGEST_BYLINE = 200
LONGEST_NAMES = 14
"""“By” and the names after it are at most so many words."""


def page_part(text: str) -> Part | None:
    """Return what the paragraph *text* is if it is no running text: caption, byline, furniture."""
    line = " ".join(text.split())
    if not line or (len(line) <= LONGEST_FURNITURE and _FURNITURE.match(line)):
        return Part.FURNITURE
    if len(line) <= LONGEST_BYLINE and (_names_a_writer(line) or _BYLINE.match(line)):
        return Part.BYLINE
    if len(line) <= LONGEST_CAPTION and _CAPTION.search(line):
        return Part.CAPTION
    return None


def _names_a_writer(line: str) -> bool:
    """Say whether *line* is “By” and names; “By Friday the town was empty” is not."""
    if not _NAMED.match(line) or line.endswith((".", "!", "?", ":", ",")):
        return False
    words = line.split()[1:]
    names = sum(word[0].isupper() for word in words)
    return len(words) < LONGEST_NAMES and names * 3 >= len(words) * 2
