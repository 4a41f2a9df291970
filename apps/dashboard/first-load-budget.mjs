import { gzipSync } from 'node:zlib';

/**
 * Fails the build when the JavaScript that every visitor must load before the first page shows (the entry
 * and what it imports statically) is larger than `mostBytes`, gzipped. What is imported lazily is free.
 */
export function firstLoadBudget({ mostBytes }) {
  return {
    name: 'first-load-budget',
    generateBundle(_, bundle) {
      const counted = new Set();
      const count = (fileName) => {
        const chunk = bundle[fileName];
        if (chunk?.type !== 'chunk' || counted.has(fileName)) return 0;
        counted.add(fileName);
        const own = gzipSync(chunk.code).length;
        return chunk.imports.reduce((sum, name) => sum + count(name), own);
      };
      const entries = Object.values(bundle).filter((chunk) => chunk.isEntry);
      const bytes = entries.reduce((sum, { fileName }) => sum + count(fileName), 0);
      if (bytes > mostBytes) {
        this.error(
          `The first load is ${bytes} bytes of JavaScript, gzipped; allowed: ${mostBytes}`,
        );
      }
      this.info(`First load: ${bytes} bytes of JavaScript, gzipped; allowed: ${mostBytes}`);
    },
  };
}
