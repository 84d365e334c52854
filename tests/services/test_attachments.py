"""Files that borrowers send: only what they seem to be, kept sealed, for their owner alone."""

import io
from datetime import timedelta
from unicodedata import category

import pytest
from PIL import Image

from finance_portal.models.security import SecurityEvent
from finance_portal.models.threads import Attachment
from finance_portal.services.attachments import checking, keeping, looking, storage
from finance_portal.services.attachments.checking import FileRefused, checked, kind_of
from finance_portal.services.attachments.names import LONGEST_NAME, cleaned
from finance_portal.services.messages import desk, threads
from finance_portal.settings import settings
from tests.services.known import NOON, rows
from tests.services.obligors import NOW, both
from tests.services.pictures import EICAR, SVG, archive, flood, pdf, picture
from tests.services.test_messages import start, write


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "data_dir", tmp_path / "data")
    return storage.folder()


@pytest.fixture
def people(db, tmp_path, folder):
    return both(db, tmp_path)


@pytest.fixture
def ada(people):
    return people[0]


@pytest.fixture
def grace(people):
    return people[1]


def why(name, content):
    with pytest.raises(FileRefused) as refusal:
        checked(name, content)
    return str(refusal.value)


def letter(name="letter.txt", content=b"Dear desk"):
    return checking.Checked(name, "text", content)


def add(who, file=None, about=keeping.NEW, now=NOW):
    return keeping.add(who.db, file or letter(), borrower_id=who.person.id, about=about, now=now)


def waiting(who, about=keeping.NEW):
    return [each.name for each in keeping.waiting(who.db, borrower_id=who.person.id, about=about)]


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("scan.PDF", pdf(), "pdf"),
        ("photo.jpeg", picture("JPEG"), "jpeg"),
        ("screen.png", picture(), "png"),
        ("note.txt", "Año nuevo\r\n\tline".encode(), "text"),
        ("bom.txt", b"\xef\xbb\xbfhello", "text"),
    ],
)
def test_what_people_send_is_taken(name, content, kind):
    found = checked(name, content)

    assert found.kind == kind
    assert found.name.endswith(checking.KINDS[kind][0])


def test_a_picture_keeps_what_is_seen_and_nothing_else():
    photo = Image.new("RGB", (40, 20), (200, 10, 10))
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "12 Elm Street"  # turned on its side, with a place in it
    out = io.BytesIO()
    photo.save(out, "JPEG", exif=exif, comment=b"<script>")

    kept = checked("photo.jpg", out.getvalue() + archive()).content

    painted = Image.open(io.BytesIO(kept))
    assert painted.size == (20, 40)
    assert dict(painted.getexif()) == {}
    assert b"Elm" not in kept
    assert b"script" not in kept
    assert b"PK\x05\x06" not in kept


def test_a_transparent_picture_stays_transparent():
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")

    kept = Image.open(io.BytesIO(checked("a.png", out.getvalue()).content))

    assert kept.getpixel((0, 0))[3] == 0


def test_case_68_a_file_of_0_bytes_is_refused():
    assert why("a.pdf", b"") == checking.EMPTY


def test_case_68_one_byte_too_many_is_refused():
    assert why("a.txt", b"a" * (checking.LARGEST + 1)) == checking.TOO_LARGE


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", picture()),
        ("photo.png", picture("JPEG")),
        ("letter.pdf", picture()),
        ("note.txt", pdf()),
        ("note.txt", b"\x00\x01\x02"),
        ("note.txt", "naïve".encode("latin-1")),
        ("photo.png", b"GIF89a"),
        ("letter.pdf", b" %PDF-1.7"),
    ],
)
def test_case_68_a_lying_type_is_refused(name, content):
    assert why(name, content) == checking.IS_ANOTHER


@pytest.mark.parametrize("name", ["a.exe", "letter.pdf.exe", "letter.pdf.html", "a", "", "a.svgz"])
def test_case_68_a_double_extension_is_what_its_last_one_says(name):
    assert why(name, pdf()) == checking.IS_ANOTHER


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.zip", archive()),
        ("a.docx", archive()),
        ("a.gif", b"GIF89a"),
        ("a.exe", b"MZ\x90"),
        ("a.svg", SVG),
        ("a.html", b"<!doctype html>"),
        ("a.md", b"[x](javascript:alert(1))"),
    ],
)
def test_case_65_case_68_other_kinds_are_refused(name, content):
    assert why(name, content) == checking.OF_NO_KIND


@pytest.mark.parametrize(
    "content", [SVG, b"\n <HTML>", b"hello <script>", b"<?xml version='1.0'?>"]
)
def test_case_65_markup_is_no_plain_text(content):
    assert why("a.txt", content) == checking.IS_ANOTHER


@pytest.mark.parametrize("name", ["a.txt", "a.pdf"])
def test_case_68_eicar_is_refused(name):
    assert why(name, EICAR) == checking.DANGEROUS


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif"])
def test_a_photo_in_heic_is_refused_with_what_helps(brand):
    assert why("IMG_1.HEIC", b"\0\0\0\x18ftyp" + brand + b"\0" * 40) == checking.IS_HEIC


def test_case_68_a_polyglot_of_pdf_and_zip_is_refused():
    assert why("a.pdf", pdf() + archive()) == checking.DANGEROUS


def test_case_68_a_zip_bomb_is_refused_before_it_is_opened():
    assert why("a.zip", archive(50_000_000)) == checking.OF_NO_KIND
    assert why("a.pdf", pdf() + archive(50_000_000)) == checking.DANGEROUS


def test_case_68_a_flood_of_pixels_is_refused():
    assert len(flood()) < 1_000
    assert why("a.png", flood()) == checking.TOO_MANY_PIXELS


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(script=True), checking.ACTIVE),
        (pdf(launch=True), checking.ACTIVE),
        (pdf(password="secret"), checking.LOCKED),
        (b"%PDF-1.7\nnothing", checking.UNREADABLE),
        (b"%PDF-1.7\n" + b"[" * 100_000, checking.UNREADABLE),
    ],
)
def test_case_68_a_pdf_that_does_something_or_cannot_be_read_is_refused(content, reason):
    assert why("a.pdf", content) == reason


@pytest.mark.parametrize("content", [picture()[:60], picture("JPEG")[:200]])
def test_case_68_a_broken_picture_is_refused(content):
    name = "a.jpg" if content.startswith(b"\xff") else "a.png"
    assert why(name, content) == checking.UNREADABLE


def test_who_looks_into_a_file_takes_too_long_and_is_ended(monkeypatch):
    monkeypatch.setattr(checking, "SECONDS", 0.001)

    assert why("a.png", picture()) == checking.UNREADABLE


def test_who_looks_into_a_file_has_bounds(monkeypatch):
    assert looking.CPU_SECONDS <= checking.SECONDS
    assert looking.MEMORY < 2_000_000_000


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\scan.txt", "scan.txt"),
        ("letter.pdf.txt", "letter pdf.txt"),
        ("exe\u202etxt.txt", "exetxt.txt"),
        ("a\r\nb\x00\x1b.txt", "ab.txt"),
        ('"><script>alert(1)<script>.txt', "script alert(1) script.txt"),
        ("...txt", "file.txt"),
        ("año \u00e9.txt", "año é.txt"),
        (" .txt", "file.txt"),
    ],
)
def test_case_64_case_68_a_name_is_one_plain_line_with_one_ending(name, kept):
    assert cleaned(name, "txt") == kept


def test_case_68_a_name_has_100_characters():
    assert len(cleaned("a" * 300 + ".pdf", "pdf")) == LONGEST_NAME


def test_case_68_no_name_holds_a_letter_that_nobody_sees():
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x1_0000)]))

    kept = [letter for letter in every if letter in cleaned(f"{letter}a.pdf", "pdf")]

    assert {category(letter) for letter in kept} & {"Cc", "Cf", "Cs", "Co", "Cn"} == set()


def test_a_rtl_name_shows_its_true_ending():
    assert why("cod\u202efdp.exe", pdf()) == checking.IS_ANOTHER


def test_a_file_waits_until_a_message_takes_it_along(ada):
    ref = add(ada)
    assert waiting(ada) == ["letter.txt"]

    thread = start(ada)

    assert waiting(ada) == []
    whole = threads.read(ada.db, borrower_id=ada.person.id, ref=thread)
    assert [each.ref for each in whole.lines[0].files] == [ref]


def test_a_file_for_one_thread_does_not_go_with_another(ada):
    first, second = start(ada, "First"), start(ada, "Second")
    add(ada, about=first)

    write(ada, second, "Hello")
    assert waiting(ada, first) == ["letter.txt"]

    write(ada, first, "With the letter")
    whole = threads.read(ada.db, borrower_id=ada.person.id, ref=first)
    assert [len(each.files) for each in whole.lines] == [0, 1]


def test_case_44_a_file_is_its_owners_and_nobody_elses(ada, grace):
    ref = add(ada)

    assert keeping.theirs(ada.db, borrower_id=ada.person.id, ref=ref).content == b"Dear desk"
    assert keeping.theirs(ada.db, borrower_id=grace.person.id, ref=ref) is None
    assert not keeping.remove(ada.db, borrower_id=grace.person.id, ref=ref, now=NOW)


@pytest.mark.parametrize(
    "ref", ["", "../secret.key", "%2e%2e%2fsecret.key", "/etc/passwd", "a" * 4_000, "..\\secret"]
)
def test_case_44_what_is_no_name_of_a_file_is_not_there(ada, ref):
    assert keeping.theirs(ada.db, borrower_id=ada.person.id, ref=ref) is None


def test_case_44_a_link_in_the_folder_leads_nowhere(ada, folder, tmp_path):
    ref = add(ada)
    (row,) = rows(ada.db, Attachment)
    (tmp_path / "secret").write_bytes(b"a secret")
    (folder / row.file).unlink()
    (folder / row.file).symlink_to(tmp_path / "secret")

    with pytest.raises(storage.FileLost):
        keeping.theirs(ada.db, borrower_id=ada.person.id, ref=ref)


def test_the_desk_sees_what_was_sent_and_that_is_written_down(ada):
    ref = add(ada)
    assert desk.file(ada.db, ref=ref, by="pat", now=NOW) is None  # not sent yet

    start(ada)

    assert desk.file(ada.db, ref=ref, by="pat", now=NOW).content == b"Dear desk"
    assert [each.kind for each in rows(ada.db, SecurityEvent)][-1] == "attachment:read"


def test_what_lies_on_the_disk_is_sealed_and_for_its_owner_only(ada, folder):
    add(ada, letter(content=b"canary of 34 letters in the letter"))

    (file,) = folder.iterdir()
    (row,) = rows(ada.db, Attachment)
    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert b"canary" not in file.read_bytes()
    assert "letter" not in row.name_sealed
    assert "letter" not in file.name


def test_one_byte_flipped_on_the_disk_is_not_handed_out(ada, folder):
    ref = add(ada)
    (file,) = folder.iterdir()
    content = bytearray(file.read_bytes())
    content[0] ^= 1
    file.write_bytes(content)

    with pytest.raises(storage.FileLost):
        keeping.theirs(ada.db, borrower_id=ada.person.id, ref=ref)


def test_a_sixth_file_waits_for_the_next_message(ada, folder):
    for _ in range(5):
        add(ada)

    with pytest.raises(FileRefused) as refusal:
        add(ada)

    assert str(refusal.value) == keeping.MOST_HERE
    assert len(list(folder.iterdir())) == 5
    start(ada)
    assert add(ada)


def test_case_68_what_was_sent_in_a_day_and_in_all_has_bounds(ada, folder, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_BYTES_A_DAY", 20)
    add(ada)
    add(ada)
    with pytest.raises(FileRefused) as today:
        add(ada)
    add(ada, now=NOW + timedelta(days=1))

    monkeypatch.setattr(keeping, "MOST_BYTES", 30)
    with pytest.raises(FileRefused) as ever:
        add(ada, now=NOW + timedelta(days=3))

    assert (str(today.value), str(ever.value)) == (keeping.ENOUGH_TODAY, keeping.ENOUGH)
    assert len(list(folder.iterdir())) == 3


def test_case_68_removing_files_does_not_make_the_day_longer(ada, monkeypatch):
    monkeypatch.setattr(keeping, "MOST_BYTES_A_DAY", 20)
    for _ in range(2):
        keeping.remove(ada.db, borrower_id=ada.person.id, ref=add(ada), now=NOW)

    with pytest.raises(FileRefused):
        add(ada)


def test_case_68_what_is_refused_leaves_the_quota_as_it_was(ada, folder):
    with pytest.raises(FileRefused):
        checked("a.exe", b"MZ")

    assert rows(ada.db, Attachment) == []
    assert list(folder.iterdir()) == []


def test_a_file_that_is_taken_back_is_gone(ada, folder):
    ref = add(ada)

    assert keeping.remove(ada.db, borrower_id=ada.person.id, ref=ref, now=NOW)
    assert list(folder.iterdir()) == []
    assert waiting(ada) == []
    assert keeping.theirs(ada.db, borrower_id=ada.person.id, ref=ref) is None


def test_what_was_sent_cannot_be_taken_back(ada):
    ref = add(ada)
    start(ada)

    assert not keeping.remove(ada.db, borrower_id=ada.person.id, ref=ref, now=NOW)


def test_what_nobody_sent_is_forgotten_after_a_day(ada, folder):
    sent = add(ada)
    start(ada)
    add(ada)

    assert keeping.forget_unsent(ada.db, at=NOON + timedelta(hours=1)) == 0
    assert keeping.forget_unsent(ada.db, at=NOON + timedelta(days=2)) == 1
    assert len(list(folder.iterdir())) == 1
    assert waiting(ada) == []
    assert keeping.theirs(ada.db, borrower_id=ada.person.id, ref=sent) is not None


def test_what_a_crash_left_behind_is_swept_away(ada, folder):
    add(ada)
    left = storage.keep(b"written, and never noted")
    written = (folder / left.name).stat().st_mtime
    at = NOON.fromtimestamp(written, NOON.tzinfo)

    assert keeping.sweep(ada.db, at=at + timedelta(hours=1)) == 0
    assert keeping.sweep(ada.db, at=at + timedelta(days=2)) == 1
    assert left.name not in {each.name for each in folder.iterdir()}
    assert waiting(ada) == ["letter.txt"]


def test_files_may_only_be_added_to_ones_own_threads(ada, grace):
    thread = start(ada)

    for who, may in ((ada, True), (grace, False)):
        mine = {"borrower_id": who.person.id, "about": thread}
        assert keeping.is_theirs(ada.db, **mine) is may
    assert kind_of("a.txt", b"a") == "text"
