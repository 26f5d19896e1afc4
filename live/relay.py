"""The relay: one task a process that numbers what was committed and wakes the open streams.

Any number of processes may run it; the lock in `live_number_outbox` lets one work at a time. Its
notice only saves waiting: a stream that misses one looks by itself soon after.
"""

import asyncio
import logging
from contextlib import suppress
from typing import Any, Final

from psycopg import AsyncConnection, Error

log = logging.getLogger(__name__)

PERIOD_S: Final = 0.2
"""How often the relay looks for new rows; a page hears within two seconds, so this may be lazy."""

ROWS_AT_ONCE: Final = 1000
RETRY_S: Final = 1.0


class Relay:
    """Numbers rows and counts how often there was something new.

    Args:
        conninfo: keyword arguments of `psycopg.connect` for a connection of its own.
    """

    def __init__(self, conninfo: dict[str, Any]) -> None:
        self._conninfo = conninfo
        self._woken = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self.count = 0

    def start(self) -> None:
        """Run until `stop`; where it runs already, nothing happens."""
        if self._task is None:
            self._task = asyncio.create_task(self._run(), name="live relay")

    async def stop(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def news(self, since: int, timeout_s: float) -> bool:
        """Wait until `count` differs from `since`; False where the time is over before."""
        if self.count != since:
            return True
        with suppress(TimeoutError):
            await asyncio.wait_for(self._woken.wait(), timeout_s)
        return self.count != since

    async def _run(self) -> None:
        while True:
            try:
                await self._work()
            except Error as error:
                log.warning("live relay: %s; trying again", error)
                await asyncio.sleep(RETRY_S)

    async def _work(self) -> None:
        async with await AsyncConnection.connect(**self._conninfo, autocommit=True) as connection:
            await connection.execute("LISTEN live_numbered")
            self._wake()
            while True:
                await self._number(connection)
                async for _ in connection.notifies(timeout=PERIOD_S, stop_after=1):
                    self._wake()

    async def _number(self, connection: AsyncConnection[Any]) -> None:
        numbered = ROWS_AT_ONCE
        while numbered == ROWS_AT_ONCE:
            cursor = await connection.execute("SELECT live_number_outbox(%s)", [ROWS_AT_ONCE])
            (numbered,) = await cursor.fetchone() or (0,)

    def _wake(self) -> None:
        self.count += 1
        self._woken.set()
        self._woken = asyncio.Event()
