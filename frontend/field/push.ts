// What the service worker does with a message of our server: show it, and open its record on a click.
/// <reference lib="webworker" />

interface Told {
  title: string;
  body: string;
  url: string;
  tag: string;
  lang: string;
}

const ICON = "/static/naikkelas/field-192.png";

/** Something is shown in any case: browsers take the right away from a site that stays silent. */
export async function shown(worker: ServiceWorkerGlobalScope, data: PushMessageData | null): Promise<void> {
  let told: Partial<Told> = {};
  try {
    told = (data?.json() as Told | undefined) ?? {};
  } catch {
    // not ours, or not whole
  }
  const { title = "naikkelas", body = "", url = "/pemberitahuan/", tag = "naikkelas", lang = "id" } = told;
  await worker.registration.showNotification(title, { body, tag, lang, icon: ICON, badge: ICON, data: { url } });
}

/** The page of the record, in the window that shows it already or in one of its own; never another site. */
export async function opened(worker: ServiceWorkerGlobalScope, notification: Notification): Promise<void> {
  notification.close();
  const told = (notification.data as { url?: string } | null)?.url ?? "/";
  const url = new URL(told, worker.location.origin);
  if (url.origin !== worker.location.origin) return;
  const open = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((client) => client.url === url.href);
  await (there ? there.focus() : worker.clients.openWindow(url.href));
}

const MOVE = "/pemberitahuan/perangkat/pindah/";

/** The push service let the subscription go: ask for another one, and tell our server. By the key of now, which may be the
 * reason why. What the server does not know (any more) is given up: nobody is told there. */
export async function moved(worker: ServiceWorkerGlobalScope): Promise<void> {
  const { key, token } = (await (await fetch(MOVE, { cache: "no-store" })).json()) as { key: string; token: string };
  const { pushManager } = worker.registration;
  const made =
    (await pushManager.getSubscription()) ?? (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }));
  const { endpoint = "", keys = {} } = made.toJSON();
  const body = new URLSearchParams({ endpoint, ...keys });
  const answer = await fetch(MOVE, { method: "POST", body, headers: { "X-CSRFToken": token } });
  if (answer.status === 422) await made.unsubscribe();
}

/** What is still on the screen belongs to whoever signs out. */
export async function cleared(worker: ServiceWorkerGlobalScope): Promise<void> {
  for (const notification of await worker.registration.getNotifications()) notification.close();
}
