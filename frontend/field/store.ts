// What the field pages keep on the device: visits that wait to be sent, and drafts that are not finished.
import { openDB, type DBSchema, type IDBPDatabase } from "idb";

export interface Kept {
  name: string;
  blob: Blob;
}

export interface Waiting {
  id: string;
  /** Who filled it: it goes out under that person's key, whoever uses the device by then. */
  person: string;
  code: string;
  label: string;
  url: string;
  xml: string;
  files: Kept[];
  at: number;
  /** An attempt to meet somebody: sent as these fields, without a form. */
  fields?: Record<string, string>;
  /** Files that the server has already. */
  done?: string[];
  /** What the server said when it would not take it. Such a visit goes out again only when a person asks. */
  refused?: string;
  /** The status of that answer. */
  status?: number;
}

export interface Draft {
  id: string;
  person: string;
  code: string;
  label: string;
  /** The form as it was when the draft was begun: it is finished with the same version, whatever is published since. */
  form: string;
  xml: string;
  files: Kept[];
  at: number;
  /** The instanceID of the sent visit that this edits. */
  edits?: string;
}

interface Schema extends DBSchema {
  queue: { key: string; value: Waiting };
  drafts: { key: string; value: Draft };
}

export const DATABASE = "naikkelas-field";
let opened: Promise<IDBPDatabase<Schema>> | undefined;

export function database(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>(DATABASE, 2, {
    upgrade(db, old) {
      if (old < 1) db.createObjectStore("queue", { keyPath: "id" });
      if (old < 2) db.createObjectStore("drafts", { keyPath: "id" });
    },
    blocking(_now, _wanted, event) {
      // another tab has a newer version of these pages: it goes first, this one opens anew when it needs to
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
    terminated() {
      opened = undefined;
    },
  });
  return opened;
}

/** Keep a visit in the queue; its draft goes in the same step, so that it is never in both or in none.
    It is on the device's disk, not only in a buffer, when this resolves. */
export async function keep(item: Waiting): Promise<void> {
  const change = (await database()).transaction(["queue", "drafts"], "readwrite", { durability: "strict" });
  await Promise.all([
    change.objectStore("queue").put(item),
    item.fields ? undefined : change.objectStore("drafts").delete(draftId(item.person, item.code)),
    change.done,
  ]);
}

/** What waits, oldest first. */
export async function waiting(): Promise<Waiting[]> {
  return (await (await database()).getAll("queue")).sort((a, b) => a.at - b.at);
}

/** Change a visit that still waits; one that was sent or wiped meanwhile does not come back. */
export async function change(id: string, values: Partial<Waiting>): Promise<void> {
  const write = (await database()).transaction("queue", "readwrite");
  const item = await write.store.get(id);
  if (item) await write.store.put({ ...item, ...values });
  await write.done;
}

/** The server has it, or a person gave it up. */
export async function letGo(id: string): Promise<void> {
  await (await database()).delete("queue", id);
}

export function draftId(person: string, code: string): string {
  return `${person}/${code}`;
}

export async function saveDraft(draft: Draft): Promise<void> {
  const change = (await database()).transaction("drafts", "readwrite", { durability: "strict" });
  await Promise.all([change.store.put(draft), change.done]);
}

export async function draftOf(person: string, code: string): Promise<Draft | undefined> {
  return (await database()).get("drafts", draftId(person, code));
}

/** The drafts on this device, the newest first. */
export async function drafts(): Promise<Draft[]> {
  return (await (await database()).getAll("drafts")).sort((a, b) => b.at - a.at);
}

export async function dropDraft(id: string): Promise<void> {
  await (await database()).delete("drafts", id);
}

/** Forget everything on this device, at sign-out. */
export async function wipe(): Promise<void> {
  const db = await database();
  await Promise.all([db.clear("queue"), db.clear("drafts")]);
  if ("caches" in globalThis) for (const name of await caches.keys()) await caches.delete(name);
  globalThis.localStorage?.removeItem(READY);
}

/** Where it is noted since when this device is ready for use without a signal. */
export const READY = "nk-ready";
