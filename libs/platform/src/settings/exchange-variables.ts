import { z } from 'zod';

const IDS = 'allowed are ccxt ids with commas between, each once, as in bybit,okx';
const ADDRESSES =
  'allowed is http://… or https://…, or one for each exchange: bybit=http://…,okx=http://…';

const OFF = 'off';

/** The exchanges that a service works with, the first one first. */
export const exchangeIds = z
  .string()
  .transform((text) => text.split(',').map((id) => id.trim()))
  .refine((ids) => ids.every((id) => /^[a-z0-9_]+$/.test(id)), IDS)
  .refine((ids) => new Set(ids).size === ids.length, IDS)
  .pipe(z.tuple([z.string()], z.string()))
  .default(['bybit']);

/** Other origins: one for the only exchange (under the empty name), or one by exchange. */
export const exchangeUrls = z
  .string()
  .transform(urlsOf)
  .refine(areUrls, ADDRESSES)
  .default(new Map());

/** Where exchanges' archives lie, as `exchangeUrls`; `off`: none is read. */
export const archiveUrls = z
  .string()
  .transform((text) => (text === OFF ? OFF : urlsOf(text)))
  .refine((urls) => urls === OFF || areUrls(urls), `allowed is ${OFF}, or an address: ${ADDRESSES}`)
  .optional();

export interface ChosenExchanges {
  readonly EXCHANGE: readonly string[];
  readonly EXCHANGE_URL: ReadonlyMap<string, string>;
}

export interface ChosenArchives extends ChosenExchanges {
  readonly ARCHIVE_URL?: z.output<typeof archiveUrls>;
}

/** Where the exchange is asked; undefined for the exchange's own address. */
export function urlOf({ EXCHANGE_URL }: ChosenExchanges, exchange: string): string | undefined {
  return EXCHANGE_URL.get(exchange) ?? EXCHANGE_URL.get('');
}

/**
 * Whether the exchange's archive is read, and where: undefined for not at all, which is also so where the exchange is
 * asked at another address than its own and no archive is named: one exchange's files beside another's answers
 * would be two histories in one.
 */
export function archiveOf(
  config: ChosenArchives,
  exchange: string,
): { readonly url: string | undefined } | undefined {
  const { ARCHIVE_URL: urls } = config;
  if (urls === OFF) return undefined;
  const url = urls?.get(exchange) ?? urls?.get('');
  return url === undefined && urlOf(config, exchange) !== undefined ? undefined : { url };
}

/** For a schema's `superRefine`: with several exchanges each address says whose it is. */
export function checkExchangeUrls(
  { EXCHANGE, EXCHANGE_URL, ARCHIVE_URL }: ChosenArchives,
  context: z.RefinementCtx,
): void {
  const refuse = (message: string, variable = 'EXCHANGE_URL') =>
    context.addIssue({ code: 'custom', path: [variable], message });
  if (EXCHANGE.length > 1 && EXCHANGE_URL.has('')) {
    refuse('with several exchanges each needs its name: bybit=http://…,okx=http://…');
  }
  for (const [variable, urls] of Object.entries({ EXCHANGE_URL, ARCHIVE_URL })) {
    if (urls === undefined || typeof urls === 'string') continue;
    const strangers = [...urls.keys()].filter((id) => id !== '' && !EXCHANGE.includes(id));
    if (strangers.length > 0) refuse(`EXCHANGE does not name ${strangers.join(', ')}`, variable);
  }
}

function urlsOf(text: string): Map<string, string> {
  const parts = text.split(',').map((part) => part.trim());
  return new Map(
    parts.map((part) => {
      const [, id, url] = /^([a-z0-9_]+)=(.*)$/s.exec(part) ?? [];
      return id !== undefined && url !== undefined ? [id, url] : ['', part];
    }),
  );
}

function areUrls(urls: ReadonlyMap<string, string>): boolean {
  return [...urls.values()].every(isHttp) && (!urls.has('') || urls.size === 1);
}

function isHttp(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
