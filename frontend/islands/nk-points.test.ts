import { expect, test } from "vitest";
import { nearest } from "./nk-points.ts";

const spots = [
  { x: 10, y: 0 },
  { x: 30, y: 2 },
  { x: 12, y: 40 },
  { x: -20, y: 0 },
];

test("arrows go to the nearest mark that way, and nowhere where there is none", () => {
  const here = { x: 0, y: 0 };
  expect(nearest(here, spots, { x: 1, y: 0 })).toBe(0);
  expect(nearest(spots[0]!, spots, { x: 1, y: 0 })).toBe(1);
  expect(nearest(here, spots, { x: -1, y: 0 })).toBe(3);
  expect(nearest(here, spots, { x: 0, y: 1 })).toBe(1);
  expect(nearest(here, spots, { x: 0, y: -1 })).toBe(-1);
});
