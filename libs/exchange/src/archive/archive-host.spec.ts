import { TransientError } from '@fullcarry/domain/errors';
import { afterEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSpecServer, type SpecServer } from '../spec-server/spec-server.js';
import { ArchiveHost } from './archive-host.js';

let server: SpecServer;

async function hostThatStalls(deadlineMs: number): Promise<ArchiveHost> {
  server = await startSpecServer((_, response) => {
    response.writeHead(200);
    response.write('its first bytes');
  });
  return new ArchiveHost({ url: server.url, deadlineMs, source: () => 'live' });
}

afterEach(() => server.close());

describe('a file that stalls', () => {
  it('is given up at its deadline', async () => {
    const host = await hostThatStalls(200);
    const reading = host.file('/stalls.zip');
    await expect(reading).rejects.toThrow('A file of the archive did not come in time');
    await expect(reading).rejects.toBeInstanceOf(TransientError);
  });

  it('is given up at once when the exchange is closed', async () => {
    const host = await hostThatStalls(60_000);
    const reading = host.file('/stalls.zip');
    while (server.seen.length < 2) await sleep(5);
    host.close();
    await expect(reading).rejects.toThrow('The exchange adapter is closed');
  });
});
