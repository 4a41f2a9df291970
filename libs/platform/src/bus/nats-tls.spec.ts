import { startNats, type RunningNats } from '@fullcarry/testing/start-nats';
import { tempFolder } from '@fullcarry/testing/temp-folder';
import { connect } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { natsOptions } from './nats-options.js';

describe('NATS by TLS', () => {
  const folder = tempFolder();
  const file = (name: string) => join(folder.path, name);
  let nats: RunningNats;

  beforeAll(async () => {
    for (const name of ['server', 'client']) {
      const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
      const out = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`)];
      const about = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=DNS:localhost'];
      execFileSync('openssl', ['req', '-x509', ...key, ...out, ...about], { stdio: 'ignore' });
    }
    const own = ['--tlscert', file('server.pem'), '--tlskey', file('server.key')];
    nats = await startNats(['--tls', '--tlsverify', ...own, '--tlscacert', file('client.pem')]);
  });
  afterAll(async () => {
    await nats.close();
    folder.remove();
  });

  const lets = async (query: string) => {
    const options = natsOptions(
      `${nats.url.replace('nats://127.0.0.1', 'tls://localhost')}${query}`,
    );
    const connection = await connect({ ...options, maxReconnectAttempts: 0, reconnect: false });
    await connection.flush();
    await connection.close();
  };

  it('knows the server by the authority that the URL names, and shows the client’s own certificate', async () => {
    const own = `cert=${file('client.pem')}&key=${file('client.key')}`;
    await expect(lets(`?ca=${file('server.pem')}&${own}`)).resolves.toBeUndefined();
    await expect(lets(`?${own}`)).rejects.toThrow();
    await expect(lets(`?ca=${file('server.pem')}`)).rejects.toThrow();
  });
});
