import type { InstrumentsThen } from '@fullcarry/history/instruments/instruments-at';
import { countText, many } from '../output/count-text.js';
import { minuteText } from '../output/instant.js';
import { textTable } from '../output/text-table.js';

export interface ListedThen extends InstrumentsThen {
  readonly exchange: string;
}

const UNKNOWN = '–';

export function instrumentsText({ exchange, observedAtMs, instruments }: ListedThen): string {
  const table = textTable(
    [
      { head: 'rank', align: 'right' },
      { head: 'market', align: 'left' },
      { head: 'class', align: 'left' },
      { head: 'turnover 24 h', align: 'right' },
      { head: 'price step', align: 'right' },
      { head: 'quantity step', align: 'right' },
      { head: 'least', align: 'right' },
      { head: 'least USDT', align: 'right' },
      { head: 'contract', align: 'right' },
      { head: 'listed (UTC)', align: 'left' },
      { head: 'ends (UTC)', align: 'left' },
    ],
    instruments.map((one) => [
      one.rank?.toString() ?? UNKNOWN,
      one.nativeId,
      one.assetClass ?? UNKNOWN,
      one.turnoverUsdt24h === undefined ? UNKNOWN : countText(Number(one.turnoverUsdt24h)),
      one.rules?.priceStep ?? UNKNOWN,
      one.rules?.quantityStep ?? UNKNOWN,
      one.rules?.minQuantity ?? UNKNOWN,
      one.rules?.minNotionalUsdt ?? UNKNOWN,
      one.rules?.contractSize ?? UNKNOWN,
      timeText(one.listedAtMs),
      timeText(one.endsAtMs),
    ]),
  );
  return `${table}\n${many(instruments.length, 'perpetual')} of ${exchange}, as its list was read at ${minuteText(observedAtMs)} UTC\n`;
}

export function instrumentsJson({ exchange, observedAtMs, instruments }: ListedThen) {
  return {
    exchange,
    observedAtMs,
    observedAt: new Date(observedAtMs).toISOString(),
    instruments: instruments.map((one) => ({
      symbol: one.symbol,
      nativeId: one.nativeId,
      rank: one.rank ?? null,
      turnoverUsdt24h: one.turnoverUsdt24h ?? null,
      assetClass: one.assetClass ?? null,
      listedAtMs: one.listedAtMs ?? null,
      endsAtMs: one.endsAtMs ?? null,
      rules: one.rules ? { ...one.rules, priceStep: one.rules.priceStep ?? null } : null,
    })),
  };
}

function timeText(atMs: number | undefined): string {
  return atMs === undefined ? UNKNOWN : minuteText(atMs);
}
