"""Every path that the sandbox answers, what each takes, and the function behind it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from stripe import params

from finance_portal.sandbox import (
    balance_transactions,
    charges,
    customers,
    events,
    mandates,
    payment_intents,
    payment_methods,
    setup_intents,
    webhook_endpoints,
)
from finance_portal.sandbox.calls import Call
from finance_portal.sandbox.parameters import Params, typed
from finance_portal.sandbox.refusals import Refusal, not_simulated
from finance_portal.sandbox.schema import Schema, request_schema
from finance_portal.sandbox.store import Thing

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

    def read(self, fields: Params) -> Params:
        """Return the typed parameters. Raises Refusal."""
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
    return Operation("GET", path, request, perform, frozenset(takes.split()) | {"expand"})


def _post(path: str, request: type, perform: Perform, takes: str = "") -> Operation:
    return Operation("POST", path, request, perform, frozenset(takes.split()) | {"expand"})


PAGE = "limit starting_after ending_before"
WORDS = "description metadata"
SETUP = "customer payment_method allowed_payment_method_types mandate_data"
PAYMENT = f"{SETUP} amount currency confirm off_session payment_method_options receipt_email"
OPERATIONS = (
    _post(
        "/v1/customers", params.CustomerCreateParams, customers.create, f"{WORDS} email name phone"
    ),
    _get("/v1/customers/{id}", params.CustomerRetrieveParams, customers.retrieve),
    _get(
        "/v1/customers/{id}/payment_methods",
        params.CustomerListPaymentMethodsParams,
        payment_methods.of_customer,
        f"{PAGE} type",
    ),
    _post(
        "/v1/payment_methods",
        params.PaymentMethodCreateParams,
        payment_methods.create,
        "type card",
    ),
    _get(
        "/v1/payment_methods",
        params.PaymentMethodListParams,
        payment_methods.index,
        f"{PAGE} customer type",
    ),
    _get("/v1/payment_methods/{id}", params.PaymentMethodRetrieveParams, payment_methods.retrieve),
    _post(
        "/v1/payment_methods/{id}/attach",
        params.PaymentMethodAttachParams,
        payment_methods.attach,
        "customer",
    ),
    _post(
        "/v1/setup_intents",
        params.SetupIntentCreateParams,
        setup_intents.create,
        f"{WORDS} customer payment_method allowed_payment_method_types",
    ),
    _get("/v1/setup_intents/{id}", params.SetupIntentRetrieveParams, setup_intents.retrieve),
    _post(
        "/v1/setup_intents/{id}/confirm",
        params.SetupIntentConfirmParams,
        setup_intents.confirm,
        "payment_method mandate_data",
    ),
    _post(
        "/v1/payment_intents",
        params.PaymentIntentCreateParams,
        payment_intents.create,
        f"{PAYMENT} {WORDS} statement_descriptor statement_descriptor_suffix return_url",
    ),
    _get(
        "/v1/payment_intents",
        params.PaymentIntentListParams,
        payment_intents.index,
        f"{PAGE} customer created",
    ),
    _get("/v1/payment_intents/{id}", params.PaymentIntentRetrieveParams, payment_intents.retrieve),
    _post(
        "/v1/payment_intents/{id}/confirm",
        params.PaymentIntentConfirmParams,
        payment_intents.confirm,
        "payment_method mandate_data off_session return_url",
    ),
    _post(
        "/v1/payment_intents/{id}/cancel",
        params.PaymentIntentCancelParams,
        payment_intents.cancel,
        "cancellation_reason",
    ),
    _get(
        "/v1/charges",
        params.ChargeListParams,
        charges.index,
        f"{PAGE} customer created payment_intent",
    ),
    _get("/v1/charges/{id}", params.ChargeRetrieveParams, charges.retrieve),
    _get("/v1/mandates/{id}", params.MandateRetrieveParams, mandates.retrieve),
    _get("/v1/events", params.EventListParams, events.index, f"{PAGE} created type"),
    _get("/v1/events/{id}", params.EventRetrieveParams, events.retrieve),
    _get(
        "/v1/balance_transactions",
        params.BalanceTransactionListParams,
        balance_transactions.index,
        f"{PAGE} created currency source type",
    ),
    _get(
        "/v1/balance_transactions/{id}",
        params.BalanceTransactionRetrieveParams,
        balance_transactions.retrieve,
    ),
    _post(
        "/v1/webhook_endpoints",
        params.WebhookEndpointCreateParams,
        webhook_endpoints.create,
        f"{WORDS} enabled_events url",
    ),
    _get("/v1/webhook_endpoints", params.WebhookEndpointListParams, webhook_endpoints.index, PAGE),
    _get(
        "/v1/webhook_endpoints/{id}",
        params.WebhookEndpointRetrieveParams,
        webhook_endpoints.retrieve,
    ),
    Operation(
        "DELETE",
        "/v1/webhook_endpoints/{id}",
        params.WebhookEndpointDeleteParams,
        webhook_endpoints.delete,
        frozenset(),
    ),
)
