import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { firstLoadBudget } from './first-load-budget.mjs';

const gateway = process.env.GATEWAY_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), firstLoadBudget({ mostBytes: 300_000 })],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // A data: address would need a wider content policy.
    assetsInlineLimit: 0,
    // Every browser that has it understands modulepreload; the polyfill would be code for none.
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // Modules run in the order in which they are imported, also across files (src/zod-without-eval.ts).
    rolldownOptions: { output: { strictExecutionOrder: true } },
  },
  server: {
    proxy: {
      '/api': gateway,
      '/health': gateway,
      '/socket.io': { target: gateway, ws: true },
    },
  },
});
