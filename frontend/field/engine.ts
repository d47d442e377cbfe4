// Our side of the form engine: its answers as a draft, photos and drawings taken our way. See bridge.ts.
import type { Texts } from "./dialog.ts";
import { captioned, MOST_EDGE, photo } from "./photo.ts";
import { drawn } from "./signature.ts";
import type { Draft, Kept } from "./store.ts";

interface Upload {
  isAttached(): boolean;
  isRelevant(): boolean;
}
interface Attachment {
  getValue(): File | null;
}
interface Root {
  rootDocument: { instanceState: { instanceXML: string }; attachments: Map<Upload, Attachment> };
}
interface Question {
  appearances: Iterable<string>;
  currentState: { label?: { asString: string } | null; value: File | null };
  maxPixels?: number | null;
  setValue(file: File | null): unknown;
}
interface Engine {
  texts: Texts;
  restore?: FormData;
  opened(root: Root): void;
  picture(file: File | null, question: Question): void;
  ask(input: HTMLInputElement | null, question: Question): void;
  isDrawn(question: Question): boolean;
  isCaptioned(question: Question): boolean;
  caption(question: Question): void;
}
declare global {
  var nkEngine: Engine | undefined;
}

export interface Answers {
  xml: string;
  files: Kept[];
}

const XML_PART = "xml_submission_file";
const DRAWN = ["signature", "draw", "annotate"];

/** Open the engine's doors; `opened` hears of the answers once the form stands. */
export function openEngine(texts: Texts, draft: Draft | undefined, opened: (answers: () => Answers) => void): void {
  const told = new Event("nk:answer", { bubbles: true });
  const taken = (question: Question, file: File | null | undefined): void => {
    if (file === undefined) return;
    question.setValue(file);
    document.getElementById("nk-form")!.dispatchEvent(told);
  };
  globalThis.nkEngine = {
    texts,
    restore: draft && partsOf(draft),
    opened: (root) => opened(() => answersOf(root)),
    isDrawn,
    isCaptioned: (question) => !isDrawn(question) && question.currentState.value?.type === "image/jpeg",
    caption(question) {
      void captioned(question.currentState.value!, texts).then((made) => taken(question, made));
    },
    picture(file, question) {
      if (!file) taken(question, null);
      else void photo(file, question.maxPixels ?? MOST_EDGE, texts).then((made) => taken(question, made));
    },
    ask(input, question) {
      if (isDrawn(question)) {
        const title = question.currentState.label?.asString || texts.sign!;
        void drawn(texts, title).then((made) => taken(question, made));
        return;
      }
      if (!input) return;
      input.value = ""; // so that the same photo can be chosen again
      input.click();
    },
  };
}

function isDrawn(question: Question): boolean {
  return [...question.appearances].some((name) => DRAWN.includes(name));
}

function answersOf({ rootDocument }: Root): Answers {
  const files: Kept[] = [];
  for (const [question, attachment] of rootDocument.attachments) {
    const file = question.isAttached() && question.isRelevant() ? attachment.getValue() : null;
    if (file) files.push({ name: file.name, blob: file });
  }
  return { xml: rootDocument.instanceState.instanceXML, files };
}

function partsOf(draft: Draft): FormData {
  const parts = new FormData();
  parts.set(XML_PART, new File([draft.xml], XML_PART, { type: "text/xml" }));
  for (const { name, blob } of draft.files) parts.set(name, new File([blob], name, { type: blob.type }));
  return parts;
}

export function idOf(xml: string, element: "instanceID" | "deprecatedID"): string | undefined {
  return new RegExp(`<(?:[\\w-]+:)?${element}>([^<]+)<`).exec(xml)?.[1];
}

/** An edit that was interrupted names what it replaces all the same: the engine forgets that with a draft. */
export function withDeprecated(xml: string, edits: string | undefined): string {
  if (!edits || idOf(xml, "deprecatedID")) return xml;
  return xml.replace(/<((?:[\w-]+:)?)instanceID>[^<]*<\/\1instanceID>/, (id, prefix: string) => {
    return `${id}<${prefix}deprecatedID>${edits}</${prefix}deprecatedID>`;
  });
}
