// Fails when docs/POLICIES.md names a file or a constant that is not there any more.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../set-up/set-up.mjs';

const PLACE = /\| `([^`\s]+\.(?:ts|tsx|yml|css))`(?: `(\w+)`)?/g;
const text = readFileSync(join(root, 'docs/POLICIES.md'), 'utf8');
const places = [...text.matchAll(PLACE)];
const gone = places.flatMap(([, file, name]) => {
  const path = join(root, file);
  if (!existsSync(path)) return [`${file} is gone`];
  if (name && !new RegExp(`\\b${name}\\b`).test(readFileSync(path, 'utf8'))) {
    return [`${file} has no ${name}`];
  }
  return [];
});
if (places.length === 0) gone.push('docs/POLICIES.md names no place');
if (gone.length > 0) {
  console.error(`docs/POLICIES.md is not true any more:\n${gone.join('\n')}`);
  process.exit(1);
}
