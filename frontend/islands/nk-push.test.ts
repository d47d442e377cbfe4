import { beforeEach, expect, it, vi } from "vitest";

const STATES = ["unsupported", "insecure", "install", "denied", "off", "on", "failed"];
let sent: Record<string, string> | undefined;
let held: { unsubscribe: () => Promise<boolean> } | null;
let given: PushSubscriptionOptionsInit | undefined;

function page(here = false): void {
  const parts = STATES.map((state) => {
    if (state === "off") return '<div data-push-state="off" hidden><form data-push-add><input name="endpoint"><input name="p256dh"><input name="auth"></form></div>';
    if (state === "on") return '<div data-push-state="on" hidden><form data-push-end><button name="act" value="test"></button><button name="act" value="end"></button></form></div>';
    return `<div data-push-state="${state}"></div>`;
  });
  document.body.innerHTML = `<div data-push data-key="AQID" data-worker="/lapangan/sw.js" data-scope="/lapangan/"${here ? " data-here" : ""}>${parts.join("")}</div>`;
}

const shown = () => STATES.filter((state) => !document.querySelector<HTMLElement>(`[data-push-state=${state}]`)!.hidden);

function browser({ permission = "default", answer = "granted", reaches = true } = {}): void {
  const subscription = {
    toJSON: () => ({ endpoint: "https://push.example/a", keys: { p256dh: "P", auth: "A" } }),
    unsubscribe: async () => ((held = null), true),
  };
  const pushManager = {
    getSubscription: async () => held,
    subscribe: async (options: PushSubscriptionOptionsInit) => {
      given = options;
      if (!reaches) throw new DOMException("push service error", "AbortError");
      return subscription;
    },
  };
  const registration = { active: {}, installing: null, waiting: null, pushManager };
  vi.stubGlobal("isSecureContext", true);
  vi.stubGlobal("PushManager", class {});
  vi.stubGlobal("Notification", { permission, requestPermission: async () => answer });
  Object.defineProperty(navigator, "serviceWorker", {
    value: { getRegistration: async () => registration, register: async () => registration },
    configurable: true,
  });
}

async function start(): Promise<void> {
  vi.resetModules();
  await import("./nk-push.ts");
  await vi.waitFor(() => expect(shown().length).toBeLessThan(3));
}

beforeEach(() => {
  vi.unstubAllGlobals();
  sent = given = undefined;
  held = null;
  HTMLFormElement.prototype.submit = function () {
    sent = Object.fromEntries(new FormData(this).entries()) as Record<string, string>;
  };
});

it("says what a browser cannot do", async () => {
  page();
  browser();
  vi.stubGlobal("isSecureContext", false);
  await start();
  expect(shown()).toEqual(["insecure"]);
  page();
  browser({ permission: "denied" });
  await start();
  expect(shown()).toEqual(["denied"]);
  page();
  browser();
  Reflect.deleteProperty(window, "PushManager");
  await start();
  expect(shown()).toEqual(["unsupported"]);
});

it("asks, subscribes with the key of the server, and hands the address in", async () => {
  page();
  browser();
  await start();
  expect(shown()).toEqual(["off"]);
  document.querySelector<HTMLFormElement>("[data-push-add]")!.requestSubmit();
  await vi.waitFor(() => expect(sent).toEqual({ endpoint: "https://push.example/a", p256dh: "P", auth: "A" }));
  expect(given).toEqual({ userVisibleOnly: true, applicationServerKey: new Uint8Array([1, 2, 3]) });
});

it("hands nothing in where the person says no, or the push service is out of reach", async () => {
  page();
  browser({ answer: "default" });
  await start();
  document.querySelector<HTMLFormElement>("[data-push-add]")!.requestSubmit();
  await vi.waitFor(() => expect(shown()).toEqual(["off"]));
  page();
  browser({ reaches: false });
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  await start();
  document.querySelector<HTMLFormElement>("[data-push-add]")!.requestSubmit();
  await vi.waitFor(() => expect(shown()).toEqual(["off", "failed"]));
  expect(sent).toBeUndefined();
});

it("is on only where server and browser both know of it, and turning off ends both", async () => {
  page(true);
  browser({ permission: "granted" });
  await start();
  expect(shown()).toEqual(["off"]); // the browser forgot
  page(true);
  browser({ permission: "granted" });
  held = { unsubscribe: async () => ((held = null), true) };
  await start();
  expect(shown()).toEqual(["on"]);
  const form = document.querySelector<HTMLFormElement>("[data-push-end]")!;
  let ended = "";
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    ended = (event.submitter as HTMLButtonElement).value;
  });
  form.requestSubmit(form.querySelector<HTMLButtonElement>("[value=end]"));
  await vi.waitFor(() => expect(ended).toBe("end"));
  expect(held).toBeNull();
});
