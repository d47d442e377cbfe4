// Notices on this device: what this browser can do, and turning them on and off. The page has a text for each state.
export type State = "unsupported" | "insecure" | "install" | "denied" | "off" | "on";

/** What can be known without asking anybody. */
export function ability(): "ready" | Exclude<State, "off" | "on"> {
  if (!window.isSecureContext) return "insecure";
  const apple = /iPhone|iPad/.test(navigator.userAgent) && !matchMedia("(display-mode: standalone)").matches;
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) return apple ? "install" : "unsupported";
  return Notification.permission === "denied" ? "denied" : "ready";
}

function show(box: HTMLElement, state: State | "failed"): void {
  for (const part of box.querySelectorAll<HTMLElement>("[data-push-state]")) {
    part.hidden = part.dataset.pushState !== state && !(state === "failed" && part.dataset.pushState === "off");
  }
}

async function subscribed(box: HTMLElement): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(box.dataset.scope!);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

/** The worker of the field pages serves this too: a site has one. Its scope does not hold this page, so nothing else waits for it. */
async function worker(box: HTMLElement): Promise<ServiceWorkerRegistration> {
  const registration = await navigator.serviceWorker.register(box.dataset.worker!, { scope: box.dataset.scope! });
  const starting = registration.installing ?? registration.waiting;
  if (!registration.active && starting) {
    await new Promise<void>((resolve) => starting.addEventListener("statechange", () => starting.state === "activated" && resolve()));
  }
  return registration;
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}

async function turnOn(box: HTMLElement, form: HTMLFormElement): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") return show(box, ability() === "denied" ? "denied" : "off");
  try {
    const { pushManager } = await worker(box);
    await (await pushManager.getSubscription())?.unsubscribe(); // of somebody before, or by a key that is no more
    const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key!) });
    const { endpoint, keys } = made.toJSON();
    for (const [name, value] of Object.entries({ endpoint, ...keys })) {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = value!;
    }
  } catch (error) {
    console.error(error);
    return show(box, "failed");
  }
  form.submit();
}

async function start(box: HTMLElement): Promise<void> {
  const can = ability();
  if (can !== "ready") return show(box, can);
  const known = "here" in box.dataset && Notification.permission === "granted" && (await subscribed(box));
  show(box, known ? "on" : "off");
  box.querySelector<HTMLFormElement>("[data-push-add]")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void turnOn(box, event.target as HTMLFormElement);
  });
  box.querySelector<HTMLFormElement>("[data-push-end]")?.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.value !== "end" || form.dataset.ended) return;
    event.preventDefault();
    void subscribed(box)
      .then((found) => found?.unsubscribe())
      .catch(console.error) // the server forgets the device in any case
      .then(() => {
        form.dataset.ended = "yes";
        form.requestSubmit(button);
      });
  });
}

for (const box of document.querySelectorAll<HTMLElement>("[data-push]")) void start(box);
