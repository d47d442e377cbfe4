// The line that tells how many visits wait for a signal; sends them whenever there is one.
import { renew, send, waiting, type Sent } from "./queue.ts";
import { upload } from "./upload.ts";

const FIRST_MS = 20_000;
const LONGEST_MS = 600_000;
let pause = FIRST_MS;
let timer: ReturnType<typeof setTimeout> | undefined;
/** When it is tried again by itself. */
export let nextAt = 0;

function show(left: number, refused: number): void {
  const box = document.getElementById("nk-queue");
  if (!box) return;
  box.dataset.waiting = String(left);
  const texts = box.dataset;
  box.textContent = refused
    ? texts.refused!.replace("{n}", String(refused))
    : left
      ? texts.left!.replace("{n}", String(left))
      : texts.none!;
  box.classList.toggle("nk-queue-waiting", left > 0);
  box.classList.toggle("nk-queue-refused", refused > 0);
}

/** Send now, and plan the next time: twice as late after each failure, and never before the server asked. */
export async function sendNow(withRefused = false): Promise<void> {
  clearTimeout(timer);
  let result: Sent | undefined;
  try {
    result = await trySending(withRefused);
  } finally {
    document.dispatchEvent(new CustomEvent("nk:queue"));
    pause = result?.again === undefined ? FIRST_MS : Math.min(pause * 2, LONGEST_MS);
    clearTimeout(timer);
    const wait = Math.max(pause, result?.again ?? 0);
    nextAt = Date.now() + wait;
    timer = setTimeout(() => void sendNow(), wait);
  }
}

async function trySending(withRefused: boolean): Promise<Sent | undefined> {
  const before = await waiting();
  show(before.length, before.filter((item) => item.refused).length);
  if (!before.length) return undefined;
  const result = await send(upload, withRefused);
  show(result.left, result.refused.length);
  document.dispatchEvent(new CustomEvent("nk:sent", { detail: result }));
  return result;
}

/** Begin to send, under the key of the person who uses this page now where the visits are that person's. */
export async function startSending(person: string, submit: string): Promise<void> {
  addEventListener("online", () => {
    pause = FIRST_MS;
    void sendNow();
  });
  await renew(person, submit);
  await sendNow();
}
