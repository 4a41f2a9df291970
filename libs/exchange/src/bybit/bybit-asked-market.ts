import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';
import type { Market } from '@fullcarry/domain/market/market';

/** What an answer says about itself: its category, and each symbol that it names. */
export interface AnsweredMarket {
  readonly category: string;
  readonly symbols: readonly string[];
  readonly rows: number;
}

/**
 * Refuses an answer about another market than the one that was asked for.
 *
 * An answer without rows may leave its names empty: it says nothing about any market then, and whoever
 * asked asks again before believing that there is nothing.
 */
export function assertAskedMarket(
  { category, symbols, rows }: AnsweredMarket,
  market: Market,
  context: ErrorContext,
): void {
  const right = (name: string, asked: string) => name === asked || (rows === 0 && name === '');
  const wrong = symbols.find((symbol) => !right(symbol, market.nativeId));
  if (right(category, 'linear') && wrong === undefined) return;
  throw new DataIntegrityError('The answer is about another market', {
    ...context,
    asked: `linear ${market.nativeId}`,
    answered: `${category} ${wrong ?? ''}`.trim(),
  });
}
