// The part of the list that shows what waits on this device: each visit with its progress, or why it was refused and what to do.
import { agreed, type Texts } from "./dialog.ts";
import { progress, renew, waiting, type Waiting } from "./queue.ts";
import { nextAt, sendNow } from "./status.ts";
import { letGo } from "./store.ts";

/** A status at which the server has kept the visit aside, or the thing can never be taken: it may go from the device. */
const KEPT_ASIDE = 409;

export function outbox(place: HTMLElement, texts: Texts): void {
  const draw = async (): Promise<void> => {
    const items = await waiting();
    place.hidden = !items.length;
    place.querySelector("[data-items]")!.replaceChildren(...items.map((item) => row(item, texts)));
  };
  document.addEventListener("nk:queue", () => void draw());
  document.addEventListener("nk:sent", () => void draw());
  progress.addEventListener("part", (event) => {
    const { id, part } = event as Event & { id: string; part: number };
    const found = place.querySelector<HTMLElement>(`[data-waiting-id="${CSS.escape(id)}"]`);
    const bar = found?.querySelector("progress");
    if (!found || !bar) return;
    bar.hidden = false;
    bar.value = part;
    found.querySelector("[data-say]")!.textContent = texts.sending!.replace("{n}", String(Math.round(100 * part)));
  });
  void draw();
}

function row(item: Waiting, texts: Texts): HTMLElement {
  const box = document.createElement("li");
  box.className = "nk-out";
  box.dataset.waitingId = item.id;
  const head = document.createElement("div");
  head.append(
    Object.assign(document.createElement("b"), { textContent: item.label }),
    Object.assign(document.createElement("span"), {
      className: "nk-sub nk-tab",
      textContent: item.fields ? texts.attempt! : size(item, texts),
    }),
  );
  const say = Object.assign(document.createElement("p"), { className: item.refused ? "nk-bad" : "nk-sub", textContent: told(item, texts) });
  say.dataset.say = "";
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, hidden: true });
  bar.setAttribute("aria-label", item.label);
  box.append(head, say, bar);
  if (item.refused) box.append(buttons(item, texts));
  return box;
}

function size(item: Waiting, texts: Texts): string {
  const bytes = item.xml.length + item.files.reduce((sum, file) => sum + file.blob.size, 0);
  return texts.out_size!.replace("{files}", String(item.files.length)).replace("{n}", String(Math.max(1, Math.round(bytes / 1000))));
}

/** What the server said, and what the person can do about it. */
export function told(item: Waiting, texts: Texts): string {
  if (item.refused) return `${item.refused} ${remedy(item, texts)}`;
  const done = item.done?.length ? `${texts.out_part!.replace("{n}", String(item.done.length)).replace("{m}", String(item.files.length))} ` : "";
  if (!navigator.onLine || nextAt < Date.now()) return done + texts.out_waits!;
  const time = new Date(nextAt).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  return done + texts.out_again!.replace("{time}", time);
}

function remedy(item: Waiting, texts: Texts): string {
  return texts[`remedy_${item.status}`] ?? texts.remedy!;
}

function buttons(item: Waiting, texts: Texts): HTMLElement {
  const row = Object.assign(document.createElement("div"), { className: "btn-list mt-2" });
  const again = Object.assign(document.createElement("button"), { className: "btn btn-sm", type: "button", textContent: texts.send_again! });
  again.addEventListener("click", () => void renew(item.person, item.url).then(() => sendNow(true)));
  row.append(again);
  if (item.fields || item.status === KEPT_ASIDE) {
    const away = Object.assign(document.createElement("button"), { className: "btn btn-sm", type: "button", textContent: texts.out_delete! });
    away.addEventListener("click", () => {
      const text = item.fields ? texts.out_delete_attempt! : texts.out_delete_sure!;
      void agreed(texts.out_delete!, text, texts.out_delete!, texts.cancel!).then(async (sure) => {
        if (!sure) return;
        await letGo(item.id);
        document.dispatchEvent(new CustomEvent("nk:queue"));
        void sendNow();
      });
    });
    row.append(away);
  }
  return row;
}
