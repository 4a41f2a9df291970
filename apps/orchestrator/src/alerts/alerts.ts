import type { DeskConcern } from '@fullcarry/contracts/facts/desk-status-v1';
import type { DeskPositionChange } from '@fullcarry/contracts/facts/desk-position-v1';
import type { Exchange } from '@fullcarry/exchange/exchange';
import type { Logger } from '@fullcarry/platform/logs/create-logger';
import type { Alert } from './alert.js';
import { AlertQueue } from './alert-queue.js';
import { telegram } from './telegram.js';
import { webhook } from './webhook.js';
import type { OrchestratorConfig } from '../config.js';
import { someOf } from '../some-of.js';

const LONGEST_CLOSE_MS = 300;

/** Alerts people to what they want to hear of, wherever they want to hear it. */
export class Alerts {
  private readonly queues: readonly AlertQueue[];
  /** The degraded markets of the last alert. */
  private degradedSymbols = new Set<string>();
  /** What an alert was raised of and is not over, by kind and market. */
  private raised = new Map<string, DeskConcern>();

  constructor(
    config: OrchestratorConfig,
    private readonly exchange: Exchange,
    logger: Logger,
    /** Writes an alert into the desk's journal. */
    private readonly keep: (alert: Alert) => void,
  ) {
    const { WEBHOOK_URL, TELEGRAM_BOT_TOKEN, TELEGRAM_CHAT_ID, TELEGRAM_API_URL } = config;
    const sinks = [
      ...(WEBHOOK_URL === undefined ? [] : [webhook(WEBHOOK_URL)]),
      ...(TELEGRAM_BOT_TOKEN === undefined || TELEGRAM_CHAT_ID === undefined
        ? []
        : [
            telegram({
              apiUrl: TELEGRAM_API_URL,
              botToken: TELEGRAM_BOT_TOKEN,
              chatId: TELEGRAM_CHAT_ID,
            }),
          ]),
    ];
    this.queues = sinks.map((sink) => new AlertQueue(sink, logger));
  }

  positionChanged({ change, position }: DeskPositionChange): void {
    if (change === 'funding') return;
    const { symbol, notionalUsdt, pnlUsdt, openReason, closeReason } = position;
    const texts = {
      opened: `Opened ${symbol}, ${notionalUsdt} USDT a leg: ${openReason}`,
      closed: `Closed ${symbol}, profit and loss ${pnlUsdt} USDT: ${closeReason ?? 'no reason kept'}`,
      unwound: `Unwound ${symbol}, one leg was not filled: ${closeReason ?? 'no reason kept'}`,
    };
    this.raise({ kind: change, text: texts[change], position });
  }

  emergencyStop(reason: string, details: Readonly<Record<string, unknown>>): void {
    this.raise({ kind: 'emergency-stop', text: `Emergency stop: ${reason}`, details });
  }

  /** To be called with what needs a person's eyes now; people hear of each that is new, and of each that is over. */
  concerned(concerns: readonly DeskConcern[]): void {
    const now = new Map(concerns.map((one) => [`${one.kind} ${one.symbol}`, one]));
    for (const [name, { kind, symbol, text }] of now) {
      // Of broken books people hear from ledgerBroken, also before the desk is open.
      if (this.raised.has(name) || kind === 'books-broken') continue;
      this.raise({ kind, text, details: { symbol } });
    }
    for (const [name, { kind, symbol }] of this.raised) {
      if (now.has(name) || kind === 'books-broken') continue;
      const where = symbol === null ? '' : ` of ${symbol}`;
      this.raise({
        kind: 'concern-over',
        text: `Over: ${kind}${where}`,
        details: { kind, symbol },
      });
    }
    this.raised = now;
  }

  ledgerBroken(reason: string): void {
    this.raise({ kind: 'ledger-broken', text: `The desk trades no more: ${reason}` });
  }

  /** To be called with what is degraded now; people hear of it when it becomes worse, and when it is over. */
  dataDegraded(degraded: readonly string[]): void {
    const symbols = new Set(degraded);
    const isWorse = [...symbols].some((symbol) => !this.degradedSymbols.has(symbol));
    const isOver = symbols.size === 0 && this.degradedSymbols.size > 0;
    this.degradedSymbols = symbols;
    if (isWorse) {
      const text = `The history of ${someOf([...symbols])} is not proven any more; closed to new trades`;
      this.raise({ kind: 'data-degraded', text, details: { symbols: [...symbols] } });
    } else if (isOver) {
      this.raise({ kind: 'data-repaired', text: 'The whole history is proven again' });
    }
  }

  /** What is still on its way gets a moment. */
  async close(): Promise<void> {
    await Promise.all(this.queues.map((queue) => queue.close(LONGEST_CLOSE_MS)));
  }

  private raise(alert: Omit<Alert, 'atMs' | 'exchange' | 'source'>): void {
    const about = { exchange: this.exchange.id, source: this.exchange.source() };
    const raised: Alert = { ...alert, ...about, atMs: Date.now() };
    // Trades are in the journal as trades.
    if (alert.position === undefined) this.keep(raised);
    for (const queue of this.queues) queue.put(raised);
  }
}
