"""In which language a browser is served, and how that is chosen."""

import pytest
from sqlmodel import select
from starlette.responses import HTMLResponse

from finance_portal.api import cookies
from finance_portal.models.people import Borrower
from finance_portal.models.security import SecurityEvent
from tests.api.doors import ORIGIN, begin, login, sessions_of

pytestmark = pytest.mark.anyio

SPANISH = {"Cookie": "__Host-lang=es"}
SAME_SITE = {"Origin": ORIGIN}
JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(
    ("sent", "path"),
    [
        ({}, "/pay/"),
        (SPANISH, "/es/pay/"),
        ({"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"}, "/es/pay/"),
        ({"Accept-Language": "fr;q=1,en-US;q=0.8,es;q=0.1"}, "/pay/"),
        ({"Cookie": "__Host-lang=en", "Accept-Language": "es"}, "/pay/"),
        ({"Cookie": "__Host-lang=../x", "Accept-Language": "es"}, "/es/pay/"),
        ({"Accept-Language": "," * 3000}, "/pay/"),
    ],
)
async def test_a_page_is_served_in_the_language_of_its_reader(browse, behind, sent, path):
    await browse().get("/pay", headers=sent)

    assert behind.scopes[-1]["path"] == path


async def test_files_and_forms_have_no_language_in_their_address(browse, behind):
    for path in ("/assets/a.js", "/icons/logo.svg", "/auth/sign-out"):
        await browse().get(path, headers=SPANISH)

        assert behind.scopes[-1]["path"] == path


async def test_the_folder_of_a_language_is_no_address(browse, behind):
    assert (await browse().get("/es/pay")).status_code == 404
    assert behind.scopes == []


async def test_what_is_not_found_is_told_in_the_language_of_its_reader(browse):
    async def files(scope, receive, send):
        found = scope["path"] in {"/404.html", "/es/404.html"}
        told = HTMLResponse(scope["path"] if found else "/404.html", 200 if found else 404)
        await told(scope, receive, send)

    for sent, page in (({}, "/404.html"), (SPANISH, "/es/404.html")):
        answer = await browse(files).get("/nowhere", headers=sent)

        assert (answer.status_code, answer.text) == (404, page)


async def test_a_choice_is_kept_for_a_year_and_leads_back(browse, routed):
    sent = {"language": "es", "next": "/pay?account=abc"}

    answer = await browse(routed).post("/auth/language", data=sent, headers=SAME_SITE)

    assert answer.headers["location"] == "/pay?account=abc"
    assert answer.headers["set-cookie"] == cookies.speaking("es")
    assert "HttpOnly" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    ("wanted", "page"),
    [
        ("/sign-in?over=expired", "/sign-in"),
        ("/", "/"),
        ("//evil.example", "/"),
        ("https://evil.example/pay", "/"),
        ("/nonsense", "/"),
    ],
)
async def test_z8_a_choice_leads_to_no_page_but_ours(browse, routed, wanted, page):
    sent = {"language": "en", "next": wanted}

    answer = await browse(routed).post("/auth/language", data=sent, headers=SAME_SITE)

    assert answer.headers["location"] == page


async def test_an_unknown_language_is_refused_in_the_readers_own(browse, routed):
    sent = SPANISH | JSON | SAME_SITE

    answer = await browse(routed).post("/auth/language", data={"language": "x"}, headers=sent)

    assert answer.status_code == 422
    assert answer.json()["error"] == "Ese idioma no se habla aquí."
    assert "set-cookie" not in answer.headers


async def test_who_is_signed_in_is_written_to_in_it(db, portal, browse, routed):
    secret = begin(db, sessions_of(db), login(db)).secret
    sent = SAME_SITE | {"Cookie": f"__Host-sid={secret}"}

    for _ in range(2):
        await browse(routed).post("/auth/language", data={"language": "es"}, headers=sent)

    with db.read() as session:
        assert session.exec(select(Borrower.language)).one() == "es"
        kinds = session.exec(select(SecurityEvent.kind)).all()
    assert kinds.count("profile:language:changed") == 1
