"""Files as people, cameras and attackers make them."""

import io
import struct
import zipfile
import zlib

from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def picture(kind="PNG", size=(64, 48), **how):
    out = io.BytesIO()
    Image.new("RGB", size, (12, 90, 67)).save(out, kind, **how)
    return out.getvalue()


def pdf(*, script=False, password="", launch=False):
    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    if script or launch:
        action = {"/S": "/Launch" if launch else "/JavaScript"}
        told = DictionaryObject({NameObject("/S"): NameObject(action["/S"])})
        if script:
            told[NameObject("/JS")] = TextStringObject("app.alert(1)")
        page[NameObject("/A")] = told
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def archive(size=1_000):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", b"0" * size)
    return out.getvalue()


def flood(width=60_000, height=60_000):
    """A PNG of a few bytes that would be gigabytes of pixels."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    line = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", line) + chunk(b"IEND", b"")
