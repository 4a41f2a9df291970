import { DAY_MS, HOUR_MS } from '@fullcarry/domain/time-window';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { replayAnchor, replayDatabase } from './replay-anchor.js';

const STARTED_AT_MS = Date.UTC(2026, 9, 1, 12);

describe('The instant to which the recordings are moved', () => {
  let temp: TempFolder;

  beforeEach(() => {
    temp = tempFolder();
  });
  afterEach(() => temp.remove());

  it('is that of the first start, and kept for the week that the recordings last', () => {
    expect(replayAnchor(temp.path, STARTED_AT_MS).anchorMs).toBe(STARTED_AT_MS);
    const later = replayAnchor(temp.path, STARTED_AT_MS + 7 * DAY_MS - 1);
    expect(later).toEqual({ anchorMs: STARTED_AT_MS, putAside: undefined });
  });

  it('begins anew when they are used up, and the old database is put aside whole', () => {
    replayAnchor(temp.path, STARTED_AT_MS);
    const database = replayDatabase(temp.path);
    writeFileSync(database, 'rows');
    writeFileSync(`${database}-wal`, 'newest rows');
    const nowMs = STARTED_AT_MS + 7 * DAY_MS;

    const anew = replayAnchor(temp.path, nowMs);

    const putAside = join(temp.path, 'replay-2026-10-01.db');
    expect(anew).toEqual({ anchorMs: nowMs, putAside });
    expect(existsSync(database)).toBe(false);
    expect(readFileSync(putAside, 'utf8')).toBe('rows');
    expect(readFileSync(`${putAside}-wal`, 'utf8')).toBe('newest rows');
    expect(replayAnchor(temp.path, nowMs + 1)).toEqual({ anchorMs: nowMs, putAside: undefined });
  });

  it('begins anew when other recordings are played, and loses no database that was put aside', () => {
    replayAnchor(temp.path, STARTED_AT_MS);
    for (const [hours, recordings, name] of [
      [1, '/own bybit', 'replay-2026-10-01.db'],
      [2, '/own bybit,okx', 'replay-2026-10-01-2.db'],
      [3, undefined, 'replay-2026-10-01-3.db'],
    ] as const) {
      writeFileSync(replayDatabase(temp.path), name);
      const nowMs = STARTED_AT_MS + hours * HOUR_MS;
      const putAside = join(temp.path, name);
      expect(replayAnchor(temp.path, nowMs, recordings)).toEqual({ anchorMs: nowMs, putAside });
      expect(readFileSync(putAside, 'utf8')).toBe(name);
      expect(replayAnchor(temp.path, nowMs + 1, recordings).anchorMs).toBe(nowMs);
    }
  });

  it('is not guessed when its file is damaged', () => {
    writeFileSync(join(temp.path, 'replay.json'), '{');
    expect(() => replayAnchor(temp.path, STARTED_AT_MS)).toThrow('is damaged: remove it');
  });
});
