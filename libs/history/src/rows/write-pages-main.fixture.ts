import { HOUR_MS } from '@fullcarry/domain/time-window';
import { openDatabase } from '../database/open-database.js';
import { savePage } from './save-page.js';

/** A process that stores 40 touching pages of one series, each one the `step`-th after the one before. */
const [, , url = '', seriesId = '', first = '', step = ''] = process.argv;
const ROWS = 500;

const database = await openDatabase(url);
process.stdout.write('writing\n');
for (let page = 0; page < 40; page += 1) {
  const fromHour = (Number(first) + page * Number(step)) * ROWS;
  const rows = Array.from({ length: ROWS }, (_, i) => ({
    openAtMs: (fromHour + i) * HOUR_MS,
    open: 100,
    high: 110,
    low: 90,
    close: 101.5,
    volume: i,
  }));
  await savePage(database, {
    seriesId: Number(seriesId),
    content: { kind: 'candles', rows },
    coverage: [{ fromMs: fromHour * HOUR_MS, toMs: (fromHour + ROWS) * HOUR_MS }],
    gapsWithin: { fromMs: 0, toMs: 0 },
    gaps: [],
    readAtMs: 1,
    foundBy: 'fill',
  });
}
await database.close();
