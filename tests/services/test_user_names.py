import pytest

from finance_portal.services.user_names import (
    RESERVED,
    RULES,
    TAKEN,
    UserNameRefused,
    canonical_user_name,
    chosen,
)


@pytest.mark.parametrize("typed", ["elena", "e.marsh_7", "9lives", "a-b-c", "x" * 32])
def test_z9_a_plain_name_is_kept(typed):
    assert chosen(typed) == typed


@pytest.mark.parametrize(
    "typed",
    ["ELENA", " elena ", "\uff45\uff4c\uff45\uff4e\uff41", "\u212e\u006cena", "ele\ufb01"],
    ids=["capitals", "spaces", "wide", "estimated", "ligature"],
)
def test_case_40_another_writing_of_a_name_is_that_name_or_none(typed):
    try:
        name = chosen(typed)
    except UserNameRefused:
        name = None

    assert name in {"elena", "elefi", None}
    assert name == (canonical_user_name(typed) if name else None)


@pytest.mark.parametrize(
    "typed",
    [
        "\u0435lena",
        "el\u0435na",
        "elena\u200b",
        "el\u200dena",
        "el\u2060ena",
        "\ufeffelena",
        "el\u00adena",
        "el\u0435\u0301na",
        "ele\u0301na",
        "\u202eelena",
        "elena\x00",
        "ele\nna",
        "el\u0131na",
        "\u13a5lena",
        "\U0001d5d8lena\u0131",
    ],
)
def test_case_40_confusable_and_invisible_letters_are_refused(typed):
    with pytest.raises(UserNameRefused, match="Use 5 to 32"):
        chosen(typed)


@pytest.mark.parametrize(
    "typed", ["", "abcd", "x" * 33, ".elena", "-elena", "_elena", "el ena", "el@ena.x"]
)
def test_case_40_what_has_not_the_form_is_refused(typed):
    with pytest.raises(UserNameRefused) as refused:
        chosen(typed)

    assert str(refused.value) == RULES


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_case_40_reserved_names_are_refused_like_taken_ones(name):
    for typed in (name, name.upper(), f" {name} "):
        with pytest.raises(UserNameRefused) as refused:
            chosen(typed)

        assert str(refused.value) == TAKEN


def test_case_40_a_megabyte_is_refused():
    with pytest.raises(UserNameRefused):
        chosen("\ufdfa" * 1_000_000)
