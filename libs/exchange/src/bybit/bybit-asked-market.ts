import { DataIntegrityError, type ErrorContext } from '@fullcarry/domain/errors';

/** What an answer says about itself: its category, and each symbol that it names. */
export interface AnsweredMarket {
  readonly category: string;
  readonly symbols: readonly string[];
  readonly rows: number;
}

/** The category and the symbol that were asked for. */
export type AskedMarket = Pick<AnsweredMarket, 'category'> & { readonly symbol: string };

/**
 * Refuses an answer about another market than the one that was asked for.
 *
 * An answer without rows may leave its names empty: it says nothing about any market then, and whoever
 * asked asks again before believing that there is nothing.
 */
export function assertAskedMarket(
  { category, symbols, rows }: AnsweredMarket,
  asked: AskedMarket,
  context: ErrorContext,
): void {
  const right = (name: string, due: string) => name === due || (rows === 0 && name === '');
  const wrong = symbols.find((symbol) => !right(symbol, asked.symbol));
  if (right(category, asked.category) && wrong === undefined) return;
  throw new DataIntegrityError('The answer is about another market', {
    ...context,
    asked: `${asked.category} ${asked.symbol}`,
    answered: `${category} ${wrong ?? ''}`.trim(),
  });
}
