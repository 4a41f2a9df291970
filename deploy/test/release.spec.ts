import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from './project.js';

const NOTES = `# Changelog

## Unreleased

- One thing.
- # Another.

## 0.9.0

The first.
`;

describe('npm run release', () => {
  let folder: string;
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const text = (path: string) => readFileSync(join(folder, path), 'utf8');
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' }).trim();
  const release = (...args: string[]) =>
    spawnSync(process.execPath, [join(folder, 'scripts/release.mjs'), ...args], {
      encoding: 'utf8',
    });
  const manifest = (check: string) =>
    JSON.stringify({ name: 'a', version: '0.9.0', scripts: { check } }, undefined, 2);
  const commit = () => {
    git('add', '--all');
    git('commit', '--quiet', '--message', 'Work');
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fullcarry-'));
    mkdirSync(join(folder, 'scripts'));
    for (const script of ['release.mjs', 'set-up/asked-options.mjs']) {
      cpSync(join(root, 'scripts', script), join(folder, 'scripts', script));
    }
    write('package.json', manifest('node -e ""'));
    write('libs/b/package.json', '{\n  "name": "b",\n  "version": "0.9.0",\n  "c": "0.9.0"\n}\n');
    write('CHANGELOG.md', NOTES);
    git('init', '--quiet');
    git('config', 'user.name', 'spec');
    git('config', 'user.email', 'spec@localhost');
    commit();
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('sets every package’s version, dates the notes, commits and tags', () => {
    const { status, stderr } = release('0.10.0');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(text('package.json')).toContain('"version": "0.10.0"');
    expect(text('libs/b/package.json')).toContain('"version": "0.10.0",\n  "c": "0.9.0"');
    expect(text('CHANGELOG.md')).toMatch(
      /## Unreleased\n\n## 0\.10\.0 - \d{4}-\d\d-\d\d\n\n- One thing/,
    );
    expect(git('status', '--porcelain')).toBe('');
    expect(git('log', '-1', '--format=%s')).toBe('Release 0.10.0');
    expect(git('tag', '--list', '--format=%(contents)', 'v0.10.0')).toBe(
      '0.10.0\n\n- One thing.\n- # Another.',
    );
    // The next one has nothing to tell yet.
    expect(release('0.11.0').stderr).toContain('nothing under "Unreleased"');
  });

  it('changes nothing in a dry run', () => {
    const { status, stdout } = release('1.0.0', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('0.9.0 → 1.0.0 in 2 package.json');
    expect(git('status', '--porcelain')).toBe('');
    expect(git('tag', '--list')).toBe('');
  });

  it('refuses a version that is none, not higher or tagged, and work that is not committed', () => {
    for (const wrong of ['', '1', 'v1.0.0', '1.0.0-rc', '01.0.0']) {
      expect(release(wrong).status).toBe(2);
    }
    expect(release('0.9.0').stderr).toContain('0.9.0 is not higher than 0.9.0');
    expect(release('0.8.9').status).toBe(1);
    git('tag', 'v1.0.0');
    expect(release('1.0.0').stderr).toContain('v1.0.0 is there already');
    write('new.txt', '');
    expect(release('2.0.0').stderr).toContain('new.txt');
    expect(git('log', '--format=%s')).toBe('Work');
  });

  it('leaves all files as they were where the check fails', () => {
    write('package.json', manifest('node -e "process.exit(1)"'));
    commit();
    const { status, stderr } = release('1.0.0');
    expect(status).toBe(1);
    expect(stderr).toContain('npm run check failed');
    expect(git('status', '--porcelain')).toBe('');
    expect(git('tag', '--list')).toBe('');
    expect(text('package.json')).toContain('"version": "0.9.0"');
  });
});
