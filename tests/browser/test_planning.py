"""The planners' pages in a real browser: pictures with and without a script, calling nobody."""

from __future__ import annotations

from tests.browser.walking import SECTIONS

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Screens of 900 pixels at most, at 1 440 pixels of width: what is longer is on demand.
MOST_SCREENS = 3


def test_every_page_fits_its_width_and_three_screens__ok(phone, server):
    # The `phone` fixture fails on any breach of the policy and on any request outside.
    for width in (360, 1440):
        page = phone(width=width)
        for section in SECTIONS:
            page.goto(f"{server.address}/planning/stains/{section}".rstrip("/"))
            high = page.evaluate("document.documentElement.scrollHeight")
            few = width < 1440 or section == "dossier" or high <= MOST_SCREENS * 900
            assert few, (section, high)
            assert page.evaluate(OVERFLOW) == 0, (section, width)
            page.evaluate(
                "for (const fold of document.querySelectorAll('details')) fold.open = true"
            )
            assert page.evaluate(OVERFLOW) == 0, (section, width)


# What a visible thing is called where focus stands, empty on the page itself.
FOCUS = """() => {
  const here = document.activeElement;
  if (here === document.body) return "";
  const { outlineStyle, boxShadow } = getComputedStyle(here);
  const seen = outlineStyle !== "none" || boxShadow !== "none";
  here.dataset.met = "";
  return `${here.tagName} ${here.textContent.trim().slice(0, 40)}${seen ? "" : " UNSEEN"}`;
}"""
REACHED = "a[href], button, select, input, summary, [tabindex]"
LEFT = """(reached) => [...document.querySelectorAll(reached)]
  .filter((one) => one.checkVisibility() && one.tabIndex >= 0 && !("met" in one.dataset))
  .map((one) => one.outerHTML.slice(0, 120))"""


def test_all_is_reached_by_keyboard__ok(phone, server):
    page = phone(width=1440)
    for section in SECTIONS:
        page.goto(f"{server.address}/planning/stains/{section}".rstrip("/"))
        met = []
        while len(met) < 300:
            page.keyboard.press("Tab")
            if not (name := page.evaluate(FOCUS)):
                break
            met.append(name)
            if name.startswith("SUMMARY"):
                page.keyboard.press("Enter")
        assert not [name for name in met if name.endswith("UNSEEN")], section
        assert page.evaluate(LEFT, REACHED) == [], section
        assert page.locator("main details:not([open])").count() == 0, section


def test_maps_are_drawn_over_the_static_picture__ok(phone, server):
    page = phone(width=1280)
    for section, key in (("where", "map"), ("answers", "axes")):
        page.goto(f"{server.address}/planning/stains/{section}")
        page.wait_for_selector(f"#plot-{key} .main-svg")
        assert page.locator(".modebar-btn").count() == 0
        assert page.locator(f"#figure-{key} > svg:visible").count() == 0
        page.emulate_media(media="print")
        assert page.locator(f"#figure-{key} > svg:visible").count() == 1
        assert page.locator(f"#plot-{key}:visible").count() == 0
        page.emulate_media(media="screen")


def test_a_picture_is_taken_away_as_png__ok(phone, server):
    page = phone(width=1280)
    page.goto(f"{server.address}/planning/stains/needs")
    with page.expect_download() as taken:
        page.locator("[data-png]").click()
    assert taken.value.suggested_filename == "needs.png"
    assert taken.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"


def test_labels_never_overlap__ok(phone, server):
    page = phone()
    for section, key in (("answers", "axes"), ("where", "map")):
        page.goto(f"{server.address}/planning/stains/{section}")
        figure = f"#plot-{key}"
        page.wait_for_selector(f"{figure} .annotation-text")
        boxes = page.locator(f"{figure} .annotation, {figure} .textpoint text").evaluate_all(
            """(labels) => labels.map((label) => label.getBoundingClientRect())
            .map((box) => [box.left, box.top, box.right, box.bottom])"""
        )
        assert len(boxes) > 5
        for at, one in enumerate(boxes):
            for two in boxes[at + 1 :]:
                across = min(one[2], two[2]) - max(one[0], two[0])
                down = min(one[3], two[3]) - max(one[1], two[1])
                assert across <= 1 or down <= 2, (figure, one, two)


def test_choosing_a_need_changes_the_map__ok(phone, server):
    page = phone()
    page.goto(f"{server.address}/planning/stains/where")
    page.select_option("#need", "ecrans")
    page.wait_for_url("**need=ecrans**")
    assert "les écrans" in page.locator("h1").inner_text()


def test_without_javascript_pictures_and_tables_remain__ok(phone, server):
    page = phone(javascript=False)
    page.goto(f"{server.address}/planning/stains/where")
    assert page.locator(".plot:visible").count() == 0
    assert page.locator("[data-png]:visible").count() == 0
    assert page.locator("#figure-map > svg").is_visible()
    assert page.locator("main table").first.is_visible()
    page.locator("#need").select_option("ecrans")
    page.get_by_role("button", name="Montrer").click()
    assert "need=ecrans" in page.url


def test_the_printable_report_draws_without_a_script__ok(phone, server):
    page = phone(width=1280, javascript=False)
    page.goto(f"{server.address}/planning/stains/report.html")
    assert page.locator("figure > svg:visible").count() == 7
    assert page.evaluate(OVERFLOW) == 0


def test_the_results_fit_a_phone__ok(phone, server):
    for tag in ("fr", "ar"):
        page = phone()
        page.goto(f"{server.address}/results/stains?lang={tag}")
        assert page.evaluate(OVERFLOW) == 0
        assert page.locator("meter").count() > 0
