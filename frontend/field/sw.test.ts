// @vitest-environment node
import { beforeEach, expect, it, vi } from "vitest";

const HOST = "https://monev.example";
type Handler = (event: Record<string, unknown>) => void;

/** What the browser gives a service worker: caches that keep answers by address, and events. */
class Kept {
  entries = new Map<string, Response>();
  private address = (key: string | Request) => new URL(typeof key === "string" ? key : key.url, HOST).href;
  match = async (key: string | Request) => this.entries.get(this.address(key))?.clone();
  put = async (key: string | Request, value: Response) => void this.entries.set(this.address(key), value);
  delete = async (key: string | Request) => this.entries.delete(this.address(key));
  keys = async () => [...this.entries.keys()].map((url) => new Request(url));
}

let stores: Map<string, Kept>;
let handlers: Record<string, Handler>;
let network: Record<string, () => Response | Promise<Response>>;
let asked: string[];
let notices: (NotificationOptions & { title: string })[];
let windows: { url: string; focus: () => Promise<void> }[];
let opened: string[];
let posted: [string, string | null][];
let subscription: { endpoint: string; keys: Record<string, string>; by?: unknown } | null;

beforeEach(async () => {
  notices = [];
  windows = [];
  opened = [];
  posted = [];
  subscription = null;
  stores = new Map();
  handlers = {};
  network = {};
  asked = [];
  vi.stubGlobal("caches", {
    open: async (name: string) => stores.get(name) ?? stores.set(name, new Kept()).get(name)!,
    keys: async () => [...stores.keys()],
    delete: async (name: string) => stores.delete(name),
  });
  vi.stubGlobal("self", {
    addEventListener: (name: string, handler: Handler) => (handlers[name] = handler),
    location: { origin: HOST },
    clients: {
      claim: async () => undefined,
      matchAll: async () => windows,
      openWindow: async (url: string) => void opened.push(url),
    },
    registration: {
      showNotification: async (title: string, options: NotificationOptions) => void notices.push({ title, ...options }),
      pushManager: {
        getSubscription: async () => subscription && browserSide(),
        subscribe: async (options: PushSubscriptionOptionsInit) => {
          subscription = { endpoint: "https://push.example/baru", keys: { p256dh: "p", auth: "a" }, by: options.applicationServerKey };
          return browserSide();
        },
      },
      getNotifications: async () => [{ close: () => (notices = []) }],
    },
    skipWaiting: async () => undefined,
  });
  vi.stubGlobal("fetch", async (key: string | Request, init: RequestInit = {}) => {
    const path = new URL(typeof key === "string" ? key : key.url, HOST).pathname;
    asked.push(path);
    if (init.method === "POST") posted.push([String(init.body), new Headers(init.headers).get("X-CSRFToken")]);
    if (!network[path]) throw new TypeError("Failed to fetch");
    const late = new Promise<never>((_, fail) => init.signal?.addEventListener("abort", () => fail(init.signal!.reason)));
    return Promise.race([network[path](), late]);
  });
  vi.resetModules();
  await import("./sw.ts");
});

const browserSide = () => ({ toJSON: () => subscription!, unsubscribe: async () => ((subscription = null), true) });

const page = (text: string, status = 200) => () => new Response(text, { status, headers: { "Content-Type": "text/html" } });

async function open(path: string, method = "GET"): Promise<string | undefined> {
  let answer: Promise<Response> | undefined;
  handlers.fetch!({ request: new Request(HOST + path, { method }), respondWith: (r: Promise<Response>) => (answer = r) });
  return answer ? (await answer).text() : undefined;
}

async function event(name: string, values: Record<string, unknown> = {}): Promise<void> {
  let work: Promise<unknown> | undefined;
  handlers[name]!({ ...values, waitUntil: (p: Promise<unknown>) => (work = p) });
  await work;
}

async function keepReady(urls: string[]): Promise<unknown> {
  let told: unknown;
  await event("message", { data: { keep: urls }, source: { postMessage: (m: unknown) => (told = m) } });
  return told;
}

it("opens a visit without a signal that was made ready but never opened, scripts included", async () => {
  network["/lapangan/isi/K-1/"] = page('<script type="module" src="/static/a.js"></script><link href="/static/b.js#x">');
  network["/static/a.js"] = page("a");
  network["/static/b.js"] = page("b");
  expect(await keepReady(["/lapangan/isi/K-1/"])).toEqual({ ready: 1, total: 1, done: true, full: false });
  network = {};
  expect(await open("/lapangan/isi/K-1/")).toContain("module");
  expect(await open("/static/a.js")).toBe("a");
  expect(await open("/static/b.js")).toBe("b");
});

it("shows the fresh page where there is a network, and the last one where there is none", async () => {
  network["/lapangan/"] = page("satu");
  expect(await open("/lapangan/")).toBe("satu");
  network["/lapangan/"] = page("dua");
  expect(await open("/lapangan/")).toBe("dua");
  network = {};
  expect(await open("/lapangan/")).toBe("dua");
});

it("says where to go back to where a page is not on the device: an installed app has no bar to go back by", async () => {
  const request = Object.defineProperty(new Request(HOST + "/lapangan/perubahan/"), "mode", { value: "navigate" });
  let answer: Promise<Response> | undefined;
  handlers.fetch!({ request, respondWith: (given: Promise<Response>) => (answer = given) });
  const given = (await answer)!;
  expect(given.status).toBe(503);
  expect(await given.text()).toContain('<a href="/lapangan/">');
});

it("shows the kept page while the server stumbles, and keeps no error page", async () => {
  network["/lapangan/"] = page("satu");
  await open("/lapangan/");
  network["/lapangan/"] = page("galat", 503);
  expect(await open("/lapangan/")).toBe("satu");
  network = {};
  expect(await open("/lapangan/")).toBe("satu");
});

it("gives a slow network up only where there is a kept page", async () => {
  vi.spyOn(AbortSignal, "timeout").mockImplementation(() => AbortSignal.abort(new DOMException("late", "TimeoutError")));
  let answer: (r: Response) => void = () => undefined;
  const slow = () => new Promise<Response>((resolve) => (answer = resolve));
  network["/lapangan/"] = slow;
  const first = open("/lapangan/");
  await vi.waitFor(() => expect(asked.length).toBe(1));
  answer(page("satu")());
  expect(await first).toBe("satu");
  vi.stubGlobal("fetch", async (_: Request, init: RequestInit) => {
    if (init.signal?.aborted) throw init.signal.reason;
    return new Promise(() => undefined);
  });
  expect(await open("/lapangan/")).toBe("satu");
  vi.restoreAllMocks();
});

it("does not keep what a signed-out browser is sent to instead", async () => {
  const away = Object.defineProperty(page("masuk")(), "redirected", { value: true });
  network["/lapangan/"] = () => away;
  expect(await keepReady(["/lapangan/"])).toEqual({ ready: 0, total: 1, done: true, full: false });
  network = {};
  await expect(open("/lapangan/")).rejects.toThrow("Failed to fetch");
});

it("gives up pages of visits that are this person's no more, once the new ones are all here", async () => {
  for (const code of ["K-1", "K-2"]) network[`/lapangan/isi/${code}/`] = page(code);
  await keepReady(["/lapangan/isi/K-1/"]);
  delete network["/lapangan/isi/K-2/"];
  await keepReady(["/lapangan/isi/K-2/"]);
  network = {};
  expect(await open("/lapangan/isi/K-1/")).toBe("K-1");
  network["/lapangan/isi/K-2/"] = page("K-2");
  await keepReady(["/lapangan/isi/K-2/"]);
  network = {};
  await expect(open("/lapangan/isi/K-1/")).rejects.toThrow("Failed to fetch");
});

it("leaves everything but the field pages and the scripts to the browser", async () => {
  expect(await open("/beranda/")).toBeUndefined();
  expect(await open("/k/kunci/submission", "POST")).toBeUndefined();
  expect(await open("/lapangan/", "POST")).toBeUndefined();
});

it("a new version drops what an older one kept under other names", async () => {
  stores.set("nk-pages-0", new Kept());
  network["/lapangan/"] = page("satu");
  await open("/lapangan/");
  await event("activate");
  expect([...stores.keys()]).toEqual(["nk-pages-1"]);
});

it("keeps nothing of a person who signs out in the middle of being made ready", async () => {
  let answer: (r: Response) => void = () => undefined;
  network["/lapangan/"] = () => new Promise<Response>((resolve) => (answer = resolve));
  const ready = keepReady(["/lapangan/"]);
  await vi.waitFor(() => expect(asked.length).toBe(1));
  await event("message", { data: { forget: true }, ports: [] });
  answer(page("satu")());
  await ready;
  expect([...stores.values()].flatMap((store) => [...store.entries.keys()])).toEqual([]);
  network["/lapangan/"] = page("orang lain");
  expect(await keepReady(["/lapangan/"])).toMatchObject({ ready: 1, done: true });
});

const pushed = (told: unknown) => event("push", { data: { json: () => told } });

it("shows what was pushed, and opens its record", async () => {
  await pushed({ title: "naikkelas", body: "Temuan baru T-1", url: "/pemberitahuan/7/", tag: "n7", lang: "id" });
  expect(notices).toMatchObject([{ title: "naikkelas", body: "Temuan baru T-1", tag: "n7", lang: "id", data: { url: "/pemberitahuan/7/" } }]);
  const notification = { close: () => undefined, data: notices[0]!.data };
  await event("notificationclick", { notification });
  expect(opened).toEqual([`${HOST}/pemberitahuan/7/`]);
  let focused = 0;
  windows = [{ url: `${HOST}/pemberitahuan/7/`, focus: async () => void (focused += 1) }];
  await event("notificationclick", { notification });
  expect([focused, opened.length]).toEqual([1, 1]);
});

it("never opens another site, and shows something even for a message that cannot be read", async () => {
  await event("notificationclick", { notification: { close: () => undefined, data: { url: "https://jahat.example/" } } });
  expect(opened).toEqual([]);
  await event("push", { data: { json: () => JSON.parse("{") } });
  await event("push", { data: null });
  expect(notices.map((n) => n.title)).toEqual(["naikkelas", "naikkelas"]);
});

it("takes what is on the screen away when somebody signs out", async () => {
  await pushed({ body: "Temuan baru T-1" });
  await event("message", { data: { forget: true }, ports: [] });
  expect(notices).toEqual([]);
});

const MOVE = "/pemberitahuan/perangkat/pindah/";
const told = () => new Response(JSON.stringify({ key: "kunci", token: "tanda" }));

it("asks for another subscription when the push service lets one go, and tells our server", async () => {
  network[MOVE] = () => (posted.length ? new Response(null, { status: 204 }) : told());
  await event("pushsubscriptionchange");
  expect(subscription).toMatchObject({ endpoint: "https://push.example/baru", by: "kunci" });
  expect(posted).toEqual([["endpoint=https%3A%2F%2Fpush.example%2Fbaru&p256dh=p&auth=a", "tanda"]]);
});

it("tells the subscription that the browser made already, and gives up what our server does not know", async () => {
  subscription = { endpoint: "https://push.example/sudah", keys: { p256dh: "p", auth: "a" } };
  network[MOVE] = () => (posted.length ? new Response("", { status: 422 }) : told());
  await event("pushsubscriptionchange");
  expect(posted[0]![0]).toContain("sudah");
  expect(subscription).toBeNull();
});

it("leaves a subscription alone while our server does not answer", async () => {
  await expect(event("pushsubscriptionchange")).rejects.toThrow();
  expect(subscription).toBeNull();
  expect(posted).toEqual([]);
});
