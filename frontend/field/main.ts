// <div id="nk-form">: one visit filled with the ODK form engine, kept as a draft at each answer, then in the queue, then sent.
import { POST_SUBMIT__NEW_INSTANCE } from "@getodk/web-forms";
import { agreed, textsOf } from "./dialog.ts";
import { drafting, type Drafting } from "./drafting.ts";
import { idOf, openEngine, withDeprecated } from "./engine.ts";
import { partsOf, read, showForm, type Payload, type Sent } from "./form.ts";
import { startSending } from "./status.ts";
import { draftId, draftOf, dropDraft, keep, type Draft } from "./store.ts";

interface Config {
  person: string;
  code: string;
  label: string;
  form: string;
  /** Where the files are that the form loads, by name. */
  media: Record<string, string>;
  submit: string;
  done: string;
  /** The visit that is edited. */
  sent?: Sent;
}

type Callback = (result: { next: typeof POST_SUBMIT__NEW_INSTANCE }) => void;

const config: Config = JSON.parse(document.getElementById("nk-form-config")!.textContent!);
const texts = textsOf();
const place = document.getElementById("nk-form")!;
let draft: Draft | undefined;
let saving: Drafting | undefined;
let resume = (): void => undefined;

async function submit(payload: Payload, callback: Callback): Promise<void> {
  const { xml: filled, files } = await partsOf(payload);
  const xml = withDeprecated(filled, draft?.edits);
  const id = idOf(xml, "instanceID") ?? crypto.randomUUID();
  const { person, code, label, submit: url } = config;
  await saving?.flush();
  saving?.stop(); // so that no draft is written after the visit was kept
  try {
    await keep({ id, person, code, label, url, xml, files, at: Date.now() });
  } catch (error) {
    resume();
    tell("nk-form-full", error); // the form stays open with everything in it, its draft too
    return;
  }
  callback({ next: POST_SUBMIT__NEW_INSTANCE });
  location.assign(config.done);
}

async function start(): Promise<void> {
  draft = await draftOf(config.person, config.code).catch(() => undefined);
  const formXml = draft?.form ?? (await read(config.form));
  showDraft(draft?.at, undefined);
  if (draft) offerAnew();
  openEngine(texts, draft, (answers) => {
    const { person, code, label } = config;
    const edits = draft?.edits ?? (config.sent && idOf(answers().xml, "deprecatedID"));
    const begin = (begun: boolean): void => {
      saving?.stop();
      saving = drafting({ person, code, label, form: formXml, edits }, answers, showDraft, place, begun);
    };
    begin(Boolean(config.sent) && !draft); // an edit is a draft from its first moment, so that it opens without a signal
    resume = () => begin(true);
  });
  const sent = draft ? undefined : config.sent;
  showForm(place, { formXml, media: config.media, sent, onSubmit: submit as never });
}

const clock = (at: number): string =>
  new Date(at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

/** The line that tells since when the answers are safe, or that the device has no room for them. */
function showDraft(at: number | undefined, error: unknown): void {
  const line = document.getElementById("nk-draft")!;
  document.getElementById("nk-draft-full")!.hidden = !error;
  if (error) console.error(error);
  if (at) line.textContent = texts.draft_saved!.replace("{time}", clock(at));
  if (at) line.dataset.saved = String(at);
}

function offerAnew(): void {
  const box = document.getElementById("nk-draft-back")!;
  box.hidden = false;
  box.querySelector("[data-when]")!.textContent = clock(draft!.at);
  box.querySelector("button")!.addEventListener("click", () => {
    void agreed(texts.draft_anew!, texts.draft_anew_sure!, texts.draft_delete!, texts.cancel!).then(async (sure) => {
      if (!sure) return;
      saving?.stop();
      await dropDraft(draftId(config.person, config.code));
      location.reload();
    });
  });
}

function tell(id: string, error: unknown): void {
  document.getElementById(id)!.hidden = false;
  console.error(error);
}

start().catch((error: unknown) => tell("nk-form-failed", error));
void startSending(config.person, config.submit);
