import { PermanentError } from '@fullcarry/domain/errors';
import { BinanceUsdm } from './binanceusdm/binanceusdm.js';
import { Bybit } from './bybit/bybit.js';
import type { ExchangeOptions } from './exchange-options.js';
import type { Exchange } from './exchange.js';
import { Hyperliquid } from './hyperliquid/hyperliquid.js';
import { Okx } from './okx/okx.js';

type Open = (options: ExchangeOptions) => Exchange;

const EXCHANGES: ReadonlyMap<string, Open> = new Map<string, Open>([
  ['bybit', (options) => new Bybit(options)],
  ['binanceusdm', (options) => new BinanceUsdm(options)],
  ['okx', (options) => new Okx(options)],
  ['hyperliquid', (options) => new Hyperliquid(options)],
]);

/** The ids that `openExchange` knows. */
export const EXCHANGE_IDS: readonly string[] = [...EXCHANGES.keys()];

/**
 * An exchange by its ccxt id. Sends nothing yet.
 *
 * Errors: PermanentError, in one line, for an unknown id or an address that is no http(s) origin;
 *   RangeError for a rate budget outside (0, 1].
 */
export function openExchange({
  id,
  url,
  archive,
  ...options
}: { readonly id: string } & ExchangeOptions): Exchange {
  const open = EXCHANGES.get(id);
  if (!open) {
    throw new PermanentError(
      `The exchange "${id}" is not supported; supported: ${EXCHANGE_IDS.join(', ')}`,
      { exchange: id },
    );
  }
  return open({
    ...options,
    url: url === undefined ? undefined : originOf(url),
    archive: archive?.url === undefined ? archive : { url: originOf(archive.url) },
  });
}

function originOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    throw new PermanentError(
      `"${url}" is not the address of an exchange; wanted: http(s)://host[:port]`,
    );
  }
  return parsed.href.replace(/\/+$/, '');
}
