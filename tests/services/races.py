"""Many hands at once on one secret: how often does it open?"""

import threading
from concurrent.futures import ThreadPoolExecutor

HANDS = 2
ROUNDS = 1_000


def openings(secrets, attempt, refusal, *, hands=HANDS):
    """Return how many of `hands` tries at the same moment succeeded, for each secret.

    `attempt` is given one of the secrets; it raises `refusal` when that opens nothing.
    """
    barrier = threading.Barrier(hands)

    def hand(_):
        return [_opens(attempt, secret, refusal, barrier) for secret in secrets]

    with ThreadPoolExecutor(hands) as pool:
        by_hand = list(pool.map(hand, range(hands)))
    return [sum(of_one) for of_one in zip(*by_hand, strict=True)]


def _opens(attempt, secret, refusal, barrier):
    barrier.wait()
    try:
        attempt(secret)
    except refusal:
        return False
    return True
