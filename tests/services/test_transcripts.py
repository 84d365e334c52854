"""A conversation as a sealed paper, in either language, with every word as it was written."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from finance_portal.documents import seal
from finance_portal.language import ENGLISH, SPANISH, speaking
from finance_portal.services import rotation
from finance_portal.services.document_keys import public_keys
from finance_portal.services.messages import threads, transcripts
from finance_portal.services.messages.writing import ThreadNotFound
from finance_portal.services.vault import KeyRing, Vault
from finance_portal.settings import settings
from tests.services.obligors import NOW, both
from tests.services.test_messages import answer, start

HOSTILE = '#panic() *x* $1 [a](javascript:alert(1)) <script>\n\n"second" \\ line'


@pytest.fixture
def people(db, tmp_path):
    return both(db, tmp_path)


def paper(who, ref):
    return transcripts.transcript(who.db, borrower_id=who.person.id, ref=ref, now=NOW)


def words_of(file):
    return "\n".join(each.extract_text() for each in PdfReader(BytesIO(file.pdf)).pages)


@pytest.mark.parametrize(
    ("language", "titled", "through"),
    [
        (ENGLISH, "Messages: Statement", "All that was written through November 23, 2026"),
        (SPANISH, "Mensajes: Statement", "Todo lo escrito hasta el 23 de noviembre de 2026"),
    ],
)
def test_it_says_who_wrote_what_and_is_sealed(people, language, titled, through):
    ada, _ = people
    ref = start(ada, HOSTILE)
    answer(ada, ref, "It is on its way.", by="robin")

    with speaking(language):
        file = paper(ada, ref)

    said = words_of(file)
    for words in (titled, through, "Ada Byron", "#panic() *x* $1", "<script>", "on its way"):
        assert words in said
    assert "robin" not in said
    assert seal.is_ours(file.pdf, public_keys())
    assert file.name == "messages-2026-11-23.pdf"


def test_case_44_nobody_else_has_it_but_the_desk(people):
    ada, grace = people
    ref = start(ada)

    with pytest.raises(ThreadNotFound):
        paper(grace, ref)
    with ada.db.read() as session:
        assert "Ada Byron" in words_of(transcripts.for_desk(session, ref=ref, now=NOW))
        with pytest.raises(ThreadNotFound):
            transcripts.for_desk(session, ref="nothing", now=NOW)


def test_what_was_written_is_read_after_the_keys_were_changed(people, monkeypatch):
    ada, _ = people
    ref = start(ada, HOSTILE)
    new = b"another key of thirty-two letters"
    changed = Vault(KeyRing(settings.data_keys_by_id | {"2": new}, "2"))

    rotated = rotation.rotate(ada.db, changed)

    assert rotated.broken == []
    assert rotation.waiting(ada.db, changed) == 0
    monkeypatch.setattr("finance_portal.services.messages.writing.live_vault", lambda: changed)
    found = threads.read(ada.db, borrower_id=ada.person.id, ref=ref)
    assert found.lines[0].words == HOSTILE
