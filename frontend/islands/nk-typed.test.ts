import { beforeEach, expect, it } from "vitest";
import { refill } from "./nk-typed.ts";

const PAGE = `
  <details><form method="post" action="/tim/baru/">
    <input type="hidden" name="csrfmiddlewaretoken" value="a"><input name="name"><input type="password" name="secret">
    <input type="checkbox" name="member" value="1"><input type="checkbox" name="member" value="2">
    <select name="leader"><option value="1">A</option><option value="2">B</option></select><textarea name="why"></textarea>
  </form></details>
  <form method="post" action="/lain/"><input name="name"></form>`;
const REFUSED = "<div data-refused>Pilih paling sedikit satu petugas lapangan.</div>";

function one<T extends Element>(css: string): T {
  return document.querySelector<T>(css)!;
}

function typeAndSend(): void {
  one<HTMLInputElement>("[name=name]").value = "Tim 3";
  one<HTMLInputElement>("[name=secret]").value = "rahasia";
  one<HTMLInputElement>("[value='2'][name=member]").checked = true;
  one<HTMLSelectElement>("select").value = "2";
  one<HTMLTextAreaElement>("textarea").value = "dua baris\nalasan";
  one("form").dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
}

beforeEach(() => {
  sessionStorage.clear();
  document.body.innerHTML = PAGE;
});

it("gives back what was typed where the step was refused, and opens what was folded", () => {
  typeAndSend();
  document.body.innerHTML = REFUSED + PAGE.replace('value="a"', 'value="b"');
  refill();
  expect(one<HTMLInputElement>("[name=name]").value).toBe("Tim 3");
  expect(one<HTMLInputElement>("[value='1'][name=member]").checked).toBe(false);
  expect(one<HTMLInputElement>("[value='2'][name=member]").checked).toBe(true);
  expect(one<HTMLSelectElement>("select").value).toBe("2");
  expect(one<HTMLTextAreaElement>("textarea").value).toBe("dua baris\nalasan");
  expect(one<HTMLDetailsElement>("details").open).toBe(true);
  expect(one<HTMLInputElement>("[action='/lain/'] [name=name]").value).toBe("");
});

it("keeps no password, and nothing after the next page", () => {
  typeAndSend();
  expect(sessionStorage.getItem("nk-typed")).not.toContain("rahasia");
  document.body.innerHTML = PAGE;
  refill();
  expect(one<HTMLInputElement>("[name=name]").value).toBe("");
  expect(sessionStorage.length).toBe(0);
});

it("leaves a form alone that is no longer the same", () => {
  typeAndSend();
  document.body.innerHTML = REFUSED + PAGE.replace("<textarea", "<input name=more><textarea");
  refill();
  expect(one<HTMLInputElement>("[name=name]").value).toBe("");
});
