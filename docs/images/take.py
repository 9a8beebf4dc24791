"""Take the pictures of the documents from a running demo: `./yaodian demo --port 8020`, then `.venv/bin/python docs/images/take.py http://127.0.0.1:8020`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from yaodian.cli.county import PASSWORD

HERE = Path(__file__).parent
WIDE, PHONE = (1440, 900), (390, 844)
PICTURES = (  # name, account, address, size
    ("overview", "chen", "/overview/", WIDE),
    ("review", "zhao", "review", WIDE),
    ("breakdown", "zhao", "/breakdown/", WIDE),
    ("item", "wu", "1.4", WIDE),
    ("people", "zheng", "/orgs/", WIDE),
    ("registers", "an", "/registers/pupils/", WIDE),
    ("import", "an", "/registers/pupils/import/", WIDE),
    ("movements", "an", "/movements/", WIDE),
    ("figure", "chen", "/indicators/junior.class_size_compliance_rate/", WIDE),
    ("balance", "chen", "/indicators/balance/", WIDE),
    ("own-indicators", "chen", "own", WIDE),
    ("desk-phone", "chen", "/", PHONE),
)
FALLBACK = "zhao"  # who sees all, where an account has no login in the demo


def main(base: str) -> None:
    """Take them all."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, account, address, (width, height) in PICTURES:
            context = browser.new_context(base_url=base, locale="zh-CN", viewport={"width": width, "height": height})
            page = context.new_page()
            _log_in(page, account)
            _open(page, address)
            page.wait_for_timeout(500)  # charts
            page.screenshot(path=HERE / f"{name}.png")
            context.close()
        browser.close()


def _log_in(page: Page, account: str) -> None:
    for username in (account, FALLBACK):
        page.goto("/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        if "/login/" not in page.url:
            return
    raise SystemExit(f"{account}: cannot log in")


def _open(page: Page, address: str) -> None:
    """An address, or what a person would click to."""
    if address.startswith("/"):
        page.goto(address)
    elif address == "review":
        page.goto("/plans/")
        page.click("a[href*='/review/']")
    elif address == "own":
        _define(page)
    else:
        page.goto("/tasks/")
        page.locator("tr", has_text=address).locator("a[href*='/plan/item/']").first.click()


def _define(page: Page) -> None:
    """A share, as far as its preview."""
    page.goto("/indicators/own/new/")
    page.fill("#title", "留守儿童比例")
    for field, value in (
        ("kind", "share"),
        ("part-register", "enrolments"),
        ("among-0-column", "pupil.left_behind"),
        ("among-0-operator", "in"),
        ("among-0-value", ["1", "2"]),
    ):
        page.select_option(f"#{field}", value)
        page.wait_for_timeout(2000)  # the form is drawn anew


if __name__ == "__main__":
    main(sys.argv[1])
