// A form with data-auto sends itself when a choice changes; its button is for those without script.
document.addEventListener("change", (event) => {
  const field = event.target as HTMLElement;
  const form = field.closest<HTMLFormElement>("form[data-auto]");
  if (form && field.matches("select, input[type=checkbox][name], input[type=radio]")) form.requestSubmit();
});
for (const button of document.querySelectorAll<HTMLElement>("form[data-auto] [data-auto-hide]")) button.hidden = true;

// a button that should not be pressed twice says that it is at work
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const question = form.dataset.confirm;
  if (question && !confirm(question)) {
    event.preventDefault();
    return;
  }
  const pressed = (event as SubmitEvent).submitter; // another button of the form, such as the one of the language, is not it
  const button = form.querySelector<HTMLButtonElement>("button[data-busy]");
  if (pressed && pressed !== button) return;
  if (button) {
    button.textContent = button.dataset.busy!;
    setTimeout(() => (button.disabled = true));
  }
});

// every checkbox of a list at once
document.addEventListener("change", (event) => {
  const all = event.target as HTMLInputElement;
  if (!all.matches("[data-check-all]")) return;
  for (const box of document.querySelectorAll<HTMLInputElement>(`input[name="${all.dataset.checkAll}"]:not(:disabled)`)) box.checked = all.checked;
});
