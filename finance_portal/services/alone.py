"""Do the same to many: what fails is logged and holds up none of the others."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from sqlalchemy.exc import OperationalError

from finance_portal.gateways.processor import ProcessorError

log = logging.getLogger(__name__)

One = TypeVar("One")


async def each_alone(what: str, many: Iterable[One], do: Callable[[One], Awaitable[object]]) -> int:
    """Do something to each and return to how many it was done; `what` names it in the log.

    Raises OperationalError and ProcessorError: then the database or the processor is in trouble.
    """
    done = 0
    for each in many:
        try:
            await do(each)
        except (OperationalError, ProcessorError):
            raise
        except Exception:
            log.exception("%s failed, and the others go on", what)
        else:
            done += 1
    return done
