"""Make pictures of pages small: 256 colours are enough for what is mostly plain ground."""

import base64
import struct
import zlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

SIGNATURE = b"\x89PNG\r\n\x1a\n"
# The browser counts the colours: it does in a moment what takes Python a minute. Those that are
# seen most stay, and every other one becomes the nearest of them.
COUNT = """async (png) => {
    const image = new Image();
    image.src = "data:image/png;base64," + png;
    await image.decode();
    const {width, height} = image;
    const canvas = new OffscreenCanvas(width, height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const {data} = canvas.getImageData(0, 0, width, height);
    const keyAt = (at) => data[at] >> 2 << 12 | data[at + 1] >> 2 << 6 | data[at + 2] >> 2;
    const seen = new Map();
    for (let at = 0; at < data.length; at += 4) {
        const one = seen.get(keyAt(at)) ?? seen.set(keyAt(at), [0, 0, 0, 0]).get(keyAt(at));
        one[0]++; one[1] += data[at]; one[2] += data[at + 1]; one[3] += data[at + 2];
    }
    const mean = ([many, ...sums]) => sums.map((sum) => Math.round(sum / many));
    const kept = [...seen.values()].sort((a, b) => b[0] - a[0]).slice(0, 256).map(mean);
    const nearest = (colour) => {
        let best = 0, least = Infinity;
        kept.forEach((each, place) => {
            const far = each.reduce((sum, part, i) => sum + (part - colour[i]) ** 2, 0);
            if (far < least) [best, least] = [place, far];
        });
        return best;
    };
    const places = new Map([...seen].map(([key, one]) => [key, nearest(mean(one))]));
    let rows = "";
    for (let at = 0; at < data.length; at += 4) rows += String.fromCharCode(places.get(keyAt(at)));
    return {width, height, colours: kept.flat(), rows: btoa(rows)};
}"""


def reduced(page: "Page", png: bytes) -> bytes:
    """Return a picture with at most 256 colours; any open page serves to count them."""
    found = page.evaluate(COUNT, base64.b64encode(png).decode())
    width, height = found["width"], found["height"]
    pixels = base64.b64decode(found["rows"])
    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, len(pixels), width))
    return SIGNATURE + b"".join(
        [
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", bytes(found["colours"])),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
