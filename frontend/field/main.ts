// <div id="nk-form">: one visit filled with the ODK form engine, kept in the queue first, then sent.
import { OdkWebForm, POST_SUBMIT__NEW_INSTANCE, webFormsPlugin } from "@getodk/web-forms";
import { createApp, h } from "vue";
import { keep } from "./queue.ts";
import { startSending } from "./status.ts";

interface Config {
  person: string;
  code: string;
  label: string;
  form: string;
  media: string;
  submit: string;
  done: string;
}

type Payload = { data: FormData[] | FormData };
type Callback = (result: { next: typeof POST_SUBMIT__NEW_INSTANCE }) => void;

const config: Config = JSON.parse(document.getElementById("nk-form-config")!.textContent!);

async function submit(payload: Payload, callback: Callback): Promise<void> {
  const form = Array.isArray(payload.data) ? payload.data[0]! : payload.data;
  const files: { name: string; blob: Blob }[] = [];
  let xml = "";
  for (const [name, value] of form.entries()) {
    if (!(value instanceof File)) continue;
    if (name === "xml_submission_file") xml = await value.text();
    else files.push({ name: value.name, blob: value });
  }
  const id = /<(?:\w+:)?instanceID>([^<]+)</.exec(xml)?.[1] ?? crypto.randomUUID();
  const { person, code, label, submit: url } = config;
  try {
    await keep({ id, person, code, label, url, xml, files, at: Date.now() });
  } catch (error) {
    tell("nk-form-full", error); // the form stays open with everything in it
    return;
  }
  callback({ next: POST_SUBMIT__NEW_INSTANCE });
  location.assign(config.done);
}

async function start(): Promise<void> {
  const response = await fetch(config.form);
  if (!response.ok) throw new Error(`form: HTTP ${response.status}`);
  const formXml = await response.text();
  const app = createApp({
    render: () =>
      h(OdkWebForm as never, {
        formXml,
        fetchFormAttachment: (url: URL) => fetch(config.media + String(url).split("/").pop()),
        trackDevice: true,
        onSubmit: submit,
      }),
  });
  app.use(webFormsPlugin);
  app.mount("#nk-form");
}

function tell(id: string, error: unknown): void {
  document.getElementById(id)!.hidden = false;
  console.error(error);
}

start().catch((error: unknown) => tell("nk-form-failed", error));
void startSending(config.person, config.submit);
