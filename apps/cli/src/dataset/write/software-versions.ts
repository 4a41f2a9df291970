import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '@fullcarry/platform/service/package-folder';
import { z } from 'zod';

const packageJson = z.object({
  version: z.string(),
  dependencies: z.record(z.string(), z.string()),
});

/** What wrote a data set, by name; the version of its `writer` is pinned. */
export function softwareVersions(writer: string): Record<string, string> {
  const text = readFileSync(join(packageFolder(import.meta.dirname), 'package.json'), 'utf8');
  const { version, dependencies } = packageJson.parse(JSON.parse(text));
  return {
    fullcarry: version,
    node: process.versions.node,
    [writer]: dependencies[writer] ?? '',
  };
}
