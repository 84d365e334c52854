"""Where passwords are compared and hashed: beside the event loop, in a queue of limited length."""

from functools import cache, partial

from finance_portal.services import passwords
from finance_portal.services.passwords import HashingQueue, Peppers, Verdict


class PasswordDesk:
    """All work with passwords of one process, under one cost (security.md P5 to P8)."""

    def __init__(self, peppers: Peppers, *, cost: int = passwords.COST) -> None:
        self._peppers = peppers
        self._cost = cost
        self._queue = HashingQueue()
        self._nobody = passwords.dummy_hash(peppers, cost=cost)

    async def compare(self, password: str, stored: str | None) -> Verdict:
        """Compare a password with a hash, or with nobody's, which takes as long. Raises TooBusy."""
        return await self._queue.run(
            partial(
                passwords.verify_password,
                password,
                stored or self._nobody,
                self._peppers,
                cost=self._cost,
            )
        )

    async def hash_of(self, password: str) -> str:
        """Return what is stored for a password. Raises PasswordUnusable or TooBusy."""
        make = partial(passwords.hash_password, password, self._peppers, cost=self._cost)
        return await self._queue.run(make)

    def close(self) -> None:
        """Finish the passwords that are being worked on."""
        self._queue.close()


@cache
def live_password_desk() -> PasswordDesk:
    """Return the desk of this process."""
    return PasswordDesk(passwords.live_peppers())
