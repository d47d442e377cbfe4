// Filled visits wait here until the server has said 201 or 202. Nothing is deleted before that.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface Waiting {
  id: string;
  code: string;
  label: string;
  url: string;
  xml: string;
  files: { name: string; blob: Blob }[];
  at: number;
  refused?: string;
}

interface Schema extends DBSchema {
  queue: { key: string; value: Waiting };
}

export const DATABASE = "naikkelas-field";
let opened: Promise<IDBPDatabase<Schema>> | undefined;

function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(DATABASE, 1, {
    upgrade(db) {
      db.createObjectStore("queue", { keyPath: "id" });
    },
  });
  return opened;
}

export async function keep(item: Waiting): Promise<void> {
  await (await database()).put("queue", item);
}

export async function waiting(): Promise<Waiting[]> {
  return (await database()).getAll("queue");
}

export interface Sent {
  sent: string[];
  left: number;
  refused: Waiting[];
}

let sending: Promise<Sent> | undefined;

/** Send what waits, oldest first; one run at a time. Stops at the first sign of a dead network. */
export function send(post: typeof fetch = fetch): Promise<Sent> {
  sending ??= run(post).finally(() => (sending = undefined));
  return sending;
}

async function run(post: typeof fetch): Promise<Sent> {
  const sent: string[] = [];
  for (const item of (await waiting()).sort((a, b) => a.at - b.at)) {
    let response: Response;
    try {
      response = await post(item.url, {
        method: "POST",
        body: body(item),
        credentials: "omit",
        headers: { "X-OpenRosa-Version": "1.0" },
      });
    } catch {
      break;
    }
    if (response.status === 201 || response.status === 202) {
      await (await database()).delete("queue", item.id);
      sent.push(item.code);
    } else if (response.status >= 500 || response.status === 429) {
      break; // the server asks to try later
    } else {
      await keep({ ...item, refused: await reason(response) });
    }
  }
  const rest = await waiting();
  return { sent, left: rest.length, refused: rest.filter((item) => item.refused) };
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
