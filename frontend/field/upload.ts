// Posting with progress: what fetch does, and besides how much of the body has left the device.
import type { Post } from "./queue.ts";

export const upload: Post = (url, init, told) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (): void => reject(new TypeError("network"));
    request.open("POST", url);
    for (const [name, value] of Object.entries(init.headers as Record<string, string>)) request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable && event.total) told?.(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      // an address that sends on elsewhere is not the server
      if (request.responseURL && new URL(request.responseURL).pathname !== new URL(url, location.href).pathname) return fail();
      resolve(new Response(request.responseText, { status: request.status, headers: headersOf(request) }));
    });
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, fail);
    init.signal?.addEventListener("abort", () => request.abort());
    request.send(init.body as FormData);
  });

function headersOf(request: XMLHttpRequest): Headers {
  const headers = new Headers();
  for (const line of request.getAllResponseHeaders().trim().split(/\r?\n/)) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return headers;
}
