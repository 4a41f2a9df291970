import { describe, expect, it } from '@jest/globals';
import { validate } from 'dockerfile-utils';
import { dockerfileText, stages } from './dockerfile.js';
import { read } from './project.js';

const TARGETS = [
  'fetcher',
  'orchestrator',
  'backtester',
  'gateway',
  'replay-exchange',
  'migrate',
  'nats',
];
const stage = (name: string) => stages.find((one) => one.name === name)!;

describe('The Dockerfile', () => {
  it('has nothing that the linter objects to', () => {
    expect(validate(dockerfileText)).toEqual([]);
  });

  it('has a target for every service', () => {
    expect(stages.map(({ name }) => name)).toEqual(['build', 'runtime', ...TARGETS]);
  });

  describe.each(TARGETS)('in the target %s', (name) => {
    it('runs as a user without rights', () => {
      expect(stage(name).last('USER')).toBe('65532:65532');
    });

    it('tells how it is, unless it is there for a moment only', () => {
      const check = stage(name).last('HEALTHCHECK');
      if (name === 'migrate') expect(check).toBe('NONE');
      else expect(check).toMatch(/CMD \["/);
    });

    it('starts without a shell', () => {
      expect(stage(name).last('CMD')).toMatch(/^\[/);
    });

    it('takes what it runs from the build, and installs nothing', () => {
      expect(stage(name).copies).toContain('build');
      expect(stage(name).last('RUN')).toBeUndefined();
    });
  });

  it('checks the port that the service listens on', () => {
    for (const { last, environment } of TARGETS.map(stage)) {
      const port = environment.METRICS_PORT ?? environment.HTTP_PORT;
      if (port !== undefined)
        expect(last('HEALTHCHECK')).toContain(`127.0.0.1:${port}/health/ready`);
    }
  });

  it('stands on public images by their digest, as the database and its back-up do: a tag can be moved', () => {
    const named = [
      ...dockerfileText.matchAll(/^ARG \w+_IMAGE=(\S+)$/gmu),
      ...read('docker-compose.yml').matchAll(/image: (docker\.io\S+)$/gmu),
      ...read('deploy/kubernetes/example/backup.yaml').matchAll(/image: (\S+)$/gmu),
    ].map(([, image]) => image);

    expect(named).toHaveLength(5);
    for (const image of named) expect(image).toMatch(/:[\w.-]+@sha256:[0-9a-f]{64}$/u);
    expect(named.at(-1)).toBe(named.at(-2));
  });

  it('installs what the lock file says, by the script that a clone uses', () => {
    expect(stage('build').last('RUN')).toContain('node scripts/setup-only.mjs');
    expect(read('scripts/set-up/set-up.mjs')).toContain("'--frozen-lockfile'");
  });

  it('keeps secrets and this machine’s data out of what it is built from', () => {
    const ignored = read('.dockerignore').split('\n');
    expect(ignored).toEqual(
      expect.arrayContaining(['.env', '.env.*', '.git', 'data', '**/node_modules']),
    );
    expect(dockerfileText).not.toMatch(/PASSWORD|TOKEN|SECRET/);
  });
});
