import type { Health } from '../service/health.js';
import type { Logger } from '../logs/create-logger.js';
import { Bus, type NatsReplicas } from './bus.js';

interface ServiceOnBus {
  readonly config: { readonly NATS_URL: string; readonly NATS_REPLICAS: NatsReplicas };
  readonly name: string;
  readonly health: Health;
  readonly logger: Logger;
  readonly stopping: AbortSignal;
}

/** The bus of a service whose health says from before the first connection on whether NATS is there. Errors: as Bus.open. */
export async function openServiceBus(service: ServiceOnBus): Promise<Bus> {
  const { config, name, health, logger, stopping } = service;
  let up: Bus | undefined;
  health.add('nats', () => ({ up: up?.connected ?? false }));
  const { NATS_URL: url, NATS_REPLICAS: replicas } = config;
  return (up = await Bus.open({ url, replicas, name, logger, signal: stopping }));
}
