"""How long the gateway has been away."""

import asyncio


class Watch:
    """Is told when the gateway comes and goes, and calls it lost after *seconds* without it.

    The library resumes on the host it was given last and never leaves it, not even when it has
    been down for hours; only a fresh process gets out of that.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._here = asyncio.Event()
        self._away = asyncio.Event()
        self._away.set()

    def came(self) -> None:
        """Note that the gateway has taken or resumed our session."""
        self._here.set()
        self._away.clear()

    def went(self) -> None:
        """Note that the connection is gone."""
        self._away.set()
        self._here.clear()

    async def lost(self) -> None:
        """Return once the gateway has been away for too long without a break."""
        while True:
            try:
                async with asyncio.timeout(self._seconds):
                    await self._here.wait()
            except TimeoutError:
                return
            await self._away.wait()
