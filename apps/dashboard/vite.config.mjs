import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compressedFiles } from './compressed-files.mjs';
import { pageFiles } from './page-files.mjs';

const gateway = process.env.GATEWAY_URL ?? 'http://127.0.0.1:8080';

const LIBRARIES_OF_EVERY_PAGE =
  /node_modules\/(react|react-dom|scheduler|wouter|regexparam|mitt|@tanstack\/(react-)?query[^/]*|socket\.io[^/]*|engine\.io[^/]*|zod|use-sync-external-store)\//;
/** Without what brings large libraries that not every page has: charts, grids, dialogs. */
const OWN_MODULES =
  /\/(apps\/dashboard\/src\/(api|format|live|shell|theme|ui)\/(?!table\/grid|.*dialog\.)|libs\/(contracts|domain)\/dist\/)/;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), pageFiles({ mostBytes: 200_000 }), compressedFiles()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // A data: address would need a wider content policy.
    assetsInlineLimit: 0,
    // Every browser that has it understands modulepreload; the polyfill would be code for none.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Modules run in the order in which they are imported, also across files (src/zod-without-eval.ts).
    rolldownOptions: {
      output: {
        strictExecutionOrder: true,
        // A few files, not one a module: on a slow network each costs a round trip.
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'libraries', test: LIBRARIES_OF_EVERY_PAGE, priority: 2 },
            { name: 'common', test: OWN_MODULES, minShareCount: 3, priority: 1 },
          ],
        },
      },
    },
    // All of it is smaller than one more round trip.
    cssCodeSplit: false,
  },
  server: {
    proxy: {
      '/api': gateway,
      '/health': gateway,
      '/socket.io': { target: gateway, ws: true },
    },
  },
});
