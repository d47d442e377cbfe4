// Signing out forgets what this device kept of the field work; it asks first where visits are not sent yet.
document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  if (!form.matches("form[data-sign-out]") || form.dataset.forgotten) return;
  event.preventDefault();
  void forget(form).then((sure) => {
    if (!sure) return;
    form.dataset.forgotten = "yes";
    form.requestSubmit();
  });
});

async function forget(form: HTMLFormElement): Promise<boolean> {
  try {
    const { waiting, wipe } = await import("../field/queue.ts");
    const left = (await waiting()).length;
    if (left && !confirm(form.dataset.warn!.replace("{n}", String(left)))) return false;
    await wipe();
  } catch {
    // a browser that keeps nothing has nothing to forget, and its person must get out all the same
  }
  return true;
}
