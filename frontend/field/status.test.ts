import "fake-indexeddb/auto";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { keep, waiting, wipe, type Waiting } from "./queue.ts";
import { sendNow, startSending } from "./status.ts";

vi.mock("./upload.ts", () => ({ upload: (url: string, init: RequestInit) => fetch(url, init) }));

const TEXTS = 'data-none="Terkirim semua" data-left="{n} menunggu" data-refused="{n} ditolak"';
const visit: Waiting = { id: "1", person: "7", code: "K-1", label: "K-1", url: "/k/a/submission", xml: "<d/>", files: [], at: 1 };
let posts = 0;
let answers: (() => Response)[] = [];

function say(status: number, headers: Record<string, string> = {}): () => Response {
  return () => new Response("<message>Alasannya</message>", { status, headers: { "X-OpenRosa-Version": "1.0", ...headers } });
}

const line = (): HTMLElement => document.getElementById("nk-queue")!;

beforeEach(async () => {
  // the clock alone is held; the database of the test needs its own timers
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  document.body.innerHTML = `<span id="nk-queue" ${TEXTS}></span>`;
  posts = 0;
  vi.stubGlobal("fetch", async () => {
    posts += 1;
    return (answers.length > 1 ? answers.shift()! : answers[0]!)();
  });
  await wipe();
  answers = [say(201)];
  await sendNow(); // nothing waits: the pause is the first one again
});

afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Let so many milliseconds pass, and what they set going come to its end. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  await vi.waitFor(async () => {
    const left = (await waiting()).length;
    expect(line().dataset.waiting).toBe(String(left));
  });
}

it("says that all is sent, that visits wait, and that some were refused", async () => {
  expect(line().textContent).toBe("Terkirim semua");
  await keep(visit);
  answers = [say(503)];
  await sendNow();
  expect([line().textContent, line().className]).toEqual(["1 menunggu", "nk-queue-waiting"]);
  answers = [say(409)];
  await sendNow();
  expect(line().textContent).toBe("1 ditolak");
  expect(line().classList.contains("nk-queue-refused")).toBe(true);
});

it("tries again by itself, twice as late each time", async () => {
  await keep(visit);
  answers = [say(503)];
  await sendNow();
  expect(posts).toBe(1);
  await pass(39_000);
  expect(posts).toBe(1);
  await pass(2_000);
  await vi.waitFor(() => expect(posts).toBe(2));
  await pass(41_000);
  expect(posts).toBe(2);
});

it("waits as long as the server asks", async () => {
  await keep(visit);
  answers = [say(503, { "Retry-After": "300" }), say(201)];
  await sendNow();
  await pass(299_000);
  expect(posts).toBe(1);
  await pass(2_000);
  await vi.waitFor(async () => expect(await waiting()).toEqual([]));
});

it("sends as soon as there is a network again", async () => {
  await keep(visit);
  answers = [say(503), say(201)];
  await startSending("7", "/k/a/submission");
  expect((await waiting()).length).toBe(1);
  dispatchEvent(new Event("online"));
  await vi.waitFor(async () => expect(await waiting()).toEqual([]));
  await vi.waitFor(() => expect(line().textContent).toBe("Terkirim semua"));
});

it("tells the page what was sent", async () => {
  await keep(visit);
  const told = new Promise<CustomEvent>((resolve) => document.addEventListener("nk:sent", (e) => resolve(e as CustomEvent)));
  await sendNow();
  expect((await told).detail.sent).toEqual(["K-1"]);
});
