"""The centre holds every notice of its reader's, and nobody else's; secrets are not in it."""

from finance_portal.models.messages import Message
from finance_portal.models.notices import Notice
from finance_portal.notices import reminders, security
from finance_portal.notices.wording import Link, Wording
from finance_portal.services import deliveries, inbox, push_devices, sent_messages
from finance_portal.services.sessions import SignedIn
from finance_portal.settings import settings
from tests.gateways.push_service import PushService
from tests.services.known import HOME, NOON, later, login, rows

MAIL, PHONE = "elena@example.com", "+12025550123"
ORIGIN = settings.public_origin


def tell(db, known, wording=None, *, kind="password_changed", key=None, now=NOON):
    wording = wording or security.password_changed(client=HOME, at=NOON)
    with db.begin() as session:
        return deliveries.tell(session, known, wording, kind=kind, now=now, key=key)


def seen(db, known, most=50):
    return inbox.notices_of(db, borrower_id=known.borrower_id, most=most)


def unread(db, known):
    return inbox.unread(db, borrower_id=known.borrower_id)


def linked(url):
    return Wording("Subject", ("Words.",), link=Link(words="Go", url=url))


def test_who_has_no_contact_at_all_finds_every_notice(db):
    elena = login(db)
    tell(db, elena)

    (told,) = seen(db, elena)
    assert told.subject == "Your password was changed"
    assert not told.is_read
    assert rows(db, Message) == []


def test_it_is_told_once_however_many_ways_it_goes_and_however_often(db):
    elena = login(db, proven=(MAIL, PHONE))
    for _ in range(3):
        tell(db, elena, key="x:1")

    assert len(seen(db, elena)) == 1
    assert len(rows(db, Message)) == 2


def test_the_newest_come_first_and_no_more_than_was_asked_for(db):
    elena = login(db)
    for number in range(5):
        tell(db, elena, Wording(f"Number {number}", ("Words.",)))

    assert [told.subject for told in seen(db, elena, most=2)] == ["Number 4", "Number 3"]


def test_read_are_the_one_that_was_read_or_all(db):
    elena = login(db)
    for _ in range(3):
        tell(db, elena)
    inbox.mark_read(db, borrower_id=elena.borrower_id, ref=seen(db, elena)[1].ref, now=NOON)
    assert [told.is_read for told in seen(db, elena)] == [False, True, False]
    assert unread(db, elena) == 2

    inbox.mark_read(db, borrower_id=elena.borrower_id, now=later(hours=1))
    assert unread(db, elena) == 0
    assert {row.read_at for row in rows(db, Notice)} == {NOON, later(hours=1)}


def test_nobody_sees_or_reads_the_notices_of_somebody_else(db):
    elena, mallory = login(db), login(db, "mallory")
    tell(db, elena)
    (told,) = seen(db, elena)

    inbox.mark_read(db, borrower_id=mallory.borrower_id, ref=told.ref, now=NOON)
    inbox.mark_read(db, borrower_id=mallory.borrower_id, now=NOON)

    assert seen(db, mallory) == []
    assert unread(db, elena) == 1


def test_a_link_with_a_secret_is_not_kept_and_the_topic_leads_on(db):
    elena = login(db)
    link = f"{ORIGIN}/not-me#a-secret-that-freezes"
    tell(db, elena, security.password_changed(client=HOME, at=NOON, not_me=link))

    assert seen(db, elena)[0].page == "/security"


def test_a_notice_leads_to_what_it_is_about_and_never_elsewhere(db):
    elena = login(db)
    for url in (
        f"{ORIGIN}/sign-in?next=/documents%3Faccount%3Dabc",
        f"{ORIGIN}/overview",
        f"{ORIGIN}/sign-in?next=//evil.example",
        f"{ORIGIN}/sign-in?next=https://evil.example",
        "https://evil.example/overview",
        f"{ORIGIN}.evil.example/overview",
    ):
        tell(db, elena, linked(url), kind="request_moved")

    pages = [told.page for told in reversed(seen(db, elena))]
    assert pages == ["/documents?account=abc", "/overview", *["/requests"] * 4]


def test_case_74_the_words_cannot_be_read_in_the_table(db):
    elena = login(db)
    tell(db, elena, reminders.payment_due(amount=58152, due_on=NOON, vehicle="Sedan", ref="r"))

    (row,) = rows(db, Notice)
    assert "581.52" not in str(row.model_dump())


class TestSent:
    def test_each_message_is_listed_masked_and_without_what_it_said(self, db):
        elena = login(db, proven=(MAIL, PHONE))
        address = PushService().browser()
        who = SignedIn(elena.borrower_id, elena.id, "s1", "Elena Marsh", NOON)
        push_devices.add(db, who, address, client=HOME, now=NOON)
        tell(db, elena)

        listed = self.messages(db, elena)

        assert [(each.way, each.to) for each in listed] == [
            ("push", "Chrome on Windows"),
            ("text", "(•••) •••-0123"),
            ("email", "e•••a@example.com"),
        ]
        assert {each.subject for each in listed} == {"Your password was changed"}
        assert {each.fate for each in listed} == {"waiting"}

    def test_a_code_is_listed_by_its_subject_and_not_by_its_digits(self, db):
        elena = login(db, proven=(MAIL, None))
        with db.begin() as session:
            deliveries.write(
                session,
                security.sign_in_code("604213"),
                kind="sign_in_code",
                channel="email",
                to=MAIL,
                now=NOON,
                login_id=elena.id,
            )

        (listed,) = self.messages(db, elena)
        assert listed.subject == "Your code to sign in"
        assert "604213" not in str(listed)

    def test_nobody_sees_what_was_sent_to_somebody_else(self, db):
        elena, mallory = login(db, proven=(MAIL, None)), login(db, "mallory")
        tell(db, elena)

        assert self.messages(db, mallory) == []

    def messages(self, db, known):
        return sent_messages.messages_of(
            db, borrower_id=known.borrower_id, login_id=known.id, most=50
        )
