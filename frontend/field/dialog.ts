// Questions that the field pages ask: a window over the page with two answers.
export type Texts = Record<string, string>;

interface Question {
  title: string;
  content: Node[];
  yes: string;
  no: string;
  /** Asked before yes is taken. */
  ready?: () => boolean;
  opened?: () => void;
  wide?: boolean;
}

/** True when the person said yes; Escape and a lost window say no. */
export function dialog({ title, content, yes, no, ready, opened, wide }: Question): Promise<boolean> {
  const box = document.createElement("dialog");
  box.className = wide ? "nk-dialog nk-dialog-wide" : "nk-dialog";
  box.setAttribute("aria-label", title);
  const form = Object.assign(document.createElement("form"), { method: "dialog" });
  const buttons = Object.assign(document.createElement("div"), { className: "nk-dialog-buttons" });
  const back = Object.assign(document.createElement("button"), { className: "btn", type: "button", textContent: no });
  const sure = Object.assign(document.createElement("button"), { className: "btn btn-primary", textContent: yes });
  buttons.append(back, sure);
  form.append(Object.assign(document.createElement("h2"), { className: "card-title mb-2", textContent: title }), ...content, buttons);
  box.append(form);
  document.body.append(box);
  return new Promise((resolve) => {
    back.addEventListener("click", () => box.close("no"));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (ready && !ready()) return;
      box.close("yes");
    });
    box.addEventListener("close", () => {
      box.remove();
      resolve(box.returnValue === "yes");
    });
    box.showModal();
    opened?.();
  });
}

/** A short text in a window, to be agreed to or not. */
export function agreed(title: string, text: string, yes: string, no: string): Promise<boolean> {
  return dialog({ title, content: [Object.assign(document.createElement("p"), { textContent: text })], yes, no });
}

export function textsOf(id = "nk-texts"): Texts {
  return JSON.parse(document.getElementById(id)?.textContent ?? "{}") as Texts;
}
