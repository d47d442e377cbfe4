// How much room this device has left for visits, and the browser's promise not to clear it.
import type { Texts } from "./dialog.ts";

/** Below this a visit with a dozen photos may not fit any more. */
const LITTLE_BYTES = 50_000_000;

export interface Room {
  used: number;
  left: number;
  promised: boolean;
}

export async function room(): Promise<Room | undefined> {
  if (!navigator.storage?.estimate) return undefined;
  const { usage = 0, quota = 0 } = await navigator.storage.estimate();
  const promised = (await navigator.storage.persisted?.()) ?? false;
  return { used: usage, left: Math.max(0, quota - usage), promised };
}

export const little = (found: Room): boolean => found.left < LITTLE_BYTES;

/** The line on the list: what is used, what is left, and whether the browser may clear it by itself. */
export function told(found: Room, texts: Texts): string {
  const line = texts.room!.replace("{used}", megabytes(found.used)).replace("{left}", megabytes(found.left));
  if (little(found)) return `${line} ${texts.room_little}`;
  return found.promised ? line : `${line} ${texts.room_unpromised}`;
}

export function megabytes(bytes: number): string {
  return bytes < 10_000_000 ? (bytes / 1_000_000).toFixed(1).replace(".", ",") : Math.round(bytes / 1_000_000).toLocaleString("id-ID");
}
