import { describe, expect, it } from '@jest/globals';
import { parse, parseAllDocuments } from 'yaml';
import { z } from 'zod';
import { stages } from './dockerfile.js';
import { read, services, variablesOf } from './project.js';

const BASE = 'deploy/kubernetes/base';

const kustomization = z.strictObject({
  apiVersion: z.literal('kustomize.config.k8s.io/v1beta1'),
  kind: z.literal('Kustomization'),
  namespace: z.string(),
  labels: z.array(z.strictObject({ pairs: z.record(z.string(), z.string()) })),
  resources: z.array(z.string()),
  images: z.array(z.strictObject({ name: z.string(), newTag: z.string() })),
});
const parsed = kustomization.parse(parse(read(`${BASE}/kustomization.yaml`)));

const manifest = z.looseObject({
  apiVersion: z.string(),
  kind: z.string(),
  metadata: z.looseObject({ name: z.string() }),
});
const manifests = parsed.resources.flatMap((file) =>
  parseAllDocuments(read(`${BASE}/${file}`)).map((document) => manifest.parse(document.toJS())),
);
const EXAMPLE = 'deploy/kubernetes/example';
const examples = ['ingress.yaml', 'backup.yaml'].flatMap((file) =>
  parseAllDocuments(read(`${EXAMPLE}/${file}`)).map((document) => manifest.parse(document.toJS())),
);
const named = (kind: string, name: string) =>
  manifests.find((one) => one.kind === kind && one.metadata.name === name);

const labels = z.record(z.string(), z.string());
const port = z.looseObject({ name: z.string(), containerPort: z.number() });
const probe = z.looseObject({ httpGet: z.object({ path: z.string(), port: z.string() }) });
const container = z.looseObject({
  image: z.string(),
  ports: z.array(port).default([]),
  env: z.array(
    z.looseObject({
      name: z.string(),
      valueFrom: z.looseObject({
        secretKeyRef: z.looseObject({ name: z.literal('fullcarry'), key: z.string() }),
      }),
    }),
  ),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  resources: z.object({ requests: labels, limits: labels }),
  securityContext: z.object({
    allowPrivilegeEscalation: z.literal(false),
    readOnlyRootFilesystem: z.literal(true),
    capabilities: z.object({ drop: z.tuple([z.literal('ALL')]) }),
  }),
});
const workload = z.looseObject({
  spec: z.looseObject({
    selector: z.object({ matchLabels: labels }).optional(),
    template: z.looseObject({
      metadata: z.looseObject({ labels }),
      spec: z.looseObject({
        automountServiceAccountToken: z.literal(false),
        securityContext: z.looseObject({
          runAsNonRoot: z.literal(true),
          runAsUser: z.literal(65532),
        }),
        containers: z.tuple([container]),
      }),
    }),
  }),
});
const workloads = manifests
  .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
  .map((one) => ({ name: one.metadata.name, ...workload.parse(one).spec }));

describe('The Kustomize base', () => {
  it.each(
    [...manifests, ...examples].map((one) => [`${one.kind} ${one.metadata.name}`, one] as const),
  )('is valid by the Kubernetes schemas: %s', async (_, one) => {
    const path = `kubernetes-models/${one.apiVersion}/${one.kind}`;
    const loaded: Record<string, new (data: unknown) => { validate(): void }> = await import(path);
    const resource = new loaded[one.kind]!(one);
    expect(() => resource.validate()).not.toThrow();
  });

  it('lets no pod be reached, or reach anything, but by a policy that says so', () => {
    const policies = manifests.filter(({ kind }) => kind === 'NetworkPolicy');
    const { spec } = z
      .looseObject({ spec: z.record(z.string(), z.unknown()) })
      .parse(named('NetworkPolicy', 'nothing-else'));
    expect(spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
    const entrances = policies.filter((one) => JSON.stringify(one).includes('"from"'));
    expect(entrances.map(({ metadata }) => metadata.name)).toEqual(['gateway', 'metrics']);
  });

  it('lets no more than one pod of a service be drained at once', () => {
    const budgets = manifests.filter(({ kind }) => kind === 'PodDisruptionBudget');
    expect(budgets.map(({ metadata }) => metadata.name).sort()).toEqual([...services].sort());
  });

  it('would be refused for a value that Kubernetes does not take', async () => {
    const { Deployment } = await import('kubernetes-models/apps/v1/Deployment');
    const wrong = structuredClone(named('Deployment', 'fetcher')!);
    Object.assign(wrong, { spec: { ...(wrong.spec as object), replicas: 'two' } });
    expect(() => new Deployment(wrong as never).validate()).toThrow(/replicas/);
  });

  it('has every service, from an image that the Dockerfile builds', () => {
    expect(workloads.map(({ name }) => name).sort()).toEqual([...services, 'migrate'].sort());
    for (const { template } of workloads) {
      const [{ image }] = template.spec.containers;
      expect(parsed.images.map(({ name }) => name)).toContain(image);
      expect(stages.map(({ name }) => `fullcarry/${name}`)).toContain(image);
    }
  });

  it('selects the pods that it makes', () => {
    for (const { name, selector, template } of workloads) {
      if (selector) expect(template.metadata.labels).toMatchObject(selector.matchLabels);
      expect(template.metadata.labels['app.kubernetes.io/name']).toBe(name);
    }
  });

  it.each(services)('probes %s where it answers, and gives it what it reads', async (service) => {
    const [one] = workloads.find(({ name }) => name === service)!.template.spec.containers;
    const { environment } = stages.find(({ name }) => name === service)!;
    const listens = Number(environment.METRICS_PORT ?? environment.HTTP_PORT);
    const probed = one.ports.find(({ containerPort }) => containerPort === listens);
    expect(probed?.name).toBe('metrics');
    for (const { httpGet } of [one.livenessProbe!, one.readinessProbe!]) {
      expect(httpGet.port).toBe('metrics');
      expect(httpGet.path).toMatch(/^\/health\/(live|ready)$/);
    }
    const known = await variablesOf(service);
    expect(known).toEqual(expect.arrayContaining(one.env.map(({ name }) => name)));
  });

  it('sets variables that a service reads', async () => {
    const known = (await Promise.all(services.map(variablesOf))).flat();
    const { data } = z.looseObject({ data: labels }).parse(named('ConfigMap', 'settings'));
    expect(known).toEqual(expect.arrayContaining(Object.keys(data)));
  });

  it('has an example on top of it whose settings a service reads, and whose Ingress leads to the gateway', async () => {
    const overlay = z.looseObject({ resources: z.array(z.string()) });
    const { resources } = overlay.parse(parse(read(`${EXAMPLE}/kustomization.yaml`)));
    expect(resources).toEqual(['../base', 'ingress.yaml', 'backup.yaml']);
    const settings = z.looseObject({ data: labels }).parse(parse(read(`${EXAMPLE}/settings.yaml`)));
    const known = (await Promise.all(services.map(variablesOf))).flat();
    expect(known).toEqual(expect.arrayContaining(Object.keys(settings.data)));
    const ingress = JSON.stringify(examples.find(({ kind }) => kind === 'Ingress'));
    expect(ingress).toContain('"service":{"name":"gateway","port":{"name":"http"}}');
    expect(named('Service', 'gateway')).toBeDefined();
    expect(ingress).toContain(settings.data.HTTP_ALLOWED_HOSTS);
  });
});
