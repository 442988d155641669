"""Files that go with an answer: which there are, and what is said of them once that is known."""

from collections.abc import Callable
from dataclasses import replace

from bot.core.plain import file_words
from bot.core.reply import Block, File, Note, Paragraph, Reply


def files_of(reply: Reply) -> tuple[File, ...]:
    """Return the files of *reply*, in reading order."""
    return tuple(block for block in reply.blocks if isinstance(block, File))


def sent(reply: Reply, where: str) -> Reply:
    """Return *reply* with its files' names and *where* they were put, in place of the files."""
    names = [file_words(file) for file in files_of(reply)]
    return _instead(reply, lambda: (Note((f"{', '.join(names)}: {where}",)),))


def unsent(reply: Reply, why: str) -> Reply:
    """Return *reply* with *why* its files were not sent and how to come by them, in their place."""
    otherwise = dict.fromkeys(file.otherwise for file in files_of(reply))
    said = " ".join(filter(None, (why, *otherwise)))
    return _instead(reply, lambda: (Paragraph((said,)),))


def _instead(reply: Reply, said: Callable[[], tuple[Block, ...]]) -> Reply:
    """Return *reply* with what is *said* where its first file stood, and without its files."""
    blocks: list[Block] = []
    told = False
    for block in reply.blocks:
        if not isinstance(block, File):
            blocks.append(block)
        elif not told:
            blocks += said()
            told = True
    return replace(reply, blocks=tuple(blocks)) if told else reply
