// The enumerator's list: drafts and what waits here, attempts to meet somebody, and making it all ready for use without a signal.
import { agreed, textsOf, type Texts } from "./dialog.ts";
import { outbox } from "./outbox.ts";
import { keep, waiting, type Sent } from "./queue.ts";
import { sendNow, startSending } from "./status.ts";
import { little, room, told } from "./storage.ts";
import { READY, drafts, dropDraft, type Draft } from "./store.ts";

const texts: Texts = textsOf();
const sender = document.getElementById("nk-send")!.dataset as { person: string; submit: string };
const box = document.getElementById("nk-ready")!;
const again = document.getElementById("nk-make-ready") as HTMLButtonElement;
const wanted = JSON.parse(document.getElementById("nk-offline")?.textContent ?? "[]") as string[];
const { fill, mend, media } = document.getElementById("nk-drafts")!.dataset as { fill: string; mend: string; media: string };
const moment = (at: number): string =>
  new Date(at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

async function markFilled(): Promise<void> {
  const items = await waiting();
  const filled = new Map(items.filter((item) => !item.fields).map((item) => [item.code, item]));
  const tried = new Set(items.filter((item) => item.fields).map((item) => item.code));
  const begun = new Map((await drafts()).filter((each) => each.person === sender.person).map((each) => [each.code, each]));
  for (const row of document.querySelectorAll<HTMLElement>("[data-visit]")) {
    const item = filled.get(row.dataset.visit!);
    row.classList.toggle("nk-visit-waiting", Boolean(item));
    note(row, "[data-visit-note]", item ? (item.refused ?? texts.filled_here!) : undefined);
    note(row, "[data-tried-note]", tried.has(row.dataset.visit!) ? texts.attempt_here! : undefined);
    const draft = item ? undefined : begun.get(row.dataset.visit!);
    row.classList.toggle("nk-visit-draft", Boolean(draft));
    note(row, "[data-draft-note]", draft && texts.draft_waits!.replace("{time}", moment(draft.at)));
    const start = row.querySelector<HTMLElement>("[data-start]");
    if (start) start.textContent = draft ? texts.go_on! : texts.start!;
    // what only waits for a signal is not filled a second time
    const waits = Boolean(item && !item.refused);
    for (const way of row.querySelectorAll<HTMLElement>("a.btn, .nk-attempt")) way.hidden = waits;
  }
  await showDrafts();
}

function note(row: HTMLElement, place: string, text: string | undefined): void {
  const box = row.querySelector<HTMLElement>(place);
  if (!box) return;
  box.hidden = !text;
  box.textContent = text ?? "";
}

/** The drafts, of whoever uses this device: what is another's can be seen, and is opened by that person alone. */
async function showDrafts(): Promise<void> {
  const place = document.getElementById("nk-drafts")!;
  const found = await drafts();
  place.hidden = !found.length;
  place.querySelector("[data-items]")!.replaceChildren(...found.map(draftRow));
}

function draftRow(draft: Draft): HTMLElement {
  const row = Object.assign(document.createElement("li"), { className: "nk-out" });
  row.dataset.draft = draft.code;
  const head = document.createElement("div");
  head.append(
    Object.assign(document.createElement("b"), { textContent: draft.label }),
    Object.assign(document.createElement("span"), { className: "nk-sub nk-tab", textContent: moment(draft.at) }),
  );
  const line = Object.assign(document.createElement("div"), { className: "btn-list mt-2" });
  if (draft.person === sender.person) {
    const address = (draft.edits ? mend : fill).replace("KODE", draft.code);
    line.append(Object.assign(document.createElement("a"), { className: "btn btn-sm btn-primary", href: address, textContent: texts.go_on! }));
  } else {
    row.append(Object.assign(document.createElement("p"), { className: "nk-sub", textContent: texts.draft_other! }));
  }
  const away = Object.assign(document.createElement("button"), { className: "btn btn-sm", type: "button", textContent: texts.draft_delete! });
  away.addEventListener("click", () => {
    const text = texts.draft_delete_sure!.replace("{name}", draft.label);
    void agreed(texts.draft_delete!, text, texts.draft_delete!, texts.cancel!).then(async (sure) => {
      if (!sure) return;
      await dropDraft(draft.id);
      await markFilled();
    });
  });
  line.append(away);
  row.prepend(head);
  row.append(line);
  return row;
}

// ── attempts to meet somebody ──

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-attempt]")) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void tryKept(form);
  });
}

async function tryKept(form: HTMLFormElement): Promise<void> {
  const values = Object.fromEntries(new FormData(form).entries()) as Record<string, string>;
  const id = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const { person, submit: url } = sender;
  const { attempt: code, label } = form.dataset as { attempt: string; label: string };
  try {
    await keep({ id, person, code, label, url, xml: "", files: [], at: Date.now(), fields: { ...values, id, code } });
  } catch (error) {
    console.error(error);
    document.getElementById("nk-full")!.hidden = false;
    return;
  }
  form.reset();
  form.closest("details")!.open = false;
  await markFilled();
  await sendNow();
}

// ── ready without a signal ──

interface Ready {
  at: number;
  urls: string[];
}

function readySince(): number | undefined {
  try {
    const noted = JSON.parse(localStorage.getItem(READY) ?? "") as Ready;
    return wanted.every((url) => noted.urls.includes(url)) ? noted.at : undefined;
  } catch {
    return undefined;
  }
}

function showReady(): void {
  const since = readySince();
  box.dataset.ready = String(Boolean(since));
  box.textContent = since ? texts.ready_since!.replace("{time}", moment(since)) : texts.ready_not!;
}

async function makeReady(): Promise<void> {
  if (!("serviceWorker" in navigator)) {
    box.textContent = texts.ready_never!;
    again.hidden = true;
    return;
  }
  again.disabled = true;
  void navigator.storage?.persist?.().then(showRoom); // so that a full device does not give up what waits here
  await navigator.serviceWorker.register("/lapangan/sw.js", { scope: "/lapangan/" });
  // an edit that was begun opens without a signal too
  const begun = (await drafts()).filter((draft) => draft.edits && draft.person === sender.person);
  const more = begun.flatMap(({ code }) => [mend, media].map((address) => address.replace("KODE", code)));
  (await navigator.serviceWorker.ready).active?.postMessage({ keep: [...wanted, ...more] });
}

navigator.serviceWorker?.addEventListener("message", (event: MessageEvent<{ ready?: number; total?: number; done?: boolean; full?: boolean }>) => {
  const { ready, total, done, full } = event.data;
  if (total === undefined || ready === undefined) return;
  if (full) document.getElementById("nk-full")!.hidden = false;
  if (done && ready === total) localStorage.setItem(READY, JSON.stringify({ at: Date.now(), urls: wanted } satisfies Ready));
  if (done) again.disabled = false;
  if (done && (ready === total || readySince())) return showReady();
  box.textContent = texts.ready_part!.replace("{n}", String(ready)).replace("{m}", String(total));
});

async function showRoom(): Promise<void> {
  const found = await room();
  const line = document.getElementById("nk-room")!;
  if (!found) return;
  line.textContent = told(found, texts);
  line.classList.toggle("nk-bad", little(found));
}

again.addEventListener("click", () => void makeReady());
document.getElementById("nk-send")?.addEventListener("click", () => void sendNow(true));
document.addEventListener("nk:sent", (event) => {
  void markFilled();
  if ((event as CustomEvent<Sent>).detail.sent.length) setTimeout(() => location.reload(), 1200);
});
showReady();
void showRoom();
outbox(document.getElementById("nk-outbox")!, texts);
void markFilled();
void makeReady();
void startSending(sender.person, sender.submit);
