// Filled visits wait here until the server has said 201 or 202. Nothing is deleted before that.
import { change, letGo, waiting, type Kept, type Waiting } from "./store.ts";

export { keep, waiting, wipe, type Waiting } from "./store.ts";

/** How a visit is posted: as fetch does; `told` hears how much of the body has left. */
export type Post = (url: string, init: RequestInit, told?: (part: number) => void) => Promise<Response>;

const PATIENCE_MS = 300_000;
/** More than this goes in several deliveries, so that a torn one does not begin from nothing. */
const BATCH_BYTES = 2_000_000;
/** Answers that say: not now. Whatever else fails may be the fault of one visit, and those behind it go on. */
const LATER = [429, 502, 503, 504];

/** Hear how much of which visit has been sent (0 to 1). */
export const progress = new EventTarget();

function tellProgress(id: string, part: number): void {
  progress.dispatchEvent(Object.assign(new Event("part"), { id, part }));
}

/** A person has signed in with a new key: what he or she filled goes out under it. Others' visits keep theirs. */
export async function renew(person: string, url: string): Promise<void> {
  for (const item of await waiting())
    if (item.person === person && item.url !== url) await change(item.id, { url, refused: undefined, status: undefined });
}

export interface Sent {
  sent: string[];
  left: number;
  refused: Waiting[];
  /** Something is to be tried again by itself, not before so many milliseconds if the server said when. */
  again?: number;
}

let sending: Promise<Sent> | undefined;

/** Send what waits, oldest first; one run at a time on this device, other tabs included. `refused` ones only if asked: then
    after a run that goes already, which may have passed them over. */
export function send(post: Post = fetch as Post, withRefused = false): Promise<Sent> {
  if (sending && withRefused) return sending.catch(() => undefined).then(() => send(post, true));
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

async function run(post: Post, withRefused: boolean): Promise<Sent> {
  const sent: string[] = [];
  let again: number | undefined;
  for (const item of await waiting()) {
    if (item.refused && !withRefused) continue;
    const response = await delivered(post, item);
    if (!response) {
      again = 0;
      break;
    }
    if (taken(response)) {
      await letGo(item.id);
      sent.push(item.code);
    } else if (response.status < 500 && response.status !== 429) {
      await change(item.id, { refused: await reason(response), status: response.status });
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

const taken = (response: Response): boolean => response.status === 201 || response.status === 202;

/** Files in turn, as many as a delivery carries; at least one delivery, for a visit without files. */
export function batches(files: Kept[]): Kept[][] {
  const found: Kept[][] = [[]];
  let bytes = 0;
  for (const file of files) {
    if (bytes && bytes + file.blob.size > BATCH_BYTES) {
      found.push([]);
      bytes = 0;
    }
    found.at(-1)!.push(file);
    bytes += file.blob.size;
  }
  return found;
}

/** The server's last answer; undefined where there is no network. What it has of a visit's files is remembered. */
async function delivered(post: Post, item: Waiting): Promise<Response | undefined> {
  const done = item.done ?? [];
  const rest = batches(item.files.filter((file) => !done.includes(file.name)));
  for (const [number, files] of rest.entries()) {
    const last = number === rest.length - 1;
    const response = await posted(post, item, body(item, files, last), (part) =>
      tellProgress(item.id, (number + part) / rest.length),
    );
    if (last || !response || !taken(response)) return response;
    done.push(...files.map((file) => file.name));
    await change(item.id, { done: [...done] });
  }
  return undefined;
}

/** One answer; undefined where there is no network, or a stranger answered (the sign-in page of a hotspot). */
async function posted(
  post: Post,
  item: Waiting,
  body: FormData,
  told: (part: number) => void,
): Promise<Response | undefined> {
  try {
    const init: RequestInit = {
      method: "POST",
      body,
      credentials: "omit",
      redirect: "error",
      headers: { "X-OpenRosa-Version": "1.0" },
      signal: AbortSignal.timeout(PATIENCE_MS),
    };
    const response = await post(item.fields ? attemptAddress(item.url) : item.url, init, told);
    return response.headers.has("X-OpenRosa-Version") || response.status >= 500 ? response : undefined;
  } catch {
    return undefined;
  }
}

/** Attempts go through the same door as visits, under the same key. */
function attemptAddress(url: string): string {
  return url.replace(/submission\/?$/, "attempt");
}

function body(item: Waiting, files: Kept[], last: boolean): FormData {
  const form = new FormData();
  if (item.fields) {
    for (const [name, value] of Object.entries(item.fields)) form.append(name, value);
    return form;
  }
  form.append("xml_submission_file", new Blob([item.xml], { type: "text/xml" }), "submission.xml");
  if (!last) form.append("*isIncomplete*", "yes");
  for (const file of files) form.append(file.name, file.blob, file.name);
  return form;
}

async function reason(response: Response): Promise<string> {
  const text = await response.text();
  return /<message[^>]*>([^<]*)/.exec(text)?.[1]?.trim() || `HTTP ${response.status}`;
}
