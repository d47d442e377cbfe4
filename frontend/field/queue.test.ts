// @vitest-environment node
import "fake-indexeddb/auto";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Waiting } from "./queue.ts";

type Queue = typeof import("./queue.ts");

/** A tab of its own: the module anew, on the same device. */
async function tab(): Promise<Queue> {
  vi.resetModules();
  return import("./queue.ts");
}

function filled(id: string, values: Partial<Waiting> = {}): Waiting {
  const at = Number(id.replace(/\D/g, "")) || 1;
  return { id, person: "7", code: `K-${id}`, label: id, url: "/k/tujuh/submission", xml: `<d>${id}</d>`, files: [], at, ...values };
}

function answer(status: number, values: { message?: string; headers?: Record<string, string>; ours?: boolean } = {}): Response {
  const ours: Record<string, string> = values.ours === false ? {} : { "X-OpenRosa-Version": "1.0" };
  return new Response(`<OpenRosaResponse><message>${values.message ?? "ya"}</message></OpenRosaResponse>`, {
    status,
    headers: { ...ours, ...values.headers },
  });
}

/** A server that answers in turn, and remembers what it was sent. */
function server(...answers: (Response | Error)[]) {
  const posts: { url: string; init: RequestInit }[] = [];
  const post = (async (url: string, init: RequestInit) => {
    posts.push({ url, init });
    const next = answers.length > 1 ? answers.shift()! : answers[0]!;
    if (next instanceof Error) throw next;
    return next.clone();
  }) as unknown as typeof fetch;
  return { post, posts, urls: () => posts.map((p) => p.url) };
}

async function xmlOf(init: RequestInit): Promise<string> {
  return ((init.body as FormData).get("xml_submission_file") as File).text();
}

let queue: Queue;
beforeEach(async () => {
  queue = await tab();
  await queue.wipe();
});

describe("keeping", () => {
  it("keeps a visit with its photos over a restart of the browser", async () => {
    await queue.keep(filled("1", { files: [{ name: "a.jpg", blob: new Blob(["foto"]) }] }));
    const [item] = await (await tab()).waiting();
    expect(item!.xml).toBe("<d>1</d>");
    expect(await item!.files[0]!.blob.text()).toBe("foto");
  });

  it("still holds the visit while it is on its way", async () => {
    await queue.keep(filled("1"));
    let during = -1;
    await queue.send((async () => {
      during = (await queue.waiting()).length;
      return answer(201);
    }) as unknown as typeof fetch);
    expect(during).toBe(1);
    expect(await queue.waiting()).toEqual([]);
  });
});

describe("sending", () => {
  it("sends the XML and each file as an OpenRosa delivery, without cookies and without following a redirect", async () => {
    await queue.keep(filled("1", { files: [{ name: "a.jpg", blob: new Blob(["foto"]) }] }));
    const { post, posts } = server(answer(201));
    await queue.send(post);
    const { init } = posts[0]!;
    expect(init).toMatchObject({ method: "POST", credentials: "omit", redirect: "error", headers: { "X-OpenRosa-Version": "1.0" } });
    expect(await xmlOf(init)).toBe("<d>1</d>");
    const file = (init.body as FormData).get("a.jpg") as File;
    expect([file.name, await file.text()]).toEqual(["a.jpg", "foto"]);
  });

  it("goes oldest first", async () => {
    for (const id of ["30", "10", "20"]) await queue.keep(filled(id));
    const { post } = server(answer(201));
    expect((await queue.send(post)).sent).toEqual(["K-10", "K-20", "K-30"]);
  });

  it.each([201, 202])("lets a visit go after %i", async (status) => {
    await queue.keep(filled("1"));
    expect(await queue.send(server(answer(status)).post)).toEqual({ sent: ["K-1"], left: 0, refused: [], again: undefined });
  });

  it("keeps what the server refuses, shows why, and goes on with the next", async () => {
    await queue.keep(filled("1"));
    await queue.keep(filled("2"));
    const result = await queue.send(server(answer(409, { message: "Sudah ada isian lain." }), answer(201)).post);
    expect(result.sent).toEqual(["K-2"]);
    expect(result.refused.map((item) => item.refused)).toEqual(["Sudah ada isian lain."]);
    expect((await queue.waiting()).map((item) => item.id)).toEqual(["1"]);
  });

  it("sends a refused visit again only when a person asks", async () => {
    await queue.keep(filled("1", { refused: "Sudah ada." }));
    const quiet = server(answer(201));
    expect((await queue.send(quiet.post)).left).toBe(1);
    expect(quiet.posts).toEqual([]);
    expect((await queue.send(quiet.post, true)).sent).toEqual(["K-1"]);
  });

  it("sends a refused visit once a run that goes already is over, when a person asks meanwhile", async () => {
    await queue.keep(filled("1", { refused: "Sudah ada." }));
    await queue.keep(filled("2"));
    const { post, posts } = server(answer(201));
    const going = queue.send(post);
    const asked = queue.send(post, true);
    expect((await going).sent).toEqual(["K-2"]);
    expect((await asked).sent).toEqual(["K-1"]);
    expect(posts.length).toBe(2);
  });

  it("stops at the first sign of a dead network and loses nothing", async () => {
    for (const id of ["1", "2", "3"]) await queue.keep(filled(id));
    const { post, posts } = server(answer(201), new TypeError("Failed to fetch"));
    expect(await queue.send(post)).toMatchObject({ sent: ["K-1"], left: 2, refused: [], again: 0 });
    expect(posts.length).toBe(2);
  });

  it.each([429, 502, 503, 504])("stops at %i and tells when to come back", async (status) => {
    for (const id of ["1", "2"]) await queue.keep(filled(id));
    const { post, posts } = server(answer(status, { headers: { "Retry-After": "60" } }));
    expect(await queue.send(post)).toMatchObject({ sent: [], left: 2, refused: [], again: 60_000 });
    expect(posts.length).toBe(1);
  });

  it("does not let one visit that the server stumbles over hold up the others", async () => {
    for (const id of ["1", "2"]) await queue.keep(filled(id));
    const result = await queue.send(server(answer(500), answer(201)).post);
    expect(result).toMatchObject({ sent: ["K-2"], left: 1, refused: [], again: 0 });
  });

  it.each([200, 201, 404])("takes %i from a stranger (the sign-in page of a hotspot) for no network", async (status) => {
    await queue.keep(filled("1"));
    const result = await queue.send(server(answer(status, { ours: false })).post);
    expect(result).toMatchObject({ sent: [], left: 1, refused: [], again: 0 });
  });
});

describe("two tabs", () => {
  it("send each visit once", async () => {
    const other = await tab();
    for (const id of ["1", "2", "3"]) await queue.keep(filled(id));
    const { post, posts } = server(answer(201));
    const [one, two] = await Promise.all([queue.send(post), other.send(post)]);
    expect([...one.sent, ...two.sent].sort()).toEqual(["K-1", "K-2", "K-3"]);
    expect(posts.length).toBe(3);
  });

  it("a second call in the same tab joins the first", async () => {
    await queue.keep(filled("1"));
    const { post, posts } = server(answer(201));
    await Promise.all([queue.send(post), queue.send(post)]);
    expect(posts.length).toBe(1);
  });

  it("a tab that was closed in the middle leaves the visit to the next", async () => {
    await queue.keep(filled("1"));
    await queue.send(server(new DOMException("aborted", "AbortError")).post);
    expect((await (await tab()).send(server(answer(201)).post)).sent).toEqual(["K-1"]);
  });

  it("a visit that was wiped while the server refused it does not come back", async () => {
    await queue.keep(filled("1"));
    await queue.send((async () => {
      await queue.wipe();
      return answer(409);
    }) as unknown as typeof fetch);
    expect(await queue.waiting()).toEqual([]);
  });
});

describe("several people on one device", () => {
  it("send each visit under the key of the person who filled it", async () => {
    await queue.keep(filled("1", { person: "7", url: "/k/tujuh/submission" }));
    await queue.keep(filled("2", { person: "8", url: "/k/delapan/submission" }));
    const { post, urls } = server(answer(201));
    await queue.renew("8", "/k/delapan-baru/submission");
    await queue.send(post);
    expect(urls()).toEqual(["/k/tujuh/submission", "/k/delapan-baru/submission"]);
  });

  it("a new key frees what was refused under the old one", async () => {
    await queue.keep(filled("1", { refused: "Kunci tidak berlaku lagi." }));
    await queue.renew("7", "/k/baru/submission");
    const { post, urls } = server(answer(201));
    expect((await queue.send(post)).sent).toEqual(["K-1"]);
    expect(urls()).toEqual(["/k/baru/submission"]);
  });
});

it("signing out forgets everything", async () => {
  await queue.keep(filled("1"));
  await queue.wipe();
  expect(await (await tab()).waiting()).toEqual([]);
});
