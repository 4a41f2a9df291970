import { floorTo, PIECE_MS } from '@fullcarry/domain/time-window';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Database } from '@fullcarry/history/database/database';
import { lastReadingDayMs, saveReading } from '@fullcarry/history/instruments/save-reading';
import type { ReadLists } from './read-lists.js';

/**
 * Keeps one reading a UTC day of the exchange's perpetuals, all of them: rules, listing, turnover and rank, so that it
 * can be asked later which were the most traded of a day. What is kept was read for something else: nothing is asked.
 */
export class InstrumentReadings {
  private lastDayMs: number | undefined;

  constructor(
    private readonly exchange: Exchange,
    private readonly database: Database,
  ) {}

  /** What the exchange just answered; `nowMs` is its time of that. */
  async note({ listed, tickers }: ReadLists, nowMs: number): Promise<void> {
    const dayMs = floorTo(nowMs, PIECE_MS);
    this.lastDayMs ??= await lastReadingDayMs(this.database, this.exchange.id);
    if (this.lastDayMs !== undefined && dayMs <= this.lastDayMs) return;
    await saveReading(this.database, {
      exchange: this.exchange.id,
      observedAtMs: Math.round(nowMs),
      markets: listed,
      tickers,
      rules: this.exchange.perpetualRules(),
      unread: new Set(this.exchange.leftOutRows().map(({ row }) => row)),
    });
    this.lastDayMs = dayMs;
  }
}
