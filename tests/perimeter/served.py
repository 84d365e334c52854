"""The portal itself without its pages, for a real server.

    granian --interface asgi --factory tests.perimeter.served:serve

With PERIMETER_DRY set, whatever is let through is logged instead of done.
"""

import json
import logging
import os
from pathlib import Path

from reflex_base.environment import environment
from reflex_base.event.processor import base_state_processor

from finance_portal import finance_portal
from finance_portal.api import doors
from finance_portal.api.answers import Show
from finance_portal.services import sessions
from finance_portal.settings import settings
from tests.perimeter.visitors import FRESH, let_in

VISITORS = "visitors.json"
ENTERED = "entered:"
LONGEST_QUIET = 86_400

log = logging.getLogger("finance_portal.perimeter")


def serve():
    """Return the application, as the server calls it."""
    environment.REFLEX_SKIP_COMPILE.set(True)
    logging.getLogger("finance_portal").setLevel(logging.INFO)  # tells what was refused
    finance_portal.JOBS_EVERY_SECONDS = LONGEST_QUIET  # nothing changes but what the tests do
    sessions.FRESH_FOR = FRESH
    Path(settings.data_dir / VISITORS).write_text(json.dumps(let_in()))
    if os.environ.get("PERIMETER_DRY"):
        _only_log()
    return finance_portal.app()


def _only_log():
    run = base_state_processor.process_event

    async def event(handler, **arguments):
        if handler.fn.__module__.startswith("finance_portal."):
            log.info("%s %s.%s", ENTERED, handler.state.get_full_name(), handler.fn.__name__)
        else:
            await run(handler=handler, **arguments)

    async def answer(_handler, _call):
        return Show(say=ENTERED)

    base_state_processor.process_event = event
    doors.answer_of = answer
