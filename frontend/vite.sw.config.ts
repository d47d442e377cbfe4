import { defineConfig } from "vite";

// the service worker is one file without a hash: browsers ask for it by a fixed address
export default defineConfig({
  base: "/static/naikkelas/",
  logLevel: "warn",
  build: {
    outDir: "../src/naikkelas/web/static/naikkelas",
    emptyOutDir: false,
    target: "es2022",
    lib: { entry: "field/sw.ts", formats: ["es"], fileName: () => "sw.js" },
  },
});
