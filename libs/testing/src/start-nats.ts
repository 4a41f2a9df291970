import getPort from 'get-port';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { tempFolder } from './temp-folder.js';

export interface RunningNats {
  readonly url: string;
  /** Ends the server and keeps its store; `start` brings it back on the same port. */
  stop(): Promise<void>;
  /** The same without a word. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Removes what the stopped server kept. */
  wipe(): void;
  /** Ends the server for good and removes its store. */
  close(): Promise<void>;
}

/**
 * A real nats-server with JetStream on a free port of this machine.
 *
 * `flags`: more of its own; `credentials`: what they ask of a client, as it stands in a URL; `environment`: what a
 * configuration that the flags name reads.
 */
export async function startNats(
  flags: readonly string[] = [],
  credentials?: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<RunningNats> {
  const store = tempFolder();
  const port = await getPort({ host: '127.0.0.1' });
  const host = `127.0.0.1:${port}`;
  const url = credentials === undefined ? `nats://${host}` : `nats://${credentials}@${host}`;
  let server: ChildProcess | undefined;
  const start = async () => {
    server = spawn(
      'nats-server',
      ['-js', '-sd', store.path, '-a', '127.0.0.1', '-p', String(port), ...flags],
      {
        env: { ...process.env, ...environment },
        stdio: 'ignore',
      },
    );
    await answering(port, server);
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    const running = server;
    server = undefined;
    if (running?.exitCode !== null || running.signalCode !== null) return;
    running.kill(signal);
    await once(running, 'exit');
  };
  const stop = () => end('SIGTERM');
  await start();
  return {
    url,
    start,
    stop,
    kill: () => end('SIGKILL'),
    wipe: () => rmSync(store.path, { recursive: true, force: true }),
    close: async () => {
      await stop();
      store.remove();
    },
  };
}

async function answering(port: number, server: ChildProcess): Promise<void> {
  let problem: Error | undefined;
  server.once('error', (error) => (problem = error));
  for (;;) {
    if (problem) throw new Error('nats-server is not on the PATH: install it', { cause: problem });
    if (server.exitCode !== null) throw new Error(`nats-server ended with ${server.exitCode}`);
    if (await greets(port)) return;
    await sleep(50);
  }
}

/** A server says who it is before it asks who comes, and by which means. */
function greets(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    const end = (isUp: boolean) => {
      socket.destroy();
      resolve(isUp);
    };
    socket.once('data', (data) => end(data.toString().startsWith('INFO ')));
    socket.once('error', () => end(false));
    socket.once('close', () => resolve(false));
  });
}
