"""What the borrower reads of the desk: every reason to open their account, once."""

import pytest

from finance_portal.language import speaking
from finance_portal.services import access_log
from finance_portal.services.access_log import WHY
from finance_portal.services.desk.looks import REASONS, short_name
from tests.desk.house import look

pytestmark = pytest.mark.anyio


def seen(house, books):
    return access_log.looks_at(house.db, borrower_id=books.borrower_id)


async def test_a_look_is_one_line_with_a_name_and_a_reason_however_often_is_clicked(
    house, books, ref
):
    amy = await house.sign_in("amy", "agent")
    await look(amy, ref, "call", "asks about a debt of her sister")
    for page in ("", "/history", "/papers", "/money", "", "/history"):
        house.wait(minutes=2)
        await amy.get(f"/accounts/{ref}{page}")

    (line,) = seen(house, books)

    assert (line.kind, line.name, line.what, line.ip) == ("servicer", "Amy", "account", "")
    assert access_log.why_of(line) == "You called us"
    assert "sister" not in access_log.as_csv([line])
    with speaking("es"):
        assert access_log.why_of(line) == "Usted nos llamó"


async def test_another_reason_is_another_line(house, books, ref):
    amy = await house.sign_in("amy", "agent")
    await look(amy, ref, "call")
    house.wait(minutes=2)
    await look(amy, ref, "complaint")

    assert [line.reason for line in seen(house, books)] == ["complaint", "call"]


async def test_a_reason_that_is_none_leaves_no_line(house, books, ref):
    amy = await house.sign_in("amy", "agent")
    await amy.post(f"/accounts/{ref}/why", data={"reason": "curious"})

    assert seen(house, books) == []


def test_every_reason_has_words_for_the_borrower():
    assert set(REASONS) == set(WHY)


@pytest.mark.parametrize(
    ("name", "short"),
    [("Amy Ortega", "A. Ortega"), ("Amy", "Amy"), ("Ana de la Cruz", "A. de la Cruz")],
)
def test_a_name_is_told_in_short(name, short):
    assert short_name(name) == short
