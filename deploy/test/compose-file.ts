import { parse } from 'yaml';
import { z } from 'zod';
import { read } from './project.js';

const duration = z.string().regex(/^\d+(s|m)$/);

/** What every service of this project must say of itself; wider than that, the compose schema judges. */
const service = z.object({
  image: z.string(),
  build: z.object({ context: z.string(), target: z.string() }).optional(),
  profiles: z.array(z.string()).min(1),
  restart: z.enum(['unless-stopped', 'on-failure:5']),
  init: z.literal(true),
  read_only: z.literal(true),
  tmpfs: z.array(z.string().startsWith('/')),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  stop_grace_period: duration,
  logging: z.object({
    driver: z.literal('json-file'),
    options: z.object({ 'max-size': z.string(), 'max-file': z.string() }),
  }),
  deploy: z.object({
    replicas: z.string().optional(),
    resources: z.object({ limits: z.object({ cpus: z.string(), memory: z.string() }) }),
  }),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  user: z.string().optional(),
});

const composeFile = z.object({
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
});

export const composeText = read('docker-compose.yml');

/** docker-compose.yml with its anchors merged, as docker compose reads it. */
export const compose = composeFile.parse(parse(composeText, { merge: true }));
