import socket
from threading import Thread

import pytest

from finance_portal.api import outbox
from finance_portal.settings import Settings
from tools import run
from tools.steps import Refused

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])


@pytest.fixture
def taken():
    """A port that something listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


def test_a_taken_port_is_refused_in_a_sentence_that_says_what_to_do(taken):
    with pytest.raises(Refused, match=rf"Port {taken} is in use: .* PORT="):
        run.refuse_taken_port(taken)


def test_a_port_that_was_given_back_is_free(taken):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    run.refuse_taken_port(port)


def test_a_server_that_ends_at_once_is_no_portal(tmp_path, monkeypatch, taken):
    failing = tmp_path / "serve.py"
    failing.write_text("raise SystemExit(3)")
    monkeypatch.setattr(run, "SERVER", [run.PORTAL[0], str(failing)])

    with pytest.raises(Refused, match="did not start"):
        run.serve(Settings(port=unused()), logins="")


def test_a_redirect_to_where_nobody_listens_is_an_answer():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        answering = Thread(target=redirect_one, args=(listener, unused()))
        answering.start()
        assert run.answers(listener.getsockname()[1], "127.0.0.1")
        answering.join()


def test_nobody_does_not_answer():
    assert not run.answers(unused(), "127.0.0.1")


def redirect_one(listener, port):
    connection, _ = listener.accept()
    with connection:
        connection.recv(4096)
        connection.sendall(
            f"HTTP/1.1 308 Permanent Redirect\r\nLocation: http://127.0.0.1:{port}/\r\n"
            "Content-Length: 0\r\n\r\n".encode()
        )


def unused():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@pytest.mark.parametrize(("chosen", "said"), [("sandbox", "no money moves"), ("stripe", "real")])
def test_it_is_said_whether_money_moves(chosen, said):
    assert said in run.processor(Settings(processor=chosen))


def test_it_is_said_where_codes_and_notices_go():
    assert "http://localhost:8010/_sandbox/outbox" in run.post(Settings(port=8010))
    assert "really sent" in run.post(Settings(mail="smtp", texts="twilio"))


def test_the_outbox_is_where_the_tool_says_it_is():
    assert run.OUTBOX == outbox.PAGE
