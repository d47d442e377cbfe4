// The form engine in the page: with what files it loads, and the answers of a sent visit where one is edited.
import { OdkWebForm, webFormsPlugin } from "@getodk/web-forms";
import { createApp, h } from "vue";

/** A visit that was sent: its answers, and its files by name. */
export interface Sent {
  xml: string;
  files: Record<string, string>;
}

export type Payload = { data: FormData[] | FormData };
export type Callback = (result: { next: never }) => void;

export interface Shown {
  formXml: string;
  /** Where the files are that the form loads, by name. */
  media: Record<string, string>;
  sent?: Sent;
  onSubmit: (payload: Payload, callback: Callback) => unknown;
}

export function showForm(place: Element, { formXml, media, sent, onSubmit }: Shown): void {
  const app = createApp({
    render: () =>
      h(OdkWebForm as never, {
        formXml,
        fetchFormAttachment: (url: URL) => fetch(media[decodeURIComponent(String(url).split("/").pop()!)] ?? String(url)),
        trackDevice: true,
        editInstance: sent && edited(sent),
        onSubmit,
      }),
  });
  app.use(webFormsPlugin);
  app.mount(place);
  place.addEventListener("click", (event) => {
    // the engine's button beneath the questions has no name of its own
    if ((event.target as Element).closest(".questions-card + div button")) leadToWrong(place);
  });
}

/** A send that the engine refuses ends at the top, which says only how many answers are wrong: go on to the first of them. */
function leadToWrong(place: Element): void {
  const drawn = (then: () => void): void => void requestAnimationFrame(() => requestAnimationFrame(then));
  drawn(() => {
    const wrong = place.querySelector(".odk-form.submit-pressed .question-container.highlight");
    wrong?.scrollIntoView({ block: "center" });
    wrong?.querySelector<HTMLElement>("input, textarea, [tabindex='0']")?.focus({ preventScroll: true });
  });
}

function edited(sent: Sent) {
  return {
    resolveInstance: () => read(sent.xml),
    attachmentFileNames: Object.keys(sent.files),
    resolveAttachment: (name: string) => fetch(sent.files[name]!),
  };
}

export async function read(address: string): Promise<string> {
  const response = await fetch(address);
  if (!response.ok || response.redirected) throw new Error(`${address}: HTTP ${response.status}`);
  return response.text();
}

/** The XML and the files of what the engine gives when its form is sent. */
export async function partsOf({ data }: Payload): Promise<{ xml: string; files: { name: string; blob: File }[] }> {
  const form = Array.isArray(data) ? data[0]! : data;
  const files: { name: string; blob: File }[] = [];
  let xml = "";
  for (const [name, value] of form.entries()) {
    if (!(value instanceof File)) continue;
    if (name === "xml_submission_file") xml = await value.text();
    else files.push({ name: value.name, blob: value });
  }
  return { xml, files };
}
