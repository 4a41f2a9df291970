import type { Instrument } from '@fullcarry/domain/market/instrument';
import { z } from 'zod';
import type { Reads } from '../database/database.js';
import { INSTRUMENT_COLUMNS, instrumentRow } from './instrument-rows.js';

/** An instrument that is in the list, with what its ticker had; undefined where it had none. */
export interface RankedInstrument extends Instrument {
  readonly rank: number | undefined;
  readonly turnoverUsdt24h: string | undefined;
}

/** What was known of an exchange's perpetuals at one time. */
export interface InstrumentsThen {
  /** When the list was read: some time of its UTC day, and never later than was asked for. */
  readonly observedAtMs: number;
  readonly dayMs: number;
  /** Those in the list, the most traded first, then those without a ticker by symbol. */
  readonly instruments: readonly RankedInstrument[];
}

/**
 * The newest reading of the exchange's list that was made by `atMs`, and what had been published of each perpetual by then:
 * nothing that was learnt later. Undefined before the first reading.
 */
export async function instrumentsAt(
  database: Reads,
  exchange: string,
  atMs: number,
): Promise<InstrumentsThen | undefined> {
  const { dialect } = database;
  const [reading] = await database.json(
    z.array(z.tuple([z.int(), z.int()])),
    `SELECT ${dialect.collect(dialect.array(['day_ms', 'observed_at_ms']), 'day_ms')}
     FROM (SELECT day_ms, observed_at_ms FROM instrument_reading
           WHERE exchange = $1 AND observed_at_ms <= $2 ORDER BY day_ms DESC LIMIT 1) AS newest`,
    exchange,
    atMs,
  );
  if (!reading) return undefined;
  const [dayMs, observedAtMs] = reading;
  const listed = (await instrumentsOn(database, exchange, dayMs)).filter((one) => one.isListed);
  const ranks = await ranksOn(database, exchange, dayMs);
  const ranked = listed.map((one) => ({ ...one, ...(ranks.get(one.symbol) ?? UNRANKED) }));
  return { observedAtMs, dayMs, instruments: ranked.sort(byRank) };
}

/** What had been published of each perpetual by the reading of the day, of those that were gone by then too; by symbol. */
export function instrumentsOn(
  database: Reads,
  exchange: string,
  dayMs: number,
): Promise<Instrument[]> {
  const { dialect } = database;
  const columns = dialect.array(INSTRUMENT_COLUMNS.map((name) => `told.${name}`));
  return database.json(
    z.array(instrumentRow),
    `SELECT ${dialect.collect(columns, 'told.symbol')} FROM instrument_snapshot AS told
     WHERE told.exchange = $1 AND told.day_ms =
       (SELECT max(other.day_ms) FROM instrument_snapshot AS other
        WHERE other.exchange = told.exchange AND other.symbol = told.symbol AND other.day_ms <= $2)`,
    exchange,
    dayMs,
  );
}

const UNRANKED = { rank: undefined, turnoverUsdt24h: undefined };

async function ranksOn(database: Reads, exchange: string, dayMs: number) {
  const { dialect } = database;
  const columns = ['symbol', 'rank', 'turnover_usdt_24h'];
  const rows = await database.json(
    z.array(z.tuple([z.string(), z.int(), z.string()])),
    `SELECT ${dialect.collect(dialect.array(columns), 'rank')} FROM instrument_turnover
     WHERE exchange = $1 AND day_ms = $2`,
    exchange,
    dayMs,
  );
  return new Map(
    rows.map(([symbol, rank, turnoverUsdt24h]) => [symbol, { rank, turnoverUsdt24h }]),
  );
}

function byRank(a: RankedInstrument, b: RankedInstrument): number {
  const rank = ({ rank: of }: RankedInstrument) => of ?? Number.MAX_SAFE_INTEGER;
  return rank(a) - rank(b) || (a.symbol < b.symbol ? -1 : 1);
}
