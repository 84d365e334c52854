from finance_portal.services.keys import derive, sub_key


def test_each_purpose_has_a_key_of_its_own():
    keys = {sub_key(b"master", purpose) for purpose in ("sessions", "tokens", "passwords")}

    assert len(keys) == 3
    assert all(len(key) == 32 for key in keys)


def test_another_master_gives_other_keys():
    assert sub_key(b"one", "sessions") != sub_key(b"two", "sessions")


def test_the_same_again_after_a_restart():
    assert derive("sessions") == derive.__wrapped__("sessions")
