import purgeCSSPlugin from "@fullhuman/postcss-purgecss";
import { defineConfig } from "vitest/config";
import { engineBridge } from "./field/bridge.ts";
import { indonesianForms } from "./field/indonesian.ts";

// classes that only scripts or sums put on the page
const KEPT = [/^htmx-/, /^k[0-5]$/, /^bg-[a-z]+-lt$/];
const OUT = "../src/naikkelas/web/static/naikkelas";

export default defineConfig({
  base: "/static/naikkelas/",
  plugins: [engineBridge(), indonesianForms()],
  css: {
    postcss: {
      plugins: [
        purgeCSSPlugin({
          // only the style sheet of our own pages is cut down; the form engine brings what it needs
          contentFunction: (file: string) =>
            file.includes("styles/")
              ? ["../src/naikkelas/web/**/*.html", "../src/naikkelas/web/**/*.py", "../src/naikkelas/drawing/*.py", "islands/**/*.ts", "field/**/*.ts"]
              : [],
          content: [],
          safelist: { standard: KEPT, greedy: [/data-bs-theme/] },
          variables: false,
        }),
      ],
    },
  },
  logLevel: "warn",
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    chunkSizeWarningLimit: 3000,
    rollupOptions: {
      // the form engine's geometry library uses eval; our CSP forbids it and nothing we use reaches it
      checks: { eval: false },
      input: { main: "islands/main.ts", field: "field/main.ts", visits: "field/visits.ts", office: "field/office.ts" },
    },
  },
  test: { environment: "happy-dom" },
});
