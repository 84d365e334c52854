"""The forms by which a borrower adds a way to pay: to the processor's page, and the deposits."""

from finance_portal import clock
from finance_portal.api.answers import Answer, Go, Refuse
from finance_portal.api.doors import BorrowerCall, form, signed_in
from finance_portal.gateways import live
from finance_portal.gateways.processor import MethodKind, ProcessorError
from finance_portal.language import sentence
from finance_portal.services import deposits, method_desk
from finance_portal.services.deposits import DepositsRefused
from finance_portal.services.method_setup import SetupRefused
from finance_portal.services.payment_methods import MethodNotFound
from finance_portal.services.proofs import Purpose
from finance_portal.services.security.desk import Act
from finance_portal.ui import routes

UNREACHABLE = Refuse(
    sentence(
        "We cannot reach the payment service just now. Nothing was changed. Please try again."
    ),
    status=503,
)
GONE = Refuse(sentence("We cannot find it any more. Please load the page again."))


@signed_in(fresh=Purpose.METHODS)
async def add(call: BorrowerCall) -> Answer:
    """Begin a visit to the processor's page, once for each click."""
    kind: MethodKind = "card" if call.word("kind") == "card" else "us_bank_account"
    try:
        to = await method_desk.begin_adding(
            call.portal.db,
            live.configured(),
            call.portal.budgets,
            Act(call.who, call.client, call.now),
            kind=kind,
            click=call.word("click"),
            back=f"{call.portal.settings.public_origin}{routes.METHODS}",
            now=clock.business_now(),
        )
    except SetupRefused as refusal:
        return Refuse(str(refusal))
    except ProcessorError:
        return UNREACHABLE
    return Go(to)


@signed_in(fresh=Purpose.METHODS)
async def tell_deposits(call: BorrowerCall) -> Answer:
    """Take what has arrived in an account."""
    try:
        await deposits.tell(
            call.portal.db,
            live.configured(),
            borrower_id=call.who.borrower_id,
            ref=call.word("ref"),
            form=call.form,
            client=call.client,
            now=clock.business_now(),
        )
    except DepositsRefused as refusal:
        if refusal.field == "form":
            return Refuse(str(refusal))
        return Refuse(errors={refusal.field: str(refusal)})
    except MethodNotFound:
        return GONE
    except ProcessorError:
        return UNREACHABLE
    return Go(f"{routes.METHODS}?done=verified")


ROUTES = [
    form(routes.METHODS_ADD_FORM, add, page=routes.METHODS),
    form(routes.METHODS_DEPOSITS_FORM, tell_deposits, page=routes.METHODS),
]
