// Signing out forgets what this device kept of the field work; it asks first where visits are not sent yet or not finished.
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
    const { drafts, waiting, wipe } = await import("../field/store.ts");
    const left = (await waiting()).length + (await drafts()).length;
    if (left && !confirm(form.dataset.warn!.replace("{n}", String(left)))) return false;
    for (const registration of (await navigator.serviceWorker?.getRegistrations?.()) ?? []) {
      await told(registration.active);
      await registration.unregister();
    }
    await wipe();
  } catch {
    // a browser that keeps nothing has nothing to forget, and its person must get out all the same
  }
  return true;
}

/** The worker may be in the middle of making pages ready: it stops first, or it would keep them after all. */
function told(worker: ServiceWorker | null): Promise<unknown> {
  if (!worker) return Promise.resolve();
  const { port1, port2 } = new MessageChannel();
  const answered = new Promise((resolve) => (port1.onmessage = resolve));
  worker.postMessage({ forget: true }, [port2]);
  return Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 2_000))]);
}
