"""Every path that the sandbox answers, what each takes, and the function behind it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from stripe import params
from stripe.params import checkout

from finance_portal.sandbox import (
    account,
    balance_transactions,
    charges,
    checkout_sessions,
    customers,
    disputes,
    events,
    mandates,
    payment_intents,
    payment_methods,
    refunds,
    setup_intents,
    webhook_endpoints,
)
from finance_portal.sandbox.calls import Call
from finance_portal.sandbox.parameters import Params, typed
from finance_portal.sandbox.refusals import Refusal, not_simulated
from finance_portal.sandbox.schema import Schema, request_schema
from finance_portal.sandbox.store import Thing

OLD_TYPES, NEW_TYPES = "payment_method_types", "allowed_payment_method_types"

Perform: TypeAlias = Callable[[Call], Thing]


@dataclass(frozen=True)
class Operation:
    """One path and method; of the parameters that Stripe has for it only some are simulated."""

    method: str
    path: str
    request: type
    perform: Perform
    simulated: frozenset[str]

    @cached_property
    def schema(self) -> Schema:
        """Return the schema of its request."""
        return request_schema(self.request)

    def id_in(self, path: str) -> str | None:
        """Return the id in a path of this operation ("" where it has none), or None."""
        match = re.fullmatch(self.path.replace("{id}", "([^/]+)"), path)
        return "".join(match.groups()) if match else None

    def read(self, fields: Params, *, speaks_before_endive: bool = False) -> Params:
        """Return the typed parameters. Raises Refusal."""
        if speaks_before_endive and OLD_TYPES in fields:
            fields = fields | {NEW_TYPES: fields[OLD_TYPES]}
            del fields[OLD_TYPES]
        params = typed(fields, self.schema)
        for name in params:
            if name not in self.simulated:
                raise Refusal(f"The sandbox does not simulate {name} here.", param=name)
        return params


def operation(method: str, path: str) -> tuple[Operation, str]:
    """Return what is asked for, and the id in the path. Raises Refusal (404)."""
    for known in OPERATIONS:
        found = known.id_in(path) if known.method == method else None
        if found is not None:
            return known, found
    raise not_simulated(f"{method} {path}")


def _get(path: str, request: type, perform: Perform, takes: str = "") -> Operation:
    return _operation("GET", path, request, perform, f"{takes} expand")


def _post(path: str, request: type, perform: Perform, takes: str = "") -> Operation:
    return _operation("POST", path, request, perform, f"{takes} expand")


def _delete(path: str, request: type, perform: Perform) -> Operation:
    return _operation("DELETE", path, request, perform, "")


def _operation(method: str, path: str, request: type, perform: Perform, takes: str) -> Operation:
    return Operation(method, f"/v1/{path}", request, perform, frozenset(takes.split()))


PAGE = "limit starting_after ending_before"
SAID = "description metadata"
SETUP = "customer payment_method allowed_payment_method_types"
SAVING = f"{SETUP} {SAID} payment_method_options"
PAYMENT = f"{SAVING} amount statement_descriptor statement_descriptor_suffix receipt_email"
CUSTOMER = f"{SAID} email name phone"
SESSION = "mode currency customer client_reference_id allowed_payment_method_types"
# fmt: off
OPERATIONS = (
    _get("account", params.AccountRetrieveCurrentParams, account.retrieve),
    _post("customers", params.CustomerCreateParams, customers.create, CUSTOMER),
    _get("customers", params.CustomerListParams, customers.index, f"{PAGE} created email"),
    _get("customers/{id}", params.CustomerRetrieveParams, customers.retrieve),
    _post("customers/{id}", params.CustomerUpdateParams, customers.update, CUSTOMER),
    _delete("customers/{id}", params.CustomerDeleteParams, customers.delete),
    _get("customers/{id}/payment_methods", params.CustomerListPaymentMethodsParams,
         payment_methods.of_customer, f"{PAGE} type"),
    _post("payment_methods", params.PaymentMethodCreateParams, payment_methods.create, "type card"),
    _get("payment_methods", params.PaymentMethodListParams, payment_methods.index,
         f"{PAGE} customer type"),
    _get("payment_methods/{id}", params.PaymentMethodRetrieveParams, payment_methods.retrieve),
    _post("payment_methods/{id}", params.PaymentMethodUpdateParams, payment_methods.update,
          "billing_details metadata"),
    _post("payment_methods/{id}/attach", params.PaymentMethodAttachParams, payment_methods.attach,
          "customer"),
    _post("payment_methods/{id}/detach", params.PaymentMethodDetachParams, payment_methods.detach),
    _post("checkout/sessions", checkout.SessionCreateParams, checkout_sessions.create,
          f"{SESSION} success_url cancel_url setup_intent_data metadata expires_at"),
    _get("checkout/sessions", checkout.SessionListParams, checkout_sessions.index,
         f"{PAGE} customer status created"),
    _get("checkout/sessions/{id}", checkout.SessionRetrieveParams, checkout_sessions.retrieve),
    _post("checkout/sessions/{id}/expire", checkout.SessionExpireParams, checkout_sessions.expire),
    _post("setup_intents", params.SetupIntentCreateParams, setup_intents.create,
          f"{SAVING} confirm mandate_data usage"),
    _get("setup_intents", params.SetupIntentListParams, setup_intents.index,
         f"{PAGE} customer payment_method created"),
    _get("setup_intents/{id}", params.SetupIntentRetrieveParams, setup_intents.retrieve),
    _post("setup_intents/{id}", params.SetupIntentUpdateParams, setup_intents.update,
          f"{SAID} payment_method"),
    _post("setup_intents/{id}/confirm", params.SetupIntentConfirmParams, setup_intents.confirm,
          "payment_method mandate_data"),
    _post("setup_intents/{id}/cancel", params.SetupIntentCancelParams, setup_intents.cancel,
          "cancellation_reason"),
    _post("setup_intents/{id}/verify_microdeposits", params.SetupIntentVerifyMicrodepositsParams,
          setup_intents.verify, "amounts descriptor_code"),
    _post("payment_intents", params.PaymentIntentCreateParams, payment_intents.create,
          f"{PAYMENT} currency mandate_data confirm off_session return_url shipping"),
    _get("payment_intents", params.PaymentIntentListParams, payment_intents.index,
         f"{PAGE} customer created"),
    _get("payment_intents/search", params.PaymentIntentSearchParams, payment_intents.search,
         "query limit"),
    _get("payment_intents/{id}", params.PaymentIntentRetrieveParams, payment_intents.retrieve),
    _post("payment_intents/{id}", params.PaymentIntentUpdateParams, payment_intents.update,
          f"{SAID} amount payment_method receipt_email"),
    _post("payment_intents/{id}/confirm", params.PaymentIntentConfirmParams,
          payment_intents.confirm, "payment_method mandate_data off_session return_url"),
    _post("payment_intents/{id}/cancel", params.PaymentIntentCancelParams, payment_intents.cancel,
          "cancellation_reason"),
    _get("charges", params.ChargeListParams, charges.index,
         f"{PAGE} customer created payment_intent"),
    _get("charges/{id}", params.ChargeRetrieveParams, charges.retrieve),
    _post("refunds", params.RefundCreateParams, refunds.create,
          "payment_intent charge amount reason metadata"),
    _get("refunds", params.RefundListParams, refunds.index,
         f"{PAGE} created charge payment_intent"),
    _get("refunds/{id}", params.RefundRetrieveParams, refunds.retrieve),
    _post("refunds/{id}", params.RefundUpdateParams, refunds.update, "metadata"),
    _post("refunds/{id}/cancel", params.RefundCancelParams, refunds.cancel),
    _get("disputes", params.DisputeListParams, disputes.index,
         f"{PAGE} created charge payment_intent"),
    _get("disputes/{id}", params.DisputeRetrieveParams, disputes.retrieve),
    _post("disputes/{id}", params.DisputeUpdateParams, disputes.update, "evidence metadata submit"),
    _post("disputes/{id}/close", params.DisputeCloseParams, disputes.close),
    _get("mandates/{id}", params.MandateRetrieveParams, mandates.retrieve),
    _get("events", params.EventListParams, events.index, f"{PAGE} created type"),
    _get("events/{id}", params.EventRetrieveParams, events.retrieve),
    _get("balance_transactions", params.BalanceTransactionListParams, balance_transactions.index,
         f"{PAGE} created currency source type"),
    _get("balance_transactions/{id}", params.BalanceTransactionRetrieveParams,
         balance_transactions.retrieve),
    _post("webhook_endpoints", params.WebhookEndpointCreateParams, webhook_endpoints.create,
          f"{SAID} enabled_events url"),
    _get("webhook_endpoints", params.WebhookEndpointListParams, webhook_endpoints.index, PAGE),
    _get("webhook_endpoints/{id}", params.WebhookEndpointRetrieveParams,
         webhook_endpoints.retrieve),
    _post("webhook_endpoints/{id}", params.WebhookEndpointUpdateParams, webhook_endpoints.update,
          f"{SAID} enabled_events url disabled"),
    _delete("webhook_endpoints/{id}", params.WebhookEndpointDeleteParams, webhook_endpoints.delete),
)
# fmt: on
