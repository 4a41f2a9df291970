import { readFileSync } from 'node:fs';
import { z } from 'zod';

const packageJson = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
});

/** What wrote a data set, by name; the version of its `writer` is pinned. */
export function softwareVersions(writer: string): Record<string, string> {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  const { version, dependencies } = packageJson.parse(JSON.parse(text));
  return { fullcarry: version, node: process.versions.node, [writer]: dependencies[writer] ?? '' };
}
