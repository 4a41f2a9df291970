import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startReplayExchange } from '../start-replay-exchange.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'drill-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

function drillFile(content: string): string {
  const file = path.join(directory, 'drill.json');
  writeFileSync(file, content);
  return file;
}

function start(faultsFile: string) {
  return startReplayExchange({ port: 0, symbols: ['BTCUSDT'], faultsFile });
}

describe('the faults file', () => {
  it('is read at the start, and again when it changes', async () => {
    const file = drillFile('{"faults": [{"kind": "http-500"}]}');
    const exchange = await start(file);
    try {
      const status = async () => (await fetch(`${exchange.url}/v5/market/time`)).status;
      expect(await status()).toBe(500);
      drillFile('{"faults": [{"kind": "http-502"}]}');
      while ((await status()) === 500) await new Promise((resolve) => setTimeout(resolve, 50));
      expect(await status()).toBe(502);
    } finally {
      await exchange.close();
    }
  });

  it('stops the start with one sentence when it is wrong', async () => {
    const file = drillFile('{"faults": [{"kind": "gremlins"}]}');
    await expect(start(file)).rejects.toThrow(/drill\.json: faults\.0\.kind: .*unknown kind/);
    await expect(start(drillFile('not JSON'))).rejects.toThrow(/drill\.json: body: /);
    const scenario = '{"scenario": {"delist": [{"symbol": "NOPEUSDT", "at": 1}]}}';
    await expect(start(drillFile(scenario))).rejects.toThrow('NOPEUSDT is not in this replay');
  });
});
