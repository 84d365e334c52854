"""Where keys come from: the environment, files, or the demo, which makes and keeps its own."""

import stat

import pytest

from finance_portal.settings import KeyMissing, Settings


def test_keys_come_from_the_environment(monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_DATA_KEYS__9", "nine")
    monkeypatch.setenv("PORTAL_DATA_KEYS__10", "ten")

    found = Settings(data_dir=tmp_path)

    assert found.data_keys_by_id == {"9": b"nine", "10": b"ten"}
    assert found.current_data_key == "10"  # the newest, unless one is named


def test_keys_come_from_files(tmp_path):
    (tmp_path / "portal_secret_key").write_text("master\n")
    (tmp_path / "portal_data_keys").write_text('{"1": "one", "2": "two"}')

    found = Settings(_secrets_dir=tmp_path)

    assert found.master_key == b"master"
    assert found.data_keys_by_id == {"1": b"one", "2": b"two"}


def test_a_new_key_can_be_known_before_it_seals():
    found = Settings(data_keys={1: "one", 2: "two"}, data_key=1)

    assert found.current_data_key == "1"


def test_a_key_that_is_not_on_the_ring_cannot_seal():
    with pytest.raises(KeyMissing, match="PORTAL_DATA_KEY is 3"):
        _ = Settings(data_keys={1: "one"}, data_key=3).current_data_key


def test_the_demo_makes_its_keys_once_and_for_its_owner_only(tmp_path):
    first, again = Settings(data_dir=tmp_path), Settings(data_dir=tmp_path)

    assert first.data_keys_by_id == again.data_keys_by_id
    assert first.master_key == again.master_key
    assert first.master_key not in first.data_keys_by_id.values()
    for name in ("secret.key", "data.keys"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600


def test_no_key_is_shown_with_the_settings():
    found = Settings(secret_key="the-master", data_keys={1: "the-first"})

    assert "the-master" not in repr(found) + found.model_dump_json()
    assert "the-first" not in repr(found) + found.model_dump_json()
