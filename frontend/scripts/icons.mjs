// One SVG sprite of the icons that the templates name, cut from the Tabler set.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const PACKAGE = "../src/naikkelas/web";
const OUT = join(PACKAGE, "static/naikkelas/icons.svg");
const used = new Set();
const walk = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) { if (entry.name !== "static") walk(path); }
    else if (/\.html$/.test(entry.name)) for (const m of readFileSync(path, "utf8").matchAll(/\{% icon "([a-z0-9-]+)"/g)) used.add(m[1]);
  }
};
walk(join(PACKAGE, "templates"));
for (const m of readFileSync(join(PACKAGE, "icons.txt"), "utf8").matchAll(/^[a-z][a-z0-9-]+$/gm)) used.add(m[0]);

const symbols = [...used].sort().map((name) => {
  const svg = readFileSync(`node_modules/@tabler/icons/icons/outline/${name}.svg`, "utf8");
  const inner = svg.replace(/[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s*\n\s*/g, "");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
});
writeFileSync(OUT, `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`);
console.log(`icons.svg: ${symbols.length} icons`);
