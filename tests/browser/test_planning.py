"""The planners' page in a real browser: drawn by our own script, calling nobody, even printed."""

from __future__ import annotations


def test_every_figure_is_drawn_within_the_policy__ok(phone, server):
    # The `phone` fixture fails on any breach of the policy and on any request outside.
    for width in (360, 1280):
        page = phone(width=width)
        page.goto(f"{server.address}/planning/stains")
        page.wait_for_function("document.querySelectorAll('.plot .main-svg').length >= 6")
        page.wait_for_function(
            "[...document.querySelectorAll('.plot')].every((box) => box.querySelector('.main-svg'))"
        )
        assert page.locator(".modebar-btn").count() == 0
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) == 0
        page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
        assert page.evaluate(overflow) == 0


def test_labels_never_overlap__ok(phone, server):
    page = phone()
    page.goto(f"{server.address}/planning/stains")
    for figure in ("#figure-axes", "#figure-map"):
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
    page.goto(f"{server.address}/planning/stains")
    page.select_option("#need", "ecrans")
    page.wait_for_url("**need=ecrans**")
    assert "les écrans" in page.locator("#h-secteurs").inner_text()


def test_without_javascript_the_tables_remain__ok(phone, server):
    page = phone(javascript=False)
    page.goto(f"{server.address}/planning/stains")
    assert page.locator(".plot:visible").count() == 0
    assert page.locator("#besoins table").is_visible()
    page.locator("#need").select_option("ecrans")
    page.get_by_role("button", name="Montrer").click()
    assert "need=ecrans" in page.url


def test_the_printable_report_draws_within_its_policy__ok(phone, server):
    page = phone(width=1280)
    page.goto(f"{server.address}/planning/stains/report.html")
    page.wait_for_function("document.querySelectorAll('.main-svg').length >= 6")
    above = page.locator(".gtitle").evaluate_all(
        """(titles) => titles.map((title) => title.getBoundingClientRect().top
        - title.closest('.plotly-graph-div').getBoundingClientRect().top)"""
    )
    assert above
    assert min(above) >= 0


def test_the_results_fit_a_phone__ok(phone, server):
    for tag in ("fr", "ar"):
        page = phone()
        page.goto(f"{server.address}/results/stains?lang={tag}")
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) == 0
        assert page.locator("meter").count() > 0
