import "fake-indexeddb/auto";
import { beforeEach, expect, it, vi } from "vitest";
import { keep, waiting, wipe } from "../field/queue.ts";
import "./nk-sign-out.ts";

let sent = 0;

beforeEach(async () => {
  await wipe();
  sent = 0;
  document.body.innerHTML = '<form data-sign-out data-warn="{n} belum terkirim"><button>Keluar</button></form>';
  const form = document.querySelector("form")!;
  form.addEventListener("submit", (event) => {
    if (form.dataset.forgotten) {
      sent += 1;
      event.preventDefault();
    }
  });
});

async function filled(): Promise<void> {
  await keep({ id: "1", person: "7", code: "K-1", label: "K-1", url: "/k/a/submission", xml: "<d/>", files: [], at: 1 });
}

it("signs out at once where nothing waits", async () => {
  document.querySelector("form")!.requestSubmit();
  await vi.waitFor(() => expect(sent).toBe(1));
});

it("asks before unsent visits are lost, and stays when the person says no", async () => {
  await filled();
  const asked = vi.fn(() => false);
  vi.stubGlobal("confirm", asked);
  document.querySelector("form")!.requestSubmit();
  await vi.waitFor(() => expect(asked).toHaveBeenCalledWith("1 belum terkirim"));
  expect(sent).toBe(0);
  expect((await waiting()).length).toBe(1);
});

it("forgets everything when the person says yes", async () => {
  await filled();
  vi.stubGlobal("confirm", () => true);
  document.querySelector("form")!.requestSubmit();
  await vi.waitFor(() => expect(sent).toBe(1));
  expect(await waiting()).toEqual([]);
});
