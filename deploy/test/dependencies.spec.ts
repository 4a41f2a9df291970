import { describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { read, root } from './project.js';

const names = z.record(z.string(), z.string()).default({});
const manifest = z.looseObject({
  dependencies: names,
  devDependencies: names,
  license: z.string().optional(),
});
const manifestAt = (path: string) => manifest.parse(JSON.parse(readFileSync(path, 'utf8')));

/** Every package that one of ours names, with the folder in which it is installed. */
const direct = new Map(
  [
    '.',
    'bench',
    ...['apps', 'libs'].flatMap((of) => readdirSync(join(root, of)).map((one) => `${of}/${one}`)),
  ]
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .flatMap((folder) => {
      const { dependencies, devDependencies } = manifestAt(join(root, folder, 'package.json'));
      return Object.keys({ ...dependencies, ...devDependencies })
        .filter((name) => !name.startsWith('@fullcarry/'))
        .map((name) => [name, join(root, folder, 'node_modules', name)] as const);
    }),
);

describe('docs/DEPENDENCIES.md', () => {
  const rows = [...read('docs/DEPENDENCIES.md').matchAll(/^\| (`.*?) *\| (\S+) *\|/gm)].flatMap(
    ([, packages, licence]) =>
      [...packages!.matchAll(/`([^`]+)`/g)].map(([, name]) => [name!, licence!] as const),
  );

  it('names every package that is taken, once, and none that is not', () => {
    expect(rows.map(([name]) => name).sort()).toEqual([...direct.keys()].sort());
  });

  it('says the licence that each package has', () => {
    const own = [...direct].map(([name, path]) => [
      name,
      manifestAt(join(path, 'package.json')).license,
    ]);
    expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(own));
  });
});

describe('npm run sbom', () => {
  const component = z.looseObject({ 'bom-ref': z.string(), scope: z.string() });
  const document = z.object({
    bomFormat: z.literal('CycloneDX'),
    components: z.array(component),
    dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
  });
  const text = execFileSync(process.execPath, [join(root, 'scripts/sbom.mjs')], {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  const { components, dependencies } = document.parse(JSON.parse(text));
  const refs = new Set(components.map((one) => one['bom-ref']));

  it('lists each package once, and leads from each to packages that it lists', () => {
    expect(refs.size).toBe(components.length);
    for (const { dependsOn } of dependencies)
      for (const ref of dependsOn) expect(refs).toContain(ref);
    expect(dependencies[0]!.dependsOn).toHaveLength(new Set(dependencies[0]!.dependsOn).size);
  });

  it('tells what runs from what builds and tests', () => {
    const scopeOf = (name: string) =>
      components.find((one) => one['bom-ref'].startsWith(`pkg:npm/${name}@`))?.scope;
    expect(scopeOf('better-sqlite3')).toBe('required');
    // Comes along with it.
    expect(scopeOf('bindings')).toBe('required');
    expect(scopeOf('eslint')).toBe('excluded');
  });
});
