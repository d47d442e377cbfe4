// A step that the server refused leads back to its page with the reason; what was typed there stands in its form again.
// It is kept in this tab alone, and only until the next page: never a password, a file or a hidden field.
const KEY = "nk-typed";
type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;
interface Typed {
  form: string;
  values: string[];
}

/** Which of a page's forms: by where it leads and what it says of itself without the person. */
function named(form: HTMLFormElement): string {
  const hidden = [...form.querySelectorAll<HTMLInputElement>("input[type=hidden]")].filter((input) => input.name !== "csrfmiddlewaretoken");
  return JSON.stringify([form.getAttribute("action") || location.pathname, ...hidden.map((input) => [input.name, input.value])]);
}

function fields(form: HTMLFormElement): Field[] {
  return [...form.elements].filter(
    (field): field is Field => /^(INPUT|TEXTAREA|SELECT)$/.test(field.tagName) && !/^(hidden|password|file|submit)$/.test((field as Field).type),
  );
}

function value(field: Field): string {
  if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) return field.checked ? "on" : "";
  return field instanceof HTMLSelectElement ? [...field.options].map((option) => (option.selected ? 1 : 0)).join("") : field.value;
}

function put(field: Field, text: string): void {
  if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) field.checked = text === "on";
  else if (field instanceof HTMLSelectElement) [...field.options].forEach((option, at) => (option.selected = text[at] === "1"));
  else field.value = text;
}

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (event.defaultPrevented || form.getAttribute("method")?.toLowerCase() !== "post") return;
  const typed: Typed = { form: named(form), values: fields(form).map(value) };
  try {
    sessionStorage.setItem(KEY, JSON.stringify(typed));
  } catch {
    // a browser that keeps nothing, or a form too long for it: the reason is told all the same
  }
});

export function refill(): void {
  let kept: string | null = null;
  try {
    kept = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
  } catch {
    return;
  }
  if (!kept || !document.querySelector("[data-refused]")) return;
  const typed = JSON.parse(kept) as Typed;
  // of several that lead to one place, and where the page has changed under it: the one with as many fields
  const form = [...document.forms].find((one) => named(one) === typed.form && fields(one).length === typed.values.length);
  if (!form) return;
  fields(form).forEach((field, at) => put(field, typed.values[at]!));
  for (let box = form.closest("details"); box; box = box.parentElement?.closest("details") ?? null) box.open = true;
}

refill();
