import { describe, expect, it } from '@jest/globals';
import { DCLinter } from 'dclint';
import { join } from 'node:path';
import { z } from 'zod';
import { compose, composeText } from './compose-file.js';
import { stages } from './dockerfile.js';
import { assigned, read, root, services, variablesOf } from './project.js';

const linted = z.array(z.object({ messages: z.array(z.unknown()) }));
const all = Object.entries(compose.services);
const inProfile = (profile: string) =>
  all.filter(([, service]) => service.profiles.includes(profile)).map(([name]) => name);

const SECRETS = [...read('.env.example').matchAll(/^(\w+_PASSWORD|DASHBOARD_TOKEN)=$/gm)].map(
  ([, name]) => name!,
);

describe('docker-compose.yml', () => {
  it('is valid by the schema of compose files, and clean by the linter', () => {
    // Matters of taste that this file decides otherwise: it names what it builds, is ordered by profile, and
    // leaves the project's name to the folder, which older tools understand too.
    const off = [
      'no-build-and-image',
      'no-quotes-in-volumes',
      'service-keys-order',
      'top-level-properties-order',
      'require-project-name-field',
    ];
    const rules = Object.fromEntries(
      [...off, 'services-alphabetical-order'].map((rule) => [rule, 0 as const]),
    );
    const linter = new DCLinter({ rules, quiet: false, debug: false, exclude: [] });
    const results = linted.parse(linter.lintFiles([join(root, 'docker-compose.yml')], false));
    expect(results).toEqual([{ messages: [] }]);
  });

  it.each([
    ['live', ['nats', 'migrate', 'fetcher', 'orchestrator', 'backtester', 'gateway']],
    [
      'replay',
      [
        'nats-replay',
        'replay-exchange',
        'migrate-replay',
        'fetcher-replay',
        'orchestrator-replay',
        'backtester-replay',
        'gateway-replay',
      ],
    ],
    [
      'postgres',
      [
        'nats',
        'postgres',
        'migrate-postgres',
        'fetcher-postgres',
        'orchestrator-postgres',
        'backtester-postgres',
        'gateway-postgres',
      ],
    ],
  ])('brings with the profile %s all that belongs to it and nothing else', (profile, names) => {
    expect(inProfile(profile).sort()).toEqual(names.sort());
  });

  it.each(['live', 'replay', 'postgres'])(
    'depends within the profile %s on nothing outside of it',
    (profile) => {
      const names = inProfile(profile);
      for (const name of names) {
        expect(names).toEqual(
          expect.arrayContaining(Object.keys(compose.services[name]!.depends_on)),
        );
      }
    },
  );

  it('lets the replay touch nothing live: its own NATS, its own exchange, its own volumes', () => {
    const live = new Set(
      all.filter(([, one]) => !one.profiles.includes('replay')).flatMap(([, one]) => one.volumes),
    );
    for (const name of inProfile('replay')) {
      const { environment, volumes } = compose.services[name]!;
      expect(volumes.filter((volume) => live.has(volume))).toEqual([]);
      if (name.startsWith('nats') || name === 'replay-exchange') continue;
      expect(environment).toMatchObject({
        EXCHANGE_URL: 'http://replay-exchange:8787',
        NATS_URL: expect.stringMatching(/@nats-replay:4222$/),
        DATABASE_URL: 'file:/data/replay.db',
      });
    }
  });

  it('publishes the dashboard alone, on loopback unless told otherwise', () => {
    const published = all.filter(([, service]) => service.ports.length > 0);
    expect(published.map(([name]) => name.split('-')[0])).toEqual([
      'gateway',
      'gateway',
      'gateway',
    ]);
    for (const [, { ports }] of published) {
      expect(ports).toEqual(['${PUBLISH_HOST:-127.0.0.1}:${PUBLISH_PORT:-8080}:8080']);
    }
  });

  it('holds no secret and no default for one', () => {
    for (const name of SECRETS) {
      expect(composeText).toContain(`\${${name}:?`);
      expect(composeText).not.toMatch(new RegExp(`\\$\\{${name}:?-`));
    }
  });

  it('shows NATS each service as the user of its role, whom the server knows', () => {
    const users = read('deploy/nats/users.conf');
    for (const [name, { environment }] of all) {
      const [, user, variable] =
        /^nats:\/\/(\w+):\$\{(\w+)\}@/.exec(environment.NATS_URL ?? '') ?? [];
      if (environment.NATS_URL === undefined) continue;
      const role = name.replace(/-(replay|postgres)$/, '');
      expect(user).toBe(role === 'migrate' ? 'operator' : role);
      expect(users).toContain(`user: ${user}, password: $${variable}\n`);
      expect(SECRETS).toContain(variable);
    }
  });

  it('builds targets that the Dockerfile has', () => {
    const targets = all.flatMap(([, { build }]) => (build ? [build.target] : []));
    expect(stages.map(({ name }) => name)).toEqual(expect.arrayContaining(targets));
  });

  it('names volumes that exist', () => {
    const used = all.flatMap(([, { volumes }]) => volumes.map((volume) => volume.split(':')[0]));
    expect(Object.keys(compose.volumes).sort()).toEqual([...new Set(used)].sort());
  });

  describe.each(services)('gives %s', (service) => {
    it.each(['', '-replay', '-postgres'])('every variable that it reads (%s)', async (suffix) => {
      const inImage = Object.keys(stages.find(({ name }) => name === service)!.environment);
      const given = Object.keys(compose.services[`${service}${suffix}`]!.environment);
      // Where the dashboard's files are is known to the image.
      const wanted = (await variablesOf(service)).filter((name) => name !== 'DASHBOARD_FOLDER');
      expect([...given, ...inImage]).toEqual(expect.arrayContaining(wanted));
    });
  });
});

describe('.env.example', () => {
  const example = read('.env.example');

  it('documents every variable of docker-compose.yml, and no other', () => {
    const used = new Set([...composeText.matchAll(/\$\{([A-Z_]+)/g)].map(([, name]) => name));
    // Read by docker compose itself.
    used.add('COMPOSE_PROFILES');
    expect(assigned(example).sort()).toEqual([...used].sort());
  });

  it('names every variable of every service, as docs/CONFIGURATION.md does', async () => {
    const configuration = read('docs/CONFIGURATION.md');
    for (const service of services) {
      for (const name of await variablesOf(service)) {
        expect(example).toMatch(new RegExp(`\\b${name}\\b`));
        expect(configuration).toContain(`\`${name}\``);
      }
    }
  });

  it('holds no secret', () => {
    for (const name of SECRETS) expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
  });
});
