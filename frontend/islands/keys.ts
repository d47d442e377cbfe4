// Keyboard on lists: "/" goes to the search, j and k move through the rows, Enter opens one. Where a page decides about one
// thing after another, whatever carries data-key="x" is pressed by x.
function typing(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));
}

export function step(rows: HTMLElement[], from: Element | null, by: number): HTMLElement | undefined {
  const at = rows.findIndex((row) => row === from || row.contains(from));
  return rows[Math.min(Math.max(at + by, 0), rows.length - 1)];
}

document.addEventListener("keydown", (event) => {
  if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "/") {
    const search = document.querySelector<HTMLInputElement>("[data-search]");
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
  const named = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
  if (named) {
    event.preventDefault();
    named.click();
    return;
  }
  if (event.key === "j" || event.key === "k") {
    const rows = [...document.querySelectorAll<HTMLElement>("[data-row] a[data-open]")];
    step(rows, document.activeElement, event.key === "j" ? 1 : -1)?.focus();
  }
});
