// <div id="nk-form"> in the office: the form of a sent visit with its answers. Saving first shows what it would change,
// asks why, and keeps a new version; whatever is refused, the form stays open with everything in it.
import { dialog, textsOf } from "./dialog.ts";
import { openEngine, type Answers } from "./engine.ts";
import { partsOf, read, showForm, type Payload, type Sent } from "./form.ts";

interface Config {
  form: string;
  media: Record<string, string>;
  sent: Sent;
  save: string;
  done: string;
}

const REASON_LEAST = 10;
const config: Config = JSON.parse(document.getElementById("nk-form-config")!.textContent!);
const texts = textsOf();
let answers: (() => Answers) | undefined;
let begun = "";
let left = false;

async function submit(payload: Payload): Promise<void> {
  refused("");
  const { xml, files } = await partsOf(payload);
  const parts = new FormData();
  parts.set("xml_submission_file", new File([xml], "submission.xml", { type: "text/xml" }));
  for (const { name, blob } of files) parts.append(name, blob, name);
  parts.set("preview", "1");
  const looked = await post(parts);
  if (!looked) return;
  parts.delete("preview");
  const reason = await asked(looked);
  if (reason === undefined) return;
  parts.set("reason", reason);
  if ((await post(parts)) === undefined) return;
  left = true;
  location.assign(config.done);
}

/** What the server answered, or undefined when it refused: then the page says why. */
async function post(parts: FormData): Promise<string | undefined> {
  try {
    const headers = { "X-CSRFToken": /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1] ?? "" };
    const response = await fetch(config.save, { method: "POST", body: parts, headers, redirect: "manual" });
    if (response.ok) return await response.text();
    const told = response.headers.get("Content-Type")?.startsWith("text/plain") ? await response.text() : "";
    refused(told || (response.type === "opaqueredirect" || response.status === 403 ? texts.edit_signed_out! : texts.edit_failed!));
  } catch (error) {
    console.error(error);
    refused(texts.edit_failed!);
  }
  return undefined;
}

/** The reason for an edit whose changes are shown; undefined when it is not to be saved yet. */
async function asked(changes: string): Promise<string | undefined> {
  const shown = document.createElement("div");
  shown.className = "nk-edit-changes";
  shown.innerHTML = changes; // our own template, which escapes every answer
  const label = Object.assign(document.createElement("label"), { className: "form-label mt-2", htmlFor: "nk-reason", textContent: texts.edit_reason! });
  const field = Object.assign(document.createElement("textarea"), { id: "nk-reason", className: "form-control", rows: 2, maxLength: 500 });
  const short = Object.assign(document.createElement("div"), { className: "invalid-feedback", textContent: texts.edit_reason_short! });
  short.setAttribute("role", "alert");
  const ready = (): boolean => {
    const enough = field.value.trim().length >= REASON_LEAST;
    field.classList.toggle("is-invalid", !enough);
    short.classList.toggle("d-block", !enough);
    if (!enough) field.focus();
    return enough;
  };
  const opened = (): void => field.focus();
  const content = [shown, label, field, short];
  const yes = await dialog({ title: texts.edit_title!, content, yes: texts.edit_save!, no: texts.edit_back!, ready, opened, wide: true });
  return yes ? field.value.trim() : undefined;
}

function refused(text: string): void {
  const line = document.getElementById("nk-edit-refused")!;
  line.hidden = !text;
  line.querySelector("span")!.textContent = text;
  if (text) line.scrollIntoView({ block: "center" });
}

addEventListener("beforeunload", (event) => {
  if (!left && answers && answers().xml !== begun) event.preventDefault();
});

async function start(): Promise<void> {
  const formXml = await read(config.form);
  openEngine(texts, undefined, (told) => {
    answers = told;
    begun = told().xml;
  });
  showForm(document.getElementById("nk-form")!, { formXml, media: config.media, sent: config.sent, onSubmit: submit });
}

start().catch((error: unknown) => {
  document.getElementById("nk-form-failed")!.hidden = false;
  console.error(error);
});
