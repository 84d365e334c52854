"""One tab's websocket, over a real connection, for a client without manners."""

import asyncio
import itertools
import json
from contextlib import suppress
from uuid import uuid4

import aiohttp

ANSWER_SECONDS = 20
LOOK_EVERY_SECONDS = 0.02
SPACE = "/_event"
# Everybody may send this event. Its answer holds the address that it came from, and a tab's events
# are handled one after the other.
MILESTONE = "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal"

_numbers = itertools.count(1)


class Tab:
    """`async with Tab(world, cookie) as tab`: a tab of a session, or of nobody."""

    def __init__(self, world, cookie=None, *, greeting=None):
        self._world = world
        self._greeting = json.dumps(greeting) if greeting else ""  # comes with the first packet
        self._headers = {"Origin": world.origin, "Host": f"localhost:{world.port}"}
        self._headers |= {"Cookie": cookie} if cookie else {}
        self.frames = []
        self._settled = 0
        self._came = asyncio.Event()

    async def __aenter__(self):
        self._client = aiohttp.ClientSession()
        address = f"http://127.0.0.1:{self._world.port}{SPACE}/"
        query = {"token": str(uuid4()), "EIO": "4", "transport": "websocket"}
        self._socket = await self._client.ws_connect(
            address, params=query, headers=self._headers, max_msg_size=0
        )
        self._reader = asyncio.create_task(self._read())
        await self.say(f"40{SPACE},{self._greeting}")
        await self._until(lambda: any(one.startswith(f"40{SPACE}") for one in self.frames))
        return self

    async def __aexit__(self, *error):
        await self._socket.close()
        await self._reader
        await self._client.close()

    @property
    def is_open(self):
        return not self._socket.closed and not self._reader.done()

    async def say(self, text):
        """Send a frame as it is."""
        await self._socket.send_str(text)

    async def send(self, name, payload, **fields):
        """Send an event, whatever it may be."""
        event = {"name": name, "payload": payload, "router_data": {"pathname": "/"}} | fields
        await self.say(f"42{SPACE}," + json.dumps(["event", event]))

    async def settle(self):
        """Return what came back since the last time, when all that was sent is done."""
        milestone = f"milestone_{next(_numbers)}_"
        await self.send(MILESTONE, {}, router_data={"pathname": "/", "asPath": f"/?{milestone}"})
        await self._until(lambda: any(milestone in one for one in self.frames[self._settled :]))
        since, self._settled = self.frames[self._settled :], len(self.frames)
        return [frame for frame in since if milestone not in frame]

    async def until_logged(self, words, mark):
        """Wait until the server has logged something since a mark. Raises TimeoutError."""
        await self._until(lambda: words in self._world.said(mark))

    async def _read(self):
        with suppress(ConnectionError):
            async for message in self._socket:
                if message.data == "2":  # the server asks whether anybody is there
                    await self.say("3")
                else:
                    self.frames.append(message.data)
                    self._came.set()

    async def _until(self, is_so):
        async with asyncio.timeout(ANSWER_SECONDS):
            while not is_so():
                if not self.is_open:
                    raise ConnectionError("the server has closed the socket")
                self._came.clear()
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._came.wait(), LOOK_EVERY_SECONDS)
