import { jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { masked } from '@fullcarry/platform/settings/parse-environment';
import getPort from 'get-port';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ChildService } from './child-service.js';
import { natsFiles } from './left-over-nats.js';
import type { Stack } from './stack.js';

const USUAL_PORT = 4222;

/** Takes the NATS of NATS_URL, else the JetStream server on the usual port, else starts one; says which. */
export async function findNats(stack: Stack): Promise<string> {
  const named = process.env.NATS_URL?.trim() ?? '';
  if (named !== '') {
    if (!(await hasJetStream(named))) {
      throw new Error(
        `NATS_URL is ${masked(named)}, where no NATS with JetStream answers: start it, or unset NATS_URL to have one started`,
      );
    }
    stack.natsUrl = named;
    return `${masked(named)} (NATS_URL)`;
  }
  const usual = `nats://127.0.0.1:${USUAL_PORT}`;
  if (await hasJetStream(usual)) {
    stack.natsUrl = usual;
    return `${usual} (was running already)`;
  }
  stack.natsUrl = await startNats(stack);
  return `${stack.natsUrl} (started)`;
}

/** On the usual port, or on a free one when something else has that; the store is in the data folder. */
async function startNats(stack: Stack): Promise<string> {
  const files = natsFiles(stack.folder);
  const port = await getPort({ port: USUAL_PORT, host: '127.0.0.1' });
  const listen = ['-a', '127.0.0.1', '-p', String(port)];
  stack.add(
    ChildService.start({
      name: 'nats-server',
      command: 'nats-server',
      args: ['-js', '-sd', files.store, '-P', files.pid, ...listen],
      environment: {},
      logFile: join(stack.logFolder, 'nats-server.log'),
      isNode: false,
    }),
  );
  const url = `nats://127.0.0.1:${port}`;
  while (!(await stack.whileWhole(hasJetStream(url)))) await sleep(50);
  return url;
}

async function hasJetStream(url: string): Promise<boolean> {
  try {
    const servers = url.split(',');
    const connection = await connect({ servers, timeout: 2_000, reconnect: false });
    try {
      await jetstreamManager(connection);
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    // No server, or one without JetStream: either way not one that can be used.
    return false;
  }
}
