import getPort from 'get-port';
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { tempFolder } from './temp-folder.js';

/** Whether this machine has it; a test that needs it is skipped where it does not. */
export const hasPgBouncer = spawnSync('pgbouncer', ['--version']).error === undefined;

export interface RunningPgBouncer {
  /** The URL of the same database, through it. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * PgBouncer as it is when it was told nothing but where the database is: a connection to the server for each
 * transaction, whichever is free of `connections`, and no start-up parameter that it does not know.
 */
export async function startPgBouncer(
  databaseUrl: string,
  connections: number,
): Promise<RunningPgBouncer> {
  const { hostname, port: serverPort, username, pathname } = new URL(databaseUrl);
  const port = await getPort({ host: '127.0.0.1' });
  const folder = tempFolder();
  const file = join(folder.path, 'pgbouncer.ini');
  const lines = [
    '[databases]',
    `* = host=${hostname} port=${serverPort} user=${username}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = any',
    'pool_mode = transaction',
    `default_pool_size = ${connections}`,
  ];
  writeFileSync(file, lines.join('\n'));
  chmodSync(folder.path, 0o755);
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'postgres'] : [];
  const bouncer = spawn('pgbouncer', [...user, file], { stdio: 'ignore' });
  const url = new URL(databaseUrl);
  url.port = String(port);
  for (;;) {
    if (bouncer.exitCode !== null) throw new Error(`pgbouncer ended with ${bouncer.exitCode}`);
    const client = new Client({ connectionString: url.href });
    try {
      await client.connect();
      await client.query('SELECT 1');
      await client.end();
      break;
    } catch {
      await sleep(50);
    }
  }
  return {
    url: `${url.protocol}//${username}@127.0.0.1:${port}${pathname}`,
    close: async () => {
      bouncer.kill('SIGKILL');
      await once(bouncer, 'exit');
      folder.remove();
    },
  };
}
