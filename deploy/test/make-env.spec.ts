import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './project.js';

const SECRETS = [
  ...['FETCHER', 'ORCHESTRATOR', 'BACKTESTER', 'GATEWAY', 'OPERATOR', 'FACTS'].map(
    (role) => `NATS_${role}_PASSWORD`,
  ),
  'POSTGRES_PASSWORD',
  'DASHBOARD_TOKEN',
];

describe('make-env.sh', () => {
  let folder: string;
  const make = () => spawnSync('sh', [join(folder, 'deploy/make-env.sh')], { encoding: 'utf8' });
  const env = () => readFileSync(join(folder, '.env'), 'utf8');

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'fullcarry-'));
    for (const path of ['.env.example', 'deploy/make-env.sh']) {
      cpSync(join(root, path), join(folder, path), { recursive: true });
    }
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('writes what the example says, with secrets that differ, for its owner only', () => {
    expect(make().status).toBe(0);
    const found = SECRETS.map(
      (name) => new RegExp(`^${name}=([0-9a-f]{48})$`, 'm').exec(env())?.[1],
    );
    expect(new Set(found).size).toBe(SECRETS.length);
    expect(found).not.toContain(undefined);
    expect(env().replaceAll(/[0-9a-f]{48}/g, '')).toBe(
      readFileSync(join(root, '.env.example'), 'utf8'),
    );
    expect(statSync(join(folder, '.env')).mode & 0o777).toBe(0o600);
  });

  it('leaves an .env alone that has them all', () => {
    const kept = SECRETS.map((name) => `${name}=kept\n`).join('');
    writeFileSync(join(folder, '.env'), kept);
    expect(make().status).toBe(1);
    expect(env()).toBe(kept);
  });

  it('adds to an .env of an earlier version the secrets that it lacks, and changes none', () => {
    writeFileSync(join(folder, '.env'), 'DASHBOARD_TOKEN=kept\nEXCHANGE=okx\n');
    expect(make().status).toBe(0);
    expect(env()).toMatch(
      /^DASHBOARD_TOKEN=kept\nEXCHANGE=okx\nNATS_FETCHER_PASSWORD=[0-9a-f]{48}\n/,
    );
    expect(env().match(/=[0-9a-f]{48}$/gm)).toHaveLength(SECRETS.length - 1);
  });
});
