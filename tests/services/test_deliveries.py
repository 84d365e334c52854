"""What is to be sent is written down with its cause, sealed, and sent once it is committed."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from finance_portal.gateways.sending import SendLater, Undeliverable
from finance_portal.models.messages import Message
from finance_portal.models.security import Login
from finance_portal.notices import security as notices
from finance_portal.notices.wording import Wording
from finance_portal.services import courier, deliveries
from finance_portal.services.courier import Courier, deliver
from finance_portal.services.deliveries import AddressRefused
from finance_portal.services.vault import SealBroken
from tests.services.known import HOME, NOON, later, login, rows

pytestmark = pytest.mark.anyio

CODE = notices.sign_in_code("604213")
MAIL, PHONE = "elena@example.com", "+12025550123"


@dataclass
class Carrier:
    """Takes everything, unless `fails` holds an error for the next call."""

    name = "fake"
    taken: list = field(default_factory=list)
    fails: list = field(default_factory=list)
    came: threading.Event = field(default_factory=threading.Event)

    async def send(self, message):
        if self.fails:
            raise self.fails.pop(0)
        self.taken.append(message)
        self.came.set()
        return f"taken-{message.ref}"


@pytest.fixture
def carrier():
    return Carrier()


def write(db, wording=CODE, *, channel="email", to=MAIL, now=NOON, **about):
    with db.begin() as session:
        return deliveries.write(
            session, wording, kind="sign_in_code", channel=channel, to=to, now=now, **about
        )


def stored(db):
    (message,) = rows(db, Message)
    return message


async def test_a_letter_is_sent_once_and_its_words_are_gone(db, carrier):
    message = write(db, expires_at=later(minutes=10))

    assert await deliver(db, carrier, carrier, now=later(seconds=1)) == 1
    assert await deliver(db, carrier, carrier, now=later(hours=1)) == 0

    (letter,) = carrier.taken
    assert (letter.ref, letter.to, letter.subject) == (message.ref, MAIL, CODE.subject)
    assert "604213" in letter.text
    assert "604213" in letter.html
    sent = stored(db)
    assert (sent.sent_at, sent.words_sealed, sent.tries) == (later(seconds=1), None, 1)
    assert sent.provider_ref == f"taken-{message.ref}"


async def test_a_text_message_says_the_short_words(db, carrier):
    write(db, channel="text", to=PHONE)

    await deliver(db, carrier, carrier, now=NOON)

    (message,) = carrier.taken
    assert (message.to, message.text, message.code) == (PHONE, CODE.text, "604213")


async def test_nothing_is_sent_of_what_was_rolled_back(db, carrier):
    session = db.begin()
    with pytest.raises(ArithmeticError):
        _write_and_fail(session)

    assert await deliver(db, carrier, carrier, now=NOON) == 0


def _write_and_fail(begun):
    with begun as session:
        deliveries.write(session, CODE, kind="x", channel="email", to=MAIL, now=NOON)
        raise ArithmeticError


def test_case_74_neither_address_nor_code_can_be_read_in_the_table(db):
    write(db)

    with db.read() as session:
        everything = str(session.execute(text("SELECT * FROM message")).all())
    assert MAIL not in everything
    assert "604213" not in everything
    assert "code to sign in" not in everything


async def test_case_73_words_that_were_moved_to_another_message_are_not_sent(db, carrier):
    mallorys = write(db, to="mallory@example.net")
    alices = write(db)
    with db.begin() as session:
        session.execute(
            update(Message)
            .where(Message.id == mallorys.id)
            .values(words_sealed=alices.words_sealed)
        )

    assert await deliver(db, carrier, carrier, now=NOON) == 1

    assert [letter.to for letter in carrier.taken] == [MAIL]
    with pytest.raises(SealBroken):
        deliveries.opened(mallorys.model_copy(update={"words_sealed": alices.words_sealed}))


@pytest.mark.parametrize(
    ("channel", "to"),
    [
        ("email", "elena@example.com\r\nBcc: mallory@example.net"),
        ("email", "elena@example.com,mallory@example.net"),
        ("email", "elena"),
        ("text", "+12025550123\n+12025550199"),
        ("text", "2025550123"),
        ("text", "+1 202 555 0123"),
        ("text", "+1202555012345678"),
    ],
)
def test_case_67_an_address_that_is_not_one_is_refused(db, channel, to):
    with pytest.raises(AddressRefused):
        write(db, channel=channel, to=to)

    assert rows(db, Message) == []


def test_a_text_message_without_words_is_a_defect(db):
    with pytest.raises(ValueError, match="no words"):
        write(db, Wording("Subject", ("Words.",)), channel="text", to=PHONE)


async def test_a_failed_letter_is_tried_again_and_later_each_time(db, carrier):
    write(db)
    now, tried = NOON, []
    carrier.fails = [SendLater("nobody there")] * 4

    while not carrier.taken:
        await deliver(db, carrier, carrier, now=now)
        tried.append((now - NOON).total_seconds())
        now = max(stored(db).due_at, now + timedelta(microseconds=1))

    assert tried == [0, 2, 6, 14, 30]
    assert stored(db).tries == 5


def test_the_longest_wait_is_ten_minutes():
    assert courier.pause(1) == timedelta(seconds=2)
    assert courier.pause(500) == timedelta(minutes=10)


async def test_who_said_stop_is_not_written_to_again(db, carrier):
    write(db, channel="text", to=PHONE)
    carrier.fails = [Undeliverable("stopped")]

    await deliver(db, carrier, carrier, now=NOON)
    await deliver(db, carrier, carrier, now=later(hours=3))

    assert carrier.taken == []
    assert (stored(db).gave_up_at, stored(db).words_sealed) == (NOON, None)


@pytest.mark.parametrize(
    ("expires_at", "now"),
    [(later(minutes=10), later(minutes=10)), (None, later(hours=24))],
)
async def test_what_comes_too_late_is_given_up_and_forgotten(db, carrier, expires_at, now):
    write(db, expires_at=expires_at)
    carrier.fails = [SendLater("later")]
    await deliver(db, carrier, carrier, now=NOON)

    await deliver(db, carrier, carrier, now=now)

    assert carrier.taken == []
    assert (stored(db).gave_up_at, stored(db).words_sealed) == (now, None)


async def test_codes_go_before_what_can_wait(db, carrier, monkeypatch):
    monkeypatch.setattr(courier, "AT_ONCE", 1)
    write(db, to="notice@example.com")
    write(db, to="code@example.com", now=later(seconds=1), expires_at=later(minutes=10))

    await deliver(db, carrier, carrier, now=later(seconds=2))

    assert [letter.to for letter in carrier.taken] == ["code@example.com", "notice@example.com"]


async def test_a_letter_whose_sender_died_is_sent_by_the_next(db, carrier):
    write(db)
    courier._claim(db, "email", NOON)  # and then the process was killed

    assert await deliver(db, carrier, carrier, now=later(seconds=119)) == 0
    assert await deliver(db, carrier, carrier, now=later(seconds=120)) == 1


async def test_an_answer_that_comes_after_somebody_else_took_over_changes_nothing(db):
    write(db)
    (claimed,) = courier._claim(db, "email", NOON)
    courier._claim(db, "email", later(minutes=3))

    courier._write_down(db, claimed, {"sent_at": NOON})

    assert stored(db).sent_at is None


async def test_one_defect_holds_up_no_other_letter(db, carrier):
    write(db, to="first@example.com")
    write(db, to="second@example.com")
    carrier.fails = [ArithmeticError()]

    assert await deliver(db, carrier, carrier, now=NOON) == 1
    assert await deliver(db, carrier, carrier, now=later(minutes=10)) == 1


def test_many_couriers_send_each_letter_once(db):
    for number in range(40):
        write(db, to=f"n{number}@example.com")
    carriers = [Carrier() for _ in range(4)]

    def work(carrier):
        asyncio.run(deliver(db, carrier, carrier, now=NOON))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, carriers))

    sent = [letter.to for carrier in carriers for letter in carrier.taken]
    assert sorted(sent) == sorted(f"n{number}@example.com" for number in range(40))


async def test_the_courier_sends_what_is_written_while_it_runs_and_at_once_when_nudged(db):
    mail, texts = Carrier(), Carrier()
    slow = Courier(db, mail, texts, now=lambda: NOON, every_seconds=60)
    running = asyncio.create_task(slow.run())
    await asyncio.sleep(0.2)  # it has looked, found nothing, and rests for a minute

    await asyncio.to_thread(write, db)
    await asyncio.to_thread(slow.nudge)
    arrived = await asyncio.to_thread(mail.came.wait, 10)

    running.cancel()
    assert arrived


async def test_a_mail_server_that_hangs_does_not_hold_up_a_text_message(db):
    class Hanging(Carrier):
        async def send(self, message):
            await asyncio.Event().wait()

    texts = Carrier()
    write(db)
    write(db, channel="text", to=PHONE)
    running = asyncio.create_task(
        Courier(db, Hanging(), texts, now=lambda: NOON, every_seconds=0.05).run()
    )

    arrived = await asyncio.to_thread(texts.came.wait, 10)

    running.cancel()
    assert arrived


async def test_a_courier_whose_database_fails_goes_on_when_it_is_back(db, carrier, monkeypatch):
    monkeypatch.setattr(courier, "AFTER_A_DEFECT_SECONDS", 0.01)
    claim, failures = courier._claim, [OSError(), OSError()]

    def failing(*asked):
        if failures:
            raise failures.pop()
        return claim(*asked)

    monkeypatch.setattr(courier, "_claim", failing)
    write(db)
    running = asyncio.create_task(Courier(db, carrier, carrier, now=lambda: NOON).run())

    arrived = await asyncio.to_thread(carrier.came.wait, 10)

    running.cancel()
    assert arrived


def test_x6_a_notice_goes_to_proven_contacts_to_those_on_file_and_to_the_old_one(db):
    elena = login(db, proven=(MAIL, PHONE), on_file=("Elena@Example.com", "+12025550199"))
    wording = notices.email_changed("e•••a@example.com", client=HOME, at=NOON)

    with db.begin() as session:
        deliveries.tell(
            session,
            elena,
            wording,
            kind="email_changed",
            now=NOON,
            also=[("email", "old@example.com")],
        )

    told = [deliveries.opened(message) for message in rows(db, Message)]
    assert [to for to, _ in told] == [MAIL, PHONE, "+12025550199", "old@example.com"]
    assert {words for _, words in told} == {wording}
    assert {message.login_id for message in rows(db, Message)} == {elena.id}


def test_a_contact_on_file_that_cannot_be_used_stops_no_notice(db, caplog):
    elena = login(db, proven=(MAIL, None), on_file=("call me, maybe", "555-0100"))

    with db.begin() as session:
        wording = notices.password_changed(client=HOME, at=NOON)
        deliveries.tell(session, elena, wording, kind="password_changed", now=NOON)

    assert len(rows(db, Message)) == 1
    assert "cannot be used" in caplog.text
    assert "maybe" not in caplog.text


async def test_no_log_line_holds_an_address_or_a_code(db, carrier, caplog):
    caplog.set_level("INFO")
    for error in (SendLater("later"), Undeliverable("never"), ArithmeticError(MAIL)):
        write(db)
        carrier.fails = [error]
        await deliver(db, carrier, carrier, now=NOON)
    write(db, expires_at=NOON)
    await deliver(db, carrier, carrier, now=NOON)

    messages = [record.getMessage() for record in caplog.records]
    assert len(messages) == 4
    assert not any(MAIL in message or "604213" in message for message in messages)


def test_a_message_with_a_known_key_is_written_once_and_the_transaction_goes_on(db):
    elena = login(db)
    first = write(db, key="due:1:2027-01-15:email")

    with db.begin() as session:
        again = deliveries.write(
            session, CODE, kind="x", channel="email", to=MAIL, now=NOON, key=first.key
        )
        other = deliveries.write(session, CODE, kind="x", channel="email", to=MAIL, now=NOON)
        session.get_one(Login, elena.id).user_name = "somebody.else"

    assert again is None
    assert [message.id for message in rows(db, Message)] == [first.id, other.id]
    assert rows(db, Login)[0].user_name == "somebody.else"


def test_two_who_write_the_same_key_at_once_write_one_message(db):
    def tell(_):
        return write(db, key="due:1:2027-01-15:email")

    with ThreadPoolExecutor(4) as pool:
        written = list(pool.map(tell, range(8)))

    assert sum(message is not None for message in written) == 1
    assert len(rows(db, Message)) == 1


def test_a_notice_with_a_key_is_told_to_each_contact_once(db):
    elena = login(db, proven=(MAIL, PHONE), on_file=(MAIL, "+12025550199"))
    wording = notices.password_changed(client=HOME, at=NOON)

    told = []
    for _ in range(2):
        with db.begin() as session:
            told.append(
                deliveries.tell(
                    session,
                    elena,
                    wording,
                    kind="password_changed",
                    now=NOON,
                    key="payment:7:posted",
                )
            )

    assert [len(each) for each in told] == [3, 0]
    assert len({message.key for message in rows(db, Message)}) == 3


@pytest.mark.parametrize("on_the_calendar", [later(days=40), later(days=-40)])
async def test_what_another_calendar_has_caused_leaves_at_once(db, carrier, on_the_calendar):
    write(db, now=on_the_calendar)

    assert await deliver(db, carrier, carrier, now=NOON) == 1
