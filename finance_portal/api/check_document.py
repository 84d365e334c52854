"""The form on which anybody checks whether a document is ours. It tells yes or no, and no more."""

import asyncio

from finance_portal.api.answers import Answer, Refuse, Show
from finance_portal.api.doors import anyone
from finance_portal.api.uploads import FIELD, FileCall, file_form
from finance_portal.language import say
from finance_portal.services.document_check import Verdict, verdict
from finance_portal.ui import routes
from finance_portal.ui.document_check import OURS, REFUSED

MOST_OF_A_NAME = 80


@anyone(reason="Whoever was given a document of ours may check it. It says yes or no.")
async def check(call: FileCall) -> Answer:
    """Look at a file, and keep nothing of it."""
    found = await asyncio.to_thread(verdict, call.file.content)
    if found is Verdict.NOT_CONFIRMED:
        return Refuse(say(REFUSED[found]), code=found)
    if found is not Verdict.OURS:
        return Refuse(errors={FIELD: say(REFUSED[found])}, code=found)
    return Show(say=say(OURS, name=call.file.name[:MOST_OF_A_NAME]))


ROUTES = [file_form(routes.CHECK_DOCUMENT_FORM, check, page=routes.CHECK_DOCUMENT)]
