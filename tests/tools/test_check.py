import pytest

from tools import check
from tools.steps import Refused


@pytest.mark.parametrize(
    "address",
    [
        "--extra-index-url https://packages.example/simple",
        '"resolved": "registry.example/react-19.tgz"',
        "registry=http://packages.example",
    ],
)
def test_an_address_in_a_lock_is_found(tmp_path, monkeypatch, address):
    lock = tmp_path / "requirements.txt"
    lock.write_text(f"reflex==0.10.1\n{address}\n")
    monkeypatch.setattr(check, "LOCKS", [lock])

    with pytest.raises(Refused, match="holds an address"):
        check.locks()


def test_a_lock_without_addresses_is_in_order(tmp_path, monkeypatch):
    lock = tmp_path / "requirements.txt"
    lock.write_text("reflex==0.10.1 --hash=sha256:00")
    monkeypatch.setattr(check, "LOCKS", [lock])

    check.locks()


def test_all_checks_are_done_and_the_failed_ones_named(monkeypatch, capsys):
    done = []

    def dirty():
        raise Refused("There is dust.")

    def clean():
        done.append("clean")

    monkeypatch.setattr(check, "CHECKS", [dirty, clean])

    with pytest.raises(Refused, match=r"^Not in order: dirty\.$"):
        check.check()

    assert done == ["clean"]
    assert "There is dust." in capsys.readouterr().out
