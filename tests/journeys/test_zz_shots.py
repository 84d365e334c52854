import pytest
from tests.journeys.acting import arrive
from tests.journeys.conftest import DESKTOP, PHONE

@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who,where", [("daniel", "lease-end"), ("sofia", "balloon"), ("theo", "lease-end")])
def test_shot(new_page, size, scheme, who, where):
    if who == "theo" and scheme == "dark": return
    page = new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")
    arrive(page, who)
    page.goto(f"/{where}/")
    page.locator("#content section").nth(1).wait_for()
    page.wait_for_timeout(500)
    page.screenshot(path=f"/tmp/lease-shots/{who}-{size['width']}-{scheme}.png", full_page=True)
