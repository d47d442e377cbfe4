// The line that tells how many visits wait for a signal; sends them whenever there is one.
import { send, waiting } from "./queue.ts";

const EVERY_MS = 20_000;

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

export async function sendNow(): Promise<void> {
  const before = await waiting();
  show(before.length, before.filter((item) => item.refused).length);
  if (!before.length) return;
  const result = await send();
  show(result.left, result.refused.length);
  document.dispatchEvent(new CustomEvent("nk:sent", { detail: result }));
}

export function startSending(): void {
  addEventListener("online", () => void sendNow());
  setInterval(() => void sendNow(), EVERY_MS);
  void sendNow();
}
