"""Notices on a device in a real browser: what the page says, and what the service worker does with a message. Headless
Chromium has no push service to subscribe to; where an address is needed, the test gives one."""

import json

import pytest
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHOICES = "/pemberitahuan/pilihan/"
SUBSCRIBED = """
  const keys = { p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                 auth: "BTBZMqHH6r4Tts7J_aSIgg" };
  const made = { toJSON: () => ({ endpoint: "https://1.1.1.1/uji", keys }),
                 unsubscribe: async () => (localStorage.removeItem("uji"), true) };
  PushManager.prototype.subscribe = async () => (localStorage.setItem("uji", "1"), made);
  PushManager.prototype.getSubscription = async () => (localStorage.getItem("uji") ? made : null);
"""


def test_the_page_says_what_this_browser_can_do(sign_in):
    blocked = sign_in("dinas1801")
    blocked.add_init_script("Object.defineProperty(Notification, 'permission', { get: () => 'denied' })")
    blocked.goto(CHOICES)
    expect(blocked.get_by_text("diblokir di peramban ini")).to_be_visible()
    expect(blocked.get_by_role("button", name="Hidupkan di perangkat ini")).to_be_hidden()
    old = sign_in("dinas1801")
    old.add_init_script("delete window.PushManager")
    old.goto(CHOICES)
    expect(old.get_by_text("tidak dapat menampilkan pemberitahuan")).to_be_visible()
    page = sign_in("dinas1801", permissions=["notifications"])
    page.goto(CHOICES)
    page.get_by_role("button", name="Hidupkan di perangkat ini").click()
    expect(page.get_by_role("alert")).to_contain_text("tidak dapat menghubungi layanan notifikasi")


def test_turned_on_it_lasts_until_signing_out(sign_in):
    page = sign_in("dinas1801", permissions=["notifications"])
    page.add_init_script(SUBSCRIBED)
    page.goto(CHOICES)
    page.get_by_role("button", name="Hidupkan di perangkat ini").click()
    expect(page.get_by_role("button", name="Matikan di perangkat ini")).to_be_visible()
    expect(page.get_by_text("yang ini")).to_be_visible()
    page.get_by_role("button", name="Matikan di perangkat ini").click()
    expect(page.get_by_role("button", name="Hidupkan di perangkat ini")).to_be_visible()
    expect(page.get_by_text("yang ini")).to_have_count(0)
    page.get_by_role("button", name="Hidupkan di perangkat ini").click()
    expect(page.get_by_text("yang ini")).to_be_visible()
    page.locator("details.nk-user summary").click()
    page.get_by_role("button", name="Keluar").click()
    page.wait_for_url("**/masuk/**")
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    again = sign_in("dinas1801")
    again.goto(CHOICES)
    expect(again.get_by_text("yang ini")).to_have_count(0)
    expect(again.get_by_role("columnheader", name="Terakhir sampai")).to_have_count(0)


def test_the_worker_shows_what_is_pushed(sign_in, served):
    page = sign_in("dinas1801", permissions=["notifications"])
    page.goto(CHOICES)
    told = {
        "title": "naikkelas",
        "body": "Temuan baru T-1",
        "url": "/pemberitahuan/",
        "tag": "n1",
        "lang": "id",
    }
    deliver(page, served.url, json.dumps(told))
    assert shown(page) == [["naikkelas", "Temuan baru T-1", "n1", "id", "/pemberitahuan/"]]
    deliver(page, served.url, "bukan JSON")
    assert [line[0] for line in shown(page)] == ["naikkelas", "naikkelas"]


def deliver(page: Page, origin: str, data: str) -> None:
    """As the browser's push service would hand it to the worker."""
    session, found = page.context.new_cdp_session(page), []
    session.on("ServiceWorker.workerVersionUpdated", lambda event: found.extend(event["versions"]))
    session.send("ServiceWorker.enable")
    page.evaluate(
        """async () => {
          const made = await navigator.serviceWorker.register("/lapangan/sw.js", { scope: "/lapangan/" });
          while (made.active?.state !== "activated") await new Promise((done) => setTimeout(done, 50));
        }"""
    )
    page.wait_for_timeout(200)
    registration = found[-1]["registrationId"]
    session.send(
        "ServiceWorker.deliverPushMessage", {"origin": origin, "registrationId": registration, "data": data}
    )
    page.wait_for_timeout(500)
    session.detach()


def shown(page: Page) -> list[list[str]]:
    return page.evaluate(
        """async () => {
          const made = await navigator.serviceWorker.getRegistration("/lapangan/");
          const all = await made.getNotifications();
          return all.map((n) => [n.title, n.body, n.tag, n.lang, n.data.url]);
        }"""
    )
