// What the form engine has no opening for is opened while building: drafts (to see the answers, to begin with kept
// ones), photos (caption, size) and drawing; and what it brings along unasked is left out. A place that is no longer
// found fails the build, so that a new version of the engine cannot lose a draft unseen. What is called here is in
// engine.ts.
import type { Plugin } from "vite";

const OPENINGS: [name: string, engine: string | RegExp, ours: string][] = [
  [
    "begin with a draft",
    "const rA = AA.createInstance(nA);\n      return success(AA, rA);",
    "const kept = globalThis.nkEngine?.restore;\n      const rA = kept ? await AA.restoreInstance({ data: [kept] }, nA) : AA.createInstance(nA);\n      return success(AA, rA);",
  ],
  ["see the answers", "success = (eA, tA) => ({", "success = (eA, tA) => (globalThis.nkEngine?.opened(tA.root), {"],
  [
    "take a photo",
    /aA\(uA, AA\.question\.maxPixels\)\.then\(\(gA\) => \{\s*AA\.question\.setValue\(gA\);\s*\}\)\.catch\(\(gA\) => \{\s*AA\.question\.setValue\(uA\);\s*\}\);/,
    "globalThis.nkEngine.picture(uA, AA.question);",
  ],
  [
    "draw instead",
    /iA = \(uA\) => \{\s*uA\?\.click\(\);\s*\}, aA = async \(uA, gA\) => uA && gA/,
    "iA = (uA) => globalThis.nkEngine.ask(uA, AA.question), aA = async (uA, gA) => uA && gA",
  ],
  [
    "no camera for a drawing",
    'class: "take-picture-button",',
    'class: "take-picture-button", hidden: globalThis.nkEngine.isDrawn(eA.question),',
  ],
  [
    "a button for a drawing",
    'gA[4] || (gA[4] = createElementVNode("span", null, "Choose image", -1))',
    'createElementVNode("span", null, globalThis.nkEngine.isDrawn(eA.question) ? globalThis.nkEngine.texts.sign : "Choose image", 1)',
  ],
  [
    "its looks stay inside the form",
    "tA.textContent = resetStyles,",
    "tA.textContent = `:where(#nk-form) { ${resetStyles} }`,",
  ],
  // two thirds of what a phone would load for the form; the page has letters of its own
  ["no letters of its own", /@font-face\{font-family:Roboto;[^}]*\}/g, ""],
  [
    "change the caption",
    'alt: "Captured image preview"\n      }, null, 8, ["blob-url"])',
    'alt: "Captured image preview"\n      }, null, 8, ["blob-url"]),\n      !eA.isDisabled && globalThis.nkEngine.isCaptioned(eA.question) ? (openBlock(), createElementBlock("button", { key: 1, type: "button", class: "btn nk-caption-button", onClick: () => globalThis.nkEngine.caption(eA.question) }, globalThis.nkEngine.texts.caption_change)) : createCommentVNode("", !0)',
  ],
  [
    // its map asks a public server for its tiles: our pages ask no one else, and their CSP says so
    "a map without tiles of others",
    "layers: [new wy({ source: new Xy() })],",
    "layers: [],",
  ],
];

export function engineBridge(): Plugin {
  const missing = new Set(OPENINGS.map(([name]) => name));
  let seen = false;
  return {
    name: "engine-bridge",
    enforce: "pre",
    transform(code, id) {
      if (!id.includes("@getodk/web-forms/dist/")) return null;
      seen = true;
      for (const [name, engine, ours] of OPENINGS) {
        const opened = code.replace(engine, () => ours);
        if (opened !== code) missing.delete(name);
        code = opened;
      }
      return { code, map: null };
    },
    buildEnd(error) {
      if (!error && seen && missing.size) this.error(`places in the form engine not found: ${[...missing].join(", ")}`);
    },
  };
}
