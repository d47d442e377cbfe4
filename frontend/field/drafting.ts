// The answers are kept at each change, so that a killed tab, an empty battery or a call costs nothing.
import type { Answers } from "./engine.ts";
import { draftId, saveDraft, type Draft } from "./store.ts";

const PAUSE_MS = 400;
/** Some answers come later than the press that asked for them: a photo made small, a point that became exact. */
const LATER_MS = 5_000;

export interface Drafting {
  /** Save now what is not saved yet. */
  flush(): Promise<void>;
  stop(): void;
}

type Base = Omit<Draft, "id" | "xml" | "files" | "at">;

/** Save the answers whenever they change; `told` hears when that was, or why it did not work. */
export function drafting(
  base: Base,
  answers: () => Answers,
  told: (saved: number | undefined, error?: unknown) => void,
  page: HTMLElement,
  begun = false,
): Drafting {
  let last = begun ? "" : print(answers());
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const save = async (): Promise<void> => {
    if (stopped) return;
    const now = answers();
    const seen = print(now);
    if (seen === last) return;
    const at = Date.now();
    try {
      await saveDraft({ ...base, id: draftId(base.person, base.code), ...now, at });
      last = seen;
      told(at);
    } catch (error) {
      told(undefined, error);
    }
  };
  const flush = (): Promise<void> => (running = running.then(save));
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void flush(), PAUSE_MS);
  };
  const hidden = (): void => {
    if (document.visibilityState === "hidden") void flush();
  };
  const EVENTS = ["input", "change", "click", "keyup", "nk:answer"];
  for (const name of EVENTS) page.addEventListener(name, soon);
  document.addEventListener("visibilitychange", hidden);
  addEventListener("pagehide", () => void flush());
  const later = setInterval(() => void flush(), LATER_MS);
  return {
    flush,
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearInterval(later);
      for (const name of EVENTS) page.removeEventListener(name, soon);
      document.removeEventListener("visibilitychange", hidden);
    },
  };
}

function print({ xml, files }: Answers): string {
  return xml + files.map((file) => `\n${file.name} ${file.blob.size}`).join("");
}
