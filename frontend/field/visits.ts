// The enumerator's list: makes every visit ready for offline use, marks those filled here, offers the queue.
import { waiting, type Sent } from "./queue.ts";
import { sendNow, startSending } from "./status.ts";

async function markFilled(): Promise<void> {
  const filled = new Map((await waiting()).map((item) => [item.code, item]));
  for (const row of document.querySelectorAll<HTMLElement>("[data-visit]")) {
    const item = filled.get(row.dataset.visit!);
    row.classList.toggle("nk-visit-waiting", Boolean(item));
    const note = row.querySelector<HTMLElement>("[data-visit-note]");
    if (!note) continue;
    note.hidden = !item;
    note.textContent = item?.refused ?? note.dataset.waiting ?? "";
  }
}

async function makeReady(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  void navigator.storage?.persist?.(); // so that a full device does not give up what waits here
  await navigator.serviceWorker.register("/lapangan/sw.js", { scope: "/lapangan/" });
  const worker = (await navigator.serviceWorker.ready).active;
  const urls = JSON.parse(document.getElementById("nk-offline")?.textContent ?? "[]") as string[];
  const box = document.getElementById("nk-ready");
  navigator.serviceWorker.addEventListener("message", (event: MessageEvent<{ ready?: number; total?: number }>) => {
    if (box && event.data.total !== undefined) {
      box.dataset.ready = String(event.data.ready === event.data.total);
      box.textContent = (event.data.ready === event.data.total ? box.dataset.done! : box.dataset.part!)
        .replace("{n}", String(event.data.ready))
        .replace("{m}", String(event.data.total));
    }
  });
  worker?.postMessage({ keep: urls });
}

document.getElementById("nk-send")?.addEventListener("click", () => void sendNow(true));
document.addEventListener("nk:sent", (event) => {
  void markFilled();
  if ((event as CustomEvent<Sent>).detail.sent.length) setTimeout(() => location.reload(), 1200);
});
void markFilled();
void makeReady();
const sender = document.getElementById("nk-send")!.dataset;
void startSending(sender.person!, sender.submit!);
