"""Every table: whose its rows are, which of them a borrower takes along, and what is left out.

The one list that the export and the import go by; a test finds a table that is not in it. Tables
stand in the order in which their rows can be written, what they refer to first. What an erasure
does with each of them stands in services/erasure/tables.py.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from sqlalchemy import Column, Table
from sqlmodel import SQLModel

from finance_portal.models import (
    autopay,
    closing,
    contracts,
    delegates,
    documents,
    lease_end,
    ledger,
    messages,
    nightly,
    notices,
    payments,
    people,
    profile,
    quotes,
    requests,
    scheduled,
    security,
    threads,
)
from finance_portal.models.base import table_of


@dataclass(frozen=True)
class Kept:
    """A table that is taken along.

    Its rows are found by the column `by`, which refers to a table before it; with `also_by` those
    that it names are found as well. Columns `without` are left out; `of_others` are left out of
    rows that belong to somebody else who is bound, as `owner` says; `opened` are sealed, and taken
    along open.
    """

    model: type[SQLModel]
    by: str = "contract_id"
    is_mine_alone: bool = False  # somebody else's rows are left out as a whole
    without: frozenset[str] = frozenset()
    of_others: frozenset[str] = frozenset()
    opened: Mapping[str, str] = field(default_factory=dict)
    owner: str = "borrower_id"

    @property
    def table(self) -> Table:
        """Return the table itself."""
        return table_of(self.model)

    @property
    def name(self) -> str:
        """Return the table's name, which is that of its part of an export."""
        return self.table.name

    @property
    def key(self) -> str:
        """Return the name of the primary key, by which rows are in order."""
        return str(next(iter(self.table.primary_key.columns)).name)

    @property
    def columns(self) -> list[Column[object]]:
        """Return what is taken along of a row of one's own, but for what is opened."""
        left_out = self.without | set(self.opened)
        return [each for each in self.table.columns if each.name not in left_out]


def _kept(
    model: type[SQLModel],
    by: str = "contract_id",
    *,
    mine: bool = False,
    without: str = "",
    of_others: str = "",
    opened: Mapping[str, str] | None = None,
    owner: str = "borrower_id",
) -> Kept:
    return Kept(
        model,
        by,
        is_mine_alone=mine,
        without=frozenset(without.split()),
        of_others=frozenset(of_others.split()),
        opened=opened or {},
        owner=owner,
    )


# fmt: off
KEPT = (
    _kept(people.Borrower, "id", of_others="external_id display_name email phone zip language",
          opened={"tax_id_sealed": "tax_id_last4"}),
    _kept(contracts.Contract, "id", without="number_index number_end source_sealed",
          opened={"number_sealed": "number"}),
    _kept(people.Obligor),
    _kept(contracts.Loan),
    _kept(contracts.Lease),
    _kept(contracts.OdometerReading),
    _kept(ledger.ContractEvent),
    _kept(ledger.LedgerEntry),
    _kept(ledger.Posting, "entry_id"),
    _kept(nightly.Bill),
    _kept(documents.StatementCycle),
    _kept(documents.Document, without="file"),
    _kept(documents.DocumentSeen, "document_id", mine=True),
    _kept(security.Login, "borrower_id", mine=True, without="password_hash"),
    _kept(security.Acceptance, "login_id"),
    _kept(nightly.ReminderChoice, "borrower_id", mine=True),
    _kept(payments.PaymentMethod, "id",
          without="customer method setup_intent mandate fingerprint_sealed fingerprint_index usable"
                  " why_not verification verify_by verification_tries",
          of_others="label nickname last4 expires_on"),
    _kept(quotes.Quote, mine=True),
    _kept(autopay.PaymentAuthorization, mine=True),
    _kept(payments.Payment, of_others="authorization authorization_id quote_id ip user_agent"
                                      " form_token due_key review"),
    _kept(autopay.Autopay, mine=True),
    _kept(autopay.AutopayDebit, "autopay_id"),
    _kept(scheduled.ScheduledPayment, mine=True),
    _kept(payments.Refund, "payment_id", without="review processor_refund"),
    _kept(payments.Dispute, "payment_id", without="review processor_dispute"),
    _kept(closing.Title),
    _kept(closing.AccountFlag, without="noted_by"),
    _kept(lease_end.MilesPurchase),
    _kept(lease_end.LeaseInvoice),
    _kept(lease_end.LeaseInvoiceLine, "invoice_id"),
    _kept(requests.ServiceRequest, without="decided_by",
          of_others="form_token", opened={"details_sealed": "details"}),
    _kept(requests.RequestStep, "request_id"),
    _kept(requests.RequestSignature, "request_id", of_others="ip user_agent"),
    _kept(requests.ReportedItem, "request_id"),
    _kept(profile.PostalAddress, "borrower_id", mine=True, opened={"address_sealed": "address"}),
    _kept(profile.Telephone, "borrower_id", mine=True, opened={"number_sealed": "number"}),
    _kept(profile.PaperlessStep, "borrower_id", mine=True),
    _kept(profile.PaperPeriod, "borrower_id", mine=True),
    _kept(profile.PaperMail, "document_id", mine=True, opened={"to_sealed": "to"}),
    _kept(profile.PrivacyChoice, "borrower_id", mine=True),
    _kept(delegates.Delegation, without="secret_hash", of_others="email", owner="giver_id"),
    _kept(delegates.QuoteLink, "quote_id", mine=True, without="secret_hash"),
    _kept(delegates.AccessLook),
    _kept(threads.Thread, "borrower_id", mine=True, opened={"subject_sealed": "subject"}),
    _kept(threads.ThreadMessage, "thread_id", opened={"words_sealed": "words"}),
    _kept(threads.Attachment, "message_id", mine=True, without="file key_sealed",
          opened={"name_sealed": "name"}),
    _kept(notices.NoticeChoice, "borrower_id", mine=True),
    _kept(notices.TextConsent, "borrower_id", mine=True),
    _kept(notices.TextStop, "id"),
    _kept(notices.Notice, "borrower_id", mine=True, opened={"words_sealed": "words"}),
    _kept(messages.Message, "borrower_id", mine=True, without="provider_ref due_at waits_until",
          opened={"to_sealed": "to", "subject_sealed": "subject", "words_sealed": "words"}),
)
# fmt: on

LEFT_OUT: Mapping[str, str] = {
    "processor_customer": "the processor's own name for a person",
    "method_setup": "visits to the processor's page",
    "processor_event": "the processor's news, of everybody",
    "guest_visit": "what a guest typed, who is not known",
    "contract_standing": "worked out from the ledger, and again when it is missing",
    "paper_news": "who is still to be told of a paper",
    "job_run": "the installation's own",
    "set_aside": "the installation's own",
    "reconciliation": "the installation's own",
    "audit_head": "the installation's own",
    "portal_session": "in sign-in.json, as far as it is no secret",
    "pre_auth": "secrets that work once",
    "challenge": "secrets that work once",
    "one_time_code": "secrets that work once",
    "recovery_code": "secrets that work once",
    "undo_link": "secrets that work once",
    "authenticator": "in sign-in.json, without its seed",
    "passkey": "in sign-in.json, without its key",
    "trusted_device": "in sign-in.json, without its secret",
    "security_event": "in sign-in.json: its chain of MACs is the installation's own",
    "security_case": "in sign-in.json",
    "data_export": "the bundles themselves",
    "calendar_address": "a secret",
    "calendar_entry": "what a calendar was last told, worked out from the contracts",
    "push_device": "the secret address of a browser, which can be added again",
    "inbound_text": "the carrier's names of what came in; nobody's words",
    "desk_user": "the lender's own people",
    "desk_session": "the lender's own people",
    "desk_presence": "the lender's own people",
    "desk_look": "the desk's own notes; that somebody looked, and why, is in access_look",
    "desk_proposal": "how the desk decides; what came of it is an event, or a reply",
    "desk_mark": "the desk's own notes",
    "erasure": "of whoever has nothing left to take along",
    "kept_paper": "of whoever has nothing left to take along",
    "alembic_version": "the installation's own",
}
"""Tables that are not taken along, and why. None of them changes what is owed."""


@cache
def by_name() -> Mapping[str, Kept]:
    """Return the tables that are taken along, by their names."""
    return {each.name: each for each in KEPT}
