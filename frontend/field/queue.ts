// Filled visits wait here until the server has said 201 or 202. Nothing is deleted before that.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface Waiting {
  id: string;
  /** Who filled it: it goes out under that person's key, whoever uses the device by then. */
  person: string;
  code: string;
  label: string;
  url: string;
  xml: string;
  files: { name: string; blob: Blob }[];
  at: number;
  /** What the server said when it would not take it. Such a visit goes out again only when a person asks. */
  refused?: string;
}

interface Schema extends DBSchema {
  queue: { key: string; value: Waiting };
}

export const DATABASE = "naikkelas-field";
const PATIENCE_MS = 300_000;
/** Answers that say: not now. Whatever else fails may be the fault of one visit, and those behind it go on. */
const LATER = [429, 502, 503, 504];
let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(DATABASE, 1, {
    upgrade(db) {
      db.createObjectStore("queue", { keyPath: "id" });
    },
  });
  return opened;
}

/** Keep a visit. It is on the device's disk, not only in a buffer, when this resolves. */
export async function keep(item: Waiting): Promise<void> {
  const change = (await database()).transaction("queue", "readwrite", { durability: "strict" });
  await Promise.all([change.store.put(item), change.done]);
}

/** What waits, oldest first. */
export async function waiting(): Promise<Waiting[]> {
  return (await (await database()).getAll("queue")).sort((a, b) => a.at - b.at);
}

/** Change a visit that still waits; one that was sent or wiped meanwhile does not come back. */
async function change(id: string, values: Partial<Waiting>): Promise<void> {
  const write = (await database()).transaction("queue", "readwrite");
  const item = await write.store.get(id);
  if (item) await write.store.put({ ...item, ...values });
  await write.done;
}

/** A person has signed in with a new key: what he or she filled goes out under it. Others' visits keep theirs. */
export async function renew(person: string, url: string): Promise<void> {
  for (const item of await waiting())
    if (item.person === person && item.url !== url) await change(item.id, { url, refused: undefined });
}

export interface Sent {
  sent: string[];
  left: number;
  refused: Waiting[];
  /** Something is to be tried again by itself, not before so many milliseconds if the server said when. */
  again?: number;
}

let sending: Promise<Sent> | undefined;

/** Send what waits, oldest first; one run at a time on this device, other tabs included. `refused` ones only if asked. */
export function send(post: typeof fetch = fetch, withRefused = false): Promise<Sent> {
  sending ??= alone(() => run(post, withRefused)).finally(() => (sending = undefined));
  return sending;
}

/** Other tabs must not send the same. Without a secure address there are no locks: the server takes a repeat once. */
async function alone(work: () => Promise<Sent>): Promise<Sent> {
  if (!navigator.locks) return work();
  return navigator.locks.request("naikkelas-send", { ifAvailable: true }, (lock) =>
    lock ? work() : told([], undefined),
  ) as Promise<Sent>;
}

async function run(post: typeof fetch, withRefused: boolean): Promise<Sent> {
  const sent: string[] = [];
  let again: number | undefined;
  for (const item of await waiting()) {
    if (item.refused && !withRefused) continue;
    const response = await delivered(post, item);
    if (!response) {
      again = 0;
      break;
    }
    if (response.status === 201 || response.status === 202) {
      await (await database()).delete("queue", item.id);
      sent.push(item.code);
    } else if (response.status < 500 && response.status !== 429) {
      await change(item.id, { refused: await reason(response) });
    } else {
      again = 1000 * (Number(response.headers.get("Retry-After")) || 0);
      if (LATER.includes(response.status)) break;
    }
  }
  return told(sent, again);
}

async function told(sent: string[], again: number | undefined): Promise<Sent> {
  const rest = await waiting();
  return { sent, left: rest.length, refused: rest.filter((item) => item.refused), again };
}

/** The server's answer; undefined where there is no network, or a stranger answered (the sign-in page of a hotspot). */
async function delivered(post: typeof fetch, item: Waiting): Promise<Response | undefined> {
  try {
    const response = await post(item.url, {
      method: "POST",
      body: body(item),
      credentials: "omit",
      redirect: "error",
      headers: { "X-OpenRosa-Version": "1.0" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return response.headers.has("X-OpenRosa-Version") || response.status >= 500 ? response : undefined;
  } catch {
    return undefined;
  }
}

function body(item: Waiting): FormData {
  const form = new FormData();
  form.append("xml_submission_file", new Blob([item.xml], { type: "text/xml" }), "submission.xml");
  for (const file of item.files) form.append(file.name, file.blob, file.name);
  return form;
}

async function reason(response: Response): Promise<string> {
  const text = await response.text();
  return /<message[^>]*>([^<]*)/.exec(text)?.[1]?.trim() || `HTTP ${response.status}`;
}

/** Forget everything on this device: at sign-out, once nothing waits any more. */
export async function wipe(): Promise<void> {
  const db = await database();
  await db.clear("queue");
  if ("caches" in globalThis) for (const name of await caches.keys()) await caches.delete(name);
}
