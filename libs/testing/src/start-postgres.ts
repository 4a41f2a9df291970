import getPort from 'get-port';
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, readdirSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { tempFolder } from './temp-folder.js';

export interface RunningPostgres {
  /** The URL of the database `postgres`, from which others are created. */
  readonly url: string;
  close(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';

/** A private PostgreSQL cluster on a free port, in a temporary folder, without fsync: for tests only. */
export async function startPostgres(): Promise<RunningPostgres> {
  const bin = binaries();
  const folder = tempFolder();
  const owner = unprivilegedUser();
  if (owner) chownSync(folder.path, owner.uid, owner.gid);
  const data = join(folder.path, 'data');
  const as = { ...owner, cwd: folder.path };
  execFileSync(
    join(bin, 'initdb'),
    ['-D', data, '-A', 'trust', '-U', 'postgres', '-N', '-E', 'UTF8'],
    {
      ...as,
      stdio: 'ignore',
    },
  );
  const port = await getPort({ host: '127.0.0.1' });
  const settings = [
    'listen_addresses=127.0.0.1',
    'fsync=off',
    'full_page_writes=off',
    'max_connections=200',
  ];
  const server = spawn(
    join(bin, 'postgres'),
    ['-D', data, '-p', String(port), '-k', folder.path, ...settings.flatMap((one) => ['-c', one])],
    { ...as, stdio: 'ignore' },
  );
  const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
  await answering(url, server);
  return {
    url,
    close: async () => {
      // SIGQUIT: at once, without waiting for clients; nothing in there is worth keeping.
      server.kill('SIGQUIT');
      await once(server, 'exit');
      folder.remove();
    },
  };
}

function binaries(): string {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort().reverse() : [];
  const debian = versions.map((version) => join(DEBIAN, version, 'bin'));
  const onPath = (process.env.PATH ?? '').split(':');
  const bin = [...debian, ...onPath].find((path) => existsSync(join(path, 'initdb')));
  if (!bin) throw new Error('PostgreSQL is not on this machine (initdb was not found): install it');
  return bin;
}

/** PostgreSQL refuses to run as root. */
function unprivilegedUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

async function answering(url: string, server: ChildProcess): Promise<void> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode}`);
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await sleep(50);
    }
  }
}
