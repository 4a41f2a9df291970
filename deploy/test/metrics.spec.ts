import { describe, expect, it } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { parse } from 'yaml';
import { z } from 'zod';
import { firing, type Sample } from './promql-value.js';
import { read, root } from './project.js';

const target = z.looseObject({ expr: z.string() });
const panel = z.looseObject({
  id: z.number(),
  title: z.string(),
  type: z.enum(['row', 'stat', 'timeseries']),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
  targets: z.array(target).default([]),
});
const dashboard = z
  .looseObject({ title: z.literal('Fullcarry'), uid: z.string(), panels: z.array(panel) })
  .parse(JSON.parse(read('deploy/grafana/fullcarry.json')));

const rule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z
    .string()
    .regex(/^\d+[smh]$/)
    .optional(),
  labels: z.strictObject({ severity: z.enum(['page', 'ticket']) }),
  annotations: z.strictObject({ summary: z.string() }),
});
const alerts = z
  .strictObject({ groups: z.tuple([z.strictObject({ name: z.string(), rules: z.array(rule) })]) })
  .parse(parse(read('deploy/prometheus/alerts.yml'))).groups[0].rules;

/** The names of our metrics, from the sources that make them; a histogram has three more of each. */
function ownMetrics(): Set<string> {
  const sources = ['apps', 'libs'].flatMap((group) =>
    readdirSync(join(root, group)).flatMap((room) => sourcesOf(join(group, room, 'src'))),
  );
  const found = sources.flatMap((path) => {
    const made = read(path).matchAll(/new (Counter|Gauge|Histogram)\(\{\s*name: '([a-z_]+)'/g);
    return [...made].flatMap(([, kind, name]) =>
      kind === 'Histogram' ? ['_bucket', '_sum', '_count'].map((end) => name! + end) : [name!],
    );
  });
  return new Set(found);
}

function sourcesOf(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !/\.(spec|fixture)\.ts$/.test(name))
      .map((name) => join(folder, name));
  } catch {
    return [];
  }
}

/** What Node reports of itself, and what Prometheus adds. */
function commonMetrics(): string[] {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return [...registry.getMetricsAsArray().map(({ name }) => name), 'up'];
}

/** The metrics that an expression names. Errors: when it is no PromQL. */
function metricsIn(expression: string): string[] {
  // What Grafana fills in.
  const text = expression.replaceAll('$exchange', 'bybit');
  const names: string[] = [];
  parser.parse(text).iterate({
    enter: ({ type, name, from, to }) => {
      if (type.isError) throw new Error(`Not PromQL at ${from}: ${expression}`);
      if (name === 'VectorSelector') names.push(/^[a-zA-Z_:]+\w*/.exec(text.slice(from, to))![0]);
    },
  });
  return names;
}

const known = new Set([...ownMetrics(), ...commonMetrics()]);
/** The kinds of what a desk calls a person for, from the message that carries them. */
const concernKinds = [
  .../export const deskConcern = [^\]]*/
    .exec(read('libs/contracts/src/facts/desk-status-v1.ts'))![0]
    .matchAll(/'([a-z-]+)'/g),
].map(([, kind]) => kind!);
const shown = dashboard.panels.flatMap(({ title, targets }) =>
  targets.map(({ expr }) => [title, expr] as const),
);

describe('The Grafana dashboard', () => {
  it.each(shown)('shows metrics that a service exports: %s', (_, expression) => {
    const names = metricsIn(expression);
    expect(names).not.toEqual([]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });

  it('lays no panel over another', () => {
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, i) => `${x + (i % w)},${y + Math.floor(i / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });
});

describe('The alerts', () => {
  const operations = read('docs/OPERATIONS.md');

  it.each(alerts.map((one) => [one.alert, one] as const))(
    '%s asks for metrics that exist, and is explained',
    (name, { expr }) => {
      const names = metricsIn(expr);
      expect(names).not.toEqual([]);
      expect(names.filter((metric) => !known.has(metric))).toEqual([]);
      expect(operations).toContain(`\`${name}\``);
    },
  );

  it('are the only ones that docs/OPERATIONS.md explains', () => {
    const explained = [...operations.matchAll(/^\| `(Fullcarry\w+)`/gm)].map(([, name]) => name);
    expect(explained.sort()).toEqual(alerts.map(({ alert }) => alert).sort());
  });

  it('refuse what is no PromQL', () => {
    expect(() => metricsIn('sum by (le (up)')).toThrow(/Not PromQL/);
  });
});

describe('Beside a healthy stand-by, the active desk’s own state fires (D4)', () => {
  const of = (name: string) => alerts.find(({ alert }) => alert === name)!.expr;
  const desk = (instance: string, name: string, value: number, more = {}): Sample => ({
    name,
    labels: { job: 'orchestrator', instance, ...more },
    value,
  });
  const ACTIVE = desk('a:9102', 'fullcarry_desk_active', 1);
  const STANDBY = desk('b:9102', 'fullcarry_desk_active', 0);
  const instances = (samples: readonly Sample[]) => samples.map(({ labels }) => labels.instance);
  const age = (instance: string, seconds: number) =>
    desk(instance, 'fullcarry_rates_age_seconds', seconds);

  it.each([
    { does: 'hears no rates any more', ages: [age('a:9102', 500), age('b:9102', 3)], fires: true },
    { does: 'never heard any', ages: [age('b:9102', 3)], fires: true },
    { does: 'hears them', ages: [age('a:9102', 3), age('b:9102', 500)], fires: false },
  ])('rates: the active desk $does', ({ ages, fires }) => {
    const fired = firing(of('FullcarryRatesOld'), [ACTIVE, STANDBY, ...ages]);
    expect(instances(fired)).toEqual(fires ? ['a:9102'] : []);
  });

  it.each([
    ['FullcarryDeskUnhedged', 'unhedged'],
    ['FullcarryDeskClosingFailed', 'closing-failed'],
    ['FullcarryDeskMarginLow', 'margin-low'],
    ['FullcarryDeskBooksBroken', 'books-broken'],
    ['FullcarryDeskBooksDiffer', 'books-differ'],
    ['FullcarryDeskDrawdown', 'drawdown'],
    ['FullcarryDeskDelisting', 'delisting'],
  ])('%s for what the active desk says, and for it alone', (name, kind) => {
    const concern = (instance: string, of: string, many: number) =>
      desk(instance, 'fullcarry_desk_concerns', many, { kind: of });
    const others = concernKinds.filter((one) => one !== kind);
    const silent = others.map((other) => concern('a:9102', other, 1));
    const quiet = [
      ACTIVE,
      STANDBY,
      ...silent,
      concern('a:9102', kind, 0),
      concern('b:9102', kind, 1),
    ];
    expect(instances(firing(of(name), quiet))).toEqual([]);
    const loud = [ACTIVE, STANDBY, concern('a:9102', kind, 2), concern('b:9102', kind, 0)];
    expect(instances(firing(of(name), loud))).toEqual(['a:9102']);
  });

  it('every kind of concern has its alert', () => {
    const kinds = alerts.flatMap(({ expr }) => /concerns\{kind="([a-z-]+)"/.exec(expr)?.[1] ?? []);
    expect(kinds.sort()).toEqual(concernKinds.toSorted());
  });

  it('warnings of a former active desk are over with its term', () => {
    const warned = [
      desk('a:9102', 'fullcarry_desk_cycle_warnings_total', 12),
      desk('b:9102', 'fullcarry_desk_cycle_warnings_total', 12),
    ];
    const fired = firing(of('FullcarryDeskWarnings'), [ACTIVE, STANDBY, ...warned]);
    expect(instances(fired)).toEqual(['a:9102']);
  });
});

describe('prometheus.yml', () => {
  it('scrapes every service at the port that its image exposes', () => {
    const scrape = z.looseObject({ job_name: z.string() });
    const { scrape_configs } = z
      .looseObject({
        scrape_configs: z.array(scrape),
        rule_files: z.tuple([z.literal('alerts.yml')]),
      })
      .parse(parse(read('deploy/prometheus/prometheus.yml')));
    const jobs = Object.fromEntries(
      scrape_configs.map((one) => [one.job_name, JSON.stringify(one)]),
    );
    expect(Object.keys(jobs)).toEqual(['fetcher', 'orchestrator', 'backtester', 'gateway']);
    expect(jobs.fetcher).toContain('9101');
    expect(jobs.orchestrator).toContain('9102');
    expect(jobs.gateway).toContain('9103');
    expect(jobs.backtester).toContain('9104');
  });
});
