"""What a first visit costs on a slow line, as brotli sends it."""

import subprocess
import sys
from pathlib import Path

import pytest

NODE = Path(sys.executable).with_name("node")
COMPRESS = """
const parts = [];
process.stdin.on("data", (part) => parts.push(part));
process.stdin.on("end", () =>
  console.log(require("zlib").brotliCompressSync(Buffer.concat(parts)).length));
"""
READY = (".woff2", ".png", ".ico")  # are compressed already


def transferred(responses):
    """Return the bytes of responses; what the cache gave a second time costs nothing."""
    return sum({each.url: _size(each) for each in responses if each.status == 200}.values())


def _size(response):
    body = response.body()
    if response.url.endswith(READY):
        return len(body)
    found = subprocess.run(  # noqa: S603  the node that builds the pages
        [NODE, "-e", COMPRESS], input=body, capture_output=True, check=True
    )
    return int(found.stdout)


@pytest.mark.parametrize("address", ["/", "/sign-in/"])
def test_the_pages_before_sign_in_are_light(phone, address):
    responses = []
    phone.on("response", lambda response: responses.append(response))  # noqa: PLW0108  Playwright
    phone.goto(address)
    phone.wait_for_load_state("networkidle")

    assert len(responses) <= 17
    assert transferred(responses) <= 150 * 1024
