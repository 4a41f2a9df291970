import { Counter, Gauge, Histogram } from 'prom-client';

/** What this process measures, besides what Node reports of itself. */
export const socketClients = new Gauge({
  name: 'fullcarry_gateway_socket_clients',
  help: 'Browsers and programs on the socket',
});

export const factsHeard = new Counter({
  name: 'fullcarry_gateway_facts_total',
  help: 'Facts heard on NATS, by kind',
  labelNames: ['kind'],
});

export const answers = new Histogram({
  name: 'fullcarry_gateway_http_seconds',
  help: 'Time to answer an HTTP request',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
});
