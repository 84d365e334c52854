"""The form by which somebody says in which language they want to be spoken to."""

import asyncio

from finance_portal.api import cookies
from finance_portal.api.answers import Answer, Go, Refuse
from finance_portal.api.doors import Call, anyone, form, own_page
from finance_portal.language import LANGUAGES, sentence
from finance_portal.services import languages
from finance_portal.ui import routes


@anyone(reason="Anyone may read the portal in their language.")
async def choose(call: Call) -> Answer:
    """Have this browser, and the borrower who is signed in with it, spoken to in a language."""
    wanted = call.word("language")
    if wanted not in LANGUAGES:
        return Refuse(sentence("This language is not spoken here."))
    if (who := call.visit.who) is not None:
        await asyncio.to_thread(
            languages.choose, call.portal.db, who, wanted, client=call.client, now=call.now
        )
    return Go(_back(call.word("next")), (cookies.speaking(wanted),))


def _back(wanted: str) -> str:
    page = wanted.partition("?")[0].rstrip("/") or routes.WELCOME
    return page if page in routes.BEFORE_SIGN_IN else own_page(wanted) or routes.WELCOME


ROUTES = [form(routes.LANGUAGE_FORM, choose, page=routes.WELCOME)]
