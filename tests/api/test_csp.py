import base64
import hashlib

import pytest

from finance_portal.api.csp import PagePolicies, script_hashes


def source(script):
    return f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"


@pytest.mark.parametrize(
    ("page", "scripts"),
    [
        (b"<p>none</p>", []),
        (b"<script>a()</script>", [b"a()"]),
        (b"<script> a() \n</script>", [b" a() \n"]),
        (b"<script>a && b &amp; c</script>", [b"a && b &amp; c"]),
        (b'<script type="module" async="">a</script>', [b"a"]),
        (b'<script src="/assets/a.js"></script>', []),
        (b'<script data-x="1" src="/a.js">ignored</script><script>b</script>', [b"b"]),
        (b"<script>a</script><p/><script>b</script><script>a</script>", [b"a", b"b"]),
        ("<script>'é'</script>".encode(), ["'é'".encode()]),
    ],
)
def test_every_inline_script_is_named_by_its_raw_bytes_once(page, scripts):
    assert script_hashes(page) == [source(script) for script in scripts]


def test_pages_have_policies_of_their_own():
    policies = PagePolicies("https://portal.test")

    assert source(b"a") in policies.of(b"<script>a</script>")
    assert source(b"a") not in policies.of(b"<script>b</script>")
    assert source(b"a") in policies.of(b"<script>a</script>")
