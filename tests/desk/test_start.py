"""Where the desk is served, and where it is not."""

import pytest

from finance_portal.api.start_up import UnsafeSettings
from finance_portal.desk import serving
from finance_portal.desk.app import desk_app
from finance_portal.settings import Settings
from tests.desk.house import House
from tools import run


def test_a_demo_has_its_desk_beside_the_portal():
    settings = Settings(port=8010)

    serving.check(settings)

    assert (settings.port_of_desk, settings.origin_of_desk) == (8011, "http://localhost:8011")
    assert run.has_desk(settings)


@pytest.mark.parametrize(
    "wrong",
    [
        {"desk_origin": "http://localhost:8000"},
        {"desk_port": 8000},
        {"origin": "https://one.test", "desk_origin": "https://one.test"},
    ],
)
def test_the_desk_never_shares_the_portals_address(wrong):
    with pytest.raises(UnsafeSettings, match="address of its own"):
        serving.check(Settings(**wrong))


@pytest.mark.parametrize(
    ("desk_origin", "reason"),
    [
        ("https://portal.lender.com", "another host"),
        ("https://portal.lender.com:8443", "another host"),
        ("http://desk.lender.com", "PORTAL_DESK_ORIGIN must begin with https"),
        ("https://desk.lender.com/", "PORTAL_DESK_ORIGIN must be one exact address"),
        ("https://localhost", "PORTAL_DESK_ORIGIN must be the public address"),
    ],
)
def test_case_72_production_refuses_a_desk_at_an_unsafe_address(desk_origin, reason):
    settings = Settings(
        mode="production", origin="https://portal.lender.com", desk_origin=desk_origin
    )

    with pytest.raises(UnsafeSettings, match=reason):
        serving.check(settings)


def test_production_without_an_address_for_it_has_no_desk():
    assert not run.has_desk(Settings(mode="production", origin="https://portal.lender.com"))


@pytest.mark.anyio
async def test_production_shows_nobodys_codes(db):
    house = House(db)
    house.office.settings.mode = "production"

    house.app = desk_app(house.office)

    assert (await house.browser().get("/_demo/codes")).status_code == 404
    assert "Demo" not in (await house.browser().get("/sign-in")).text
