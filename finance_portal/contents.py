"""Every page of the portal: its address, its title, and what it loads."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import reflex as rx

from finance_portal.pages.access_log.page import access_log
from finance_portal.pages.access_log.state import AccessLogState
from finance_portal.pages.add_contract.page import add_contract, add_contract_code
from finance_portal.pages.add_contract.state import AddContractState
from finance_portal.pages.ask.page import ask
from finance_portal.pages.ask.state import AskState
from finance_portal.pages.autopay.page import autopay
from finance_portal.pages.autopay.state import AutopayState
from finance_portal.pages.balloon.page import balloon
from finance_portal.pages.balloon.state import BalloonState
from finance_portal.pages.check_document.page import check_document
from finance_portal.pages.choices.page import choices
from finance_portal.pages.choices.state import ChoicesState
from finance_portal.pages.confirm.page import confirm
from finance_portal.pages.confirm.state import ConfirmState
from finance_portal.pages.delegates.page import delegates
from finance_portal.pages.delegates.state import DelegatesState
from finance_portal.pages.documents.page import documents
from finance_portal.pages.documents.state import DocumentsState
from finance_portal.pages.fees.page import contract_fees, fees
from finance_portal.pages.fees.state import FeesState
from finance_portal.pages.guest.page import guest, guest_review
from finance_portal.pages.guest.state import GuestState
from finance_portal.pages.hardship.page import hardship
from finance_portal.pages.hardship.state import HardshipState
from finance_portal.pages.help.page import help_page
from finance_portal.pages.help.state import HelpState
from finance_portal.pages.history.page import history
from finance_portal.pages.history.state import HistoryState
from finance_portal.pages.invited.page import invited
from finance_portal.pages.lease_end.page import lease_end
from finance_portal.pages.lease_end.state import LeaseEndState
from finance_portal.pages.legal.accessibility import accessibility
from finance_portal.pages.legal.cookies import cookies
from finance_portal.pages.legal.notice import privacy_notice
from finance_portal.pages.legal.page import e_sign, privacy, terms
from finance_portal.pages.messages.page import messages
from finance_portal.pages.messages.state import MessagesState
from finance_portal.pages.methods.page import methods
from finance_portal.pages.methods.state import MethodsState
from finance_portal.pages.not_found.page import not_found
from finance_portal.pages.not_me.page import not_me
from finance_portal.pages.notifications.page import notifications
from finance_portal.pages.notifications.state import NotificationsState
from finance_portal.pages.on_a_day.page import on_a_day
from finance_portal.pages.on_a_day.state import OnADayState
from finance_portal.pages.overview.page import overview
from finance_portal.pages.overview.state import OverviewState
from finance_portal.pages.pay.page import pay
from finance_portal.pages.pay.state import PayState
from finance_portal.pages.payoff.page import payoff
from finance_portal.pages.payoff.state import PayoffState
from finance_portal.pages.preferences.page import preferences
from finance_portal.pages.preferences.state import PreferencesState
from finance_portal.pages.profile.page import profile
from finance_portal.pages.profile.state import ProfileState
from finance_portal.pages.questions.page import questions
from finance_portal.pages.receipt.page import receipt
from finance_portal.pages.receipt.state import ReceiptState
from finance_portal.pages.recover.page import (
    recover,
    recover_code,
    recover_factors,
    recover_password,
    recover_prove,
    recover_user_name,
)
from finance_portal.pages.recover.state import LostFactorsState, RecoverProveState
from finance_portal.pages.register.page import register, register_code, register_finish
from finance_portal.pages.relief.page import change_due_date, extension
from finance_portal.pages.relief.state import ReliefState
from finance_portal.pages.reminders.page import reminders
from finance_portal.pages.reminders.state import RemindersState
from finance_portal.pages.report.page import report
from finance_portal.pages.report.state import ReportState
from finance_portal.pages.requests.page import requests
from finance_portal.pages.requests.state import RequestsState
from finance_portal.pages.safety.page import safety
from finance_portal.pages.schedule.page import schedule
from finance_portal.pages.schedule.state import ScheduleState
from finance_portal.pages.scheduled.page import scheduled
from finance_portal.pages.scheduled.state import ScheduledState
from finance_portal.pages.secure.page import secure
from finance_portal.pages.security.page import security
from finance_portal.pages.security.state import SecurityState
from finance_portal.pages.shared_quote.page import shared_quote
from finance_portal.pages.sign_in.page import sign_in
from finance_portal.pages.title.page import after_payoff
from finance_portal.pages.title.state import TitleState
from finance_portal.pages.trouble.page import trouble
from finance_portal.pages.verify.page import verify
from finance_portal.pages.verify.state import VerifyState
from finance_portal.pages.welcome.page import welcome
from finance_portal.pages.what_if.page import what_if
from finance_portal.pages.what_if.state import WhatIfState
from finance_portal.pages.your_data.page import your_data
from finance_portal.pages.your_data.state import YourDataState
from finance_portal.settings import settings
from finance_portal.ui import routes
from finance_portal.ui.way_state import WayState
from finance_portal.ui.words import t


@dataclass(frozen=True)
class Page:
    """A page of the portal."""

    route: str
    draw: Callable[[], rx.Component]
    title: str  # marked, as what is drawn is
    load: Any = None
    is_listed: bool = True  # search engines may have it

    @property
    def description(self) -> str:
        """Return what a search engine or a shared link says of the page."""
        return t(
            "{title}: the borrower portal of {lender}.",
            title=self.title,
            lender=settings.brand.legal_entity,
        )


PAGES = (
    Page(routes.WELCOME, welcome, t("Vehicle loans and leases")),
    Page(routes.SIGN_IN, sign_in, t("Sign in")),
    Page(routes.VERIFY, verify, t("Confirm it is you"), VerifyState.load),
    Page(routes.TROUBLE, trouble, t("Trouble signing in")),
    Page(routes.REGISTER, register, t("Register")),
    Page(routes.REGISTER_CODE, register_code, t("Type your code"), WayState.load),
    Page(routes.REGISTER_FINISH, register_finish, t("Choose how you sign in"), WayState.load),
    Page(routes.RECOVER, recover, t("Forgotten password or user name")),
    Page(routes.RECOVER_USER_NAME, recover_user_name, t("Forgotten user name")),
    Page(routes.RECOVER_CODE, recover_code, t("Type your code"), WayState.load),
    Page(routes.RECOVER_PROVE, recover_prove, t("Show who you are"), RecoverProveState.load),
    Page(routes.RECOVER_PASSWORD, recover_password, t("Choose a new password"), WayState.load),
    Page(routes.RECOVER_FACTORS, recover_factors, t("Lost second factor"), LostFactorsState.load),
    Page(routes.TERMS, terms, t("Terms of use")),
    Page(routes.PRIVACY, privacy, t("Privacy")),
    Page(routes.E_SIGN, e_sign, t("Electronic records")),
    Page(routes.PRIVACY_NOTICE, privacy_notice, t("Privacy notice")),
    Page(routes.COOKIES, cookies, t("Cookies")),
    Page(routes.ACCESSIBILITY, accessibility, t("Accessibility")),
    Page(routes.QUESTIONS, questions, t("Questions and answers")),
    Page(routes.FEES, fees, t("Fees")),
    Page(routes.CONTRACT_FEES, contract_fees, t("Fees of your contract"), FeesState.load),
    Page(routes.STAY_SAFE, safety, t("Stay safe")),
    Page(routes.NOT_ME, not_me, t("This wasn't me")),
    Page(routes.CONFIRM, confirm, t("Confirm it is you"), ConfirmState.load),
    Page(routes.SECURE, secure, t("Secure your sign-in")),
    Page(routes.OVERVIEW, overview, t("Overview"), OverviewState.load),
    Page(routes.PAY, pay, t("Make a payment"), PayState.load),
    Page(routes.RECEIPT, receipt, t("Receipt"), ReceiptState.load),
    Page(routes.AUTOPAY, autopay, t("Autopay"), AutopayState.load),
    Page(routes.PAYOFF, payoff, t("Pay it off"), PayoffState.load),
    Page(routes.LEASE_END, lease_end, t("Your lease end"), LeaseEndState.load),
    Page(routes.BALLOON, balloon, t("Your balloon payment"), BalloonState.load),
    Page(
        routes.CHANGE_DUE_DATE,
        change_due_date,
        t("Another due date"),
        ReliefState.load_due_date,
    ),
    Page(routes.EXTENSION, extension, t("Move payments to the end"), ReliefState.load_extension),
    Page(routes.HARDSHIP, hardship, t("Trouble paying?"), HardshipState.load),
    Page(routes.REQUESTS, requests, t("Your requests"), RequestsState.load),
    Page(routes.ASK, ask, t("Ask for something"), AskState.load),
    Page(routes.REPORT, report, t("I did not authorize this"), ReportState.load),
    Page(routes.MESSAGES, messages, t("Messages"), MessagesState.load),
    Page(routes.SCHEDULED, scheduled, t("Scheduled payments"), ScheduledState.load),
    Page(routes.HISTORY, history, t("History"), HistoryState.load),
    Page(routes.SCHEDULE, schedule, t("Installments"), ScheduleState.load),
    Page(routes.ON_A_DAY, on_a_day, t("On another day"), OnADayState.load),
    Page(routes.DOCUMENTS, documents, t("Documents"), DocumentsState.load),
    Page(routes.REMINDERS, reminders, t("Reminders"), RemindersState.load),
    Page(routes.NOTIFICATIONS, notifications, t("Notices"), NotificationsState.load),
    Page(routes.PREFERENCES, preferences, t("Preferences"), PreferencesState.load),
    Page(routes.WHAT_IF, what_if, t("What if you pay more?"), WhatIfState.load),
    Page(routes.AFTER_PAYOFF, after_payoff, t("After your payoff"), TitleState.load),
    Page(routes.HELP, help_page, t("Help"), HelpState.load),
    Page(routes.SETTINGS, choices, t("Settings"), ChoicesState.load),
    Page(routes.PROFILE, profile, t("Profile"), ProfileState.load),
    Page(routes.SECURITY, security, t("Security"), SecurityState.load),
    Page(routes.YOUR_DATA, your_data, t("Your data"), YourDataState.load),
    Page(routes.ADD_CONTRACT, add_contract, t("Add a contract"), AddContractState.load),
    Page(
        routes.ADD_CONTRACT_CODE, add_contract_code, t("Add a contract"), AddContractState.load_code
    ),
    Page(routes.DELEGATES, delegates, t("People with access"), DelegatesState.load),
    Page(routes.ACCESS_LOG, access_log, t("Access log"), AccessLogState.load),
    Page(routes.INVITED, invited, t("Your invitation")),
    Page(routes.SHARED_QUOTE, shared_quote, t("A quote for you"), is_listed=False),
    Page(routes.METHODS, methods, t("Accounts and cards"), MethodsState.load),
    Page(routes.GUEST, guest, t("Pay as a guest")),
    Page(routes.GUEST_REVIEW, guest_review, t("Your payment"), GuestState.load),
    Page(routes.CHECK_DOCUMENT, check_document, t("Is this document ours?")),
    Page(routes.NOT_FOUND, not_found, t("No such page")),
)
