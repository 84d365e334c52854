"""Ask axe-core about a page: on a phone and a desk, light and dark, and at 320 px."""

from importlib.resources import files

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text()
SIZES = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 800}}
NARROW = {"width": 320, "height": 640}
# Not asked: "region". The link past the navigation stands before every landmark, as it must.
RUN = """async (isDark) => {
    const what = isDark ? {runOnly: ["color-contrast"]} : {rules: {region: {enabled: false}}};
    const found = await axe.run(document, what);
    return found.violations.flatMap(({id, nodes}) => nodes.map(({html}) => `${id}: ${html}`));
}"""
# What stands alone is hit within 24 px: a radio or a checkbox by its label, a link in a sentence
# by WCAG's exception. The link past the navigation has a size only while it is focused.
TOO_SMALL = """() => [...document.querySelectorAll("a:not(.sr-only), button, select, summary")]
    .filter((each) => each.checkVisibility() && !/[a-z]/i.test(
        [...each.parentNode.childNodes].filter((node) => node.nodeType === 3)
            .map((node) => node.data).join("")))
    .map((each) => [each.getBoundingClientRect(), each.outerHTML])
    .filter(([box]) => box.width < 24 || box.height < 24)
    .map(([box, html]) => `${box.width} x ${box.height}: ${html}`)"""

TOO_WIDE = """(width) => document.documentElement.scrollWidth <= width ? [] : [
    "it scrolls sideways",
    ...[...document.querySelectorAll("body *")]
        .filter((each) => each.getBoundingClientRect().right > width)
        .map((each) => each.outerHTML.slice(0, 200))]"""


def look_at(page, schemes=("light", "dark")):
    """Find nothing wrong with what the page shows now."""
    for size in SIZES.values():
        page.set_viewport_size(size)
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if page.evaluate("!window.axe"):
                page.evaluate(AXE)
            _nothing(page, page.evaluate(RUN, scheme == "dark"), f"{size} {scheme}")
    page.emulate_media(color_scheme="light")
    fits(page)


def fits(page):
    """Find that a narrow screen holds it all, and that everything is large enough to hit."""
    for size in (NARROW, SIZES["desktop"]):
        page.set_viewport_size(size)
        _nothing(page, page.evaluate(TOO_WIDE, size["width"]), f"{size} too wide")
        _nothing(page, page.evaluate(TOO_SMALL), f"{size} too small")


def _nothing(page, found, where):
    """Say what is wrong, and where: pytest does not look into this module's assertions."""
    assert not found, "\n".join([f"{page.url} ({where}):", *found])
