import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openDatabase } from '@fullcarry/history/open-database';
import { tempFolder, type TempFolder } from '@fullcarry/testing/temp-folder';
import { drawTimeLine } from '../draw/draw-time-line.js';
import { printTimeLine } from '../time-line/time-line.js';
import { playTimeLine } from './play-time-line.js';

/** A spec has the time for a few; `npm run simulate -- --seeds 1000` plays as many as wanted. */
const SEEDS = [1, 2, 4, 6, 11];
const DAYS = 4;

describe('a history that is kept of a living exchange', () => {
  let folder: TempFolder;

  beforeAll(async () => {
    folder = tempFolder();
    await (await openDatabase(`file:${folder.path}/template.db`)).close();
  });

  afterAll(() => folder.remove());

  it.each(SEEDS)(
    'is never called proven while it is not true, and is proven in the end (seed %i)',
    async (seed) => {
      const timeLine = drawTimeLine(seed, { days: DAYS });
      const ground = { template: `${folder.path}/template.db`, folder: folder.path };
      const findings = await playTimeLine(timeLine, ground);
      expect({ findings, timeLine: findings.length > 0 ? printTimeLine(timeLine) : '' }).toEqual({
        findings: [],
        timeLine: '',
      });
    },
    300_000,
  );
});
