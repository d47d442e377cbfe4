// @vitest-environment node
import { expect, it } from "vitest";
import { captionOf, exifOf, recaptioned, upright, withParts } from "./jpeg.ts";

const EXIF_HEAD = [0x45, 0x78, 0x69, 0x66, 0, 0];

/** EXIF with one entry: the orientation, in the byte order of Intel or Motorola. */
function exif(orientation: number, little: boolean): Uint8Array {
  const short = (n: number) => (little ? [n & 255, n >> 8] : [n >> 8, n & 255]);
  const long = (n: number) => (little ? [n & 255, 0, 0, 0] : [0, 0, 0, n & 255]);
  const order = little ? [0x49, 0x49] : [0x4d, 0x4d];
  return new Uint8Array([
    ...EXIF_HEAD, ...order, ...short(42), ...long(8), ...short(1),
    ...short(0x0112), ...short(3), ...long(1), ...short(orientation), 0, 0, ...long(0),
  ]);
}

function jpeg(...segments: [number, Uint8Array][]): Uint8Array {
  const parts = segments.flatMap(([marker, content]) => [
    0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 255, ...content,
  ]);
  return new Uint8Array([0xff, 0xd8, ...parts, 0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
}

it("finds when and where behind other segments, and nothing where it is missing", () => {
  const found = exifOf(jpeg([0xe0, new Uint8Array(14)], [0xe1, exif(6, true)]));
  expect(found).toEqual(exif(6, true));
  expect(exifOf(jpeg([0xe0, new Uint8Array(14)]))).toBeUndefined();
  expect(exifOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))).toBeUndefined();
});

it("does not run past the end of a torn file", () => {
  const torn = jpeg([0xe1, exif(6, true)]).slice(0, 20);
  expect(exifOf(torn)).toBeUndefined();
});

it.each([true, false])("says that the picture stands upright (little-endian: %s)", (little) => {
  expect(upright(exif(6, little))).toEqual(exif(1, little));
});

it("writes the EXIF and the caption in front of the picture", async () => {
  const made = new Uint8Array(await withParts(jpeg(), exif(1, true), "Etalase – depan").arrayBuffer());
  expect(exifOf(made)).toEqual(exif(1, true));
  expect(new TextDecoder().decode(made)).toContain("Etalase – depan");
  expect([...made.slice(-2)]).toEqual([0xff, 0xd9]);
});

it("changes the caption, and nothing else", async () => {
  const bytes = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());
  const taken = await bytes(withParts(jpeg([0xe0, new Uint8Array(14)]), exif(1, true), "Etalase – depan"));
  expect(captionOf(taken)).toBe("Etalase – depan");
  const changed = await bytes(recaptioned(taken, "Gudang"));
  expect(captionOf(changed)).toBe("Gudang");
  expect(changed).toEqual(await bytes(withParts(jpeg([0xe0, new Uint8Array(14)]), exif(1, true), "Gudang")));
  expect(captionOf(await bytes(recaptioned(changed, "")))).toBe("");
  expect(captionOf(new Uint8Array([0x89, 0x50, 0x4e, 0x47]))).toBe("");
});
