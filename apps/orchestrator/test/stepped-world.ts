import { DataReadyV1 } from '@fullcarry/contracts/facts/data-ready-v1';
import { emptyDatabase, type DatabaseKind } from '@fullcarry/testing/each-database';
import { Replay } from '@fullcarry/testing/replay';
import { startApp, type RunningApp } from '@fullcarry/testing/start-app';
import { startNats } from '@fullcarry/testing/start-nats';
import { connect } from '@nats-io/transport-node';

/** What the test opened, closed in the opposite order by `closeAll`. */
const opened: (() => Promise<unknown>)[] = [];

export async function closeAll(): Promise<void> {
  for (const close of opened.splice(0).reverse()) await close();
}

export function closeLater(close: () => Promise<unknown>): void {
  opened.push(close);
}

/** A replay exchange whose clock only the test moves; its recordings last until a week after the second instant. */
export async function steppedExchange(
  fromMs: number,
  toMs: number,
  markets: readonly string[],
): Promise<Replay> {
  const clock = ['--anchor', String(toMs), '--now', String(fromMs), '--speed', '0'];
  // Two fetchers and the desks ask from one address; each keeps the limit by itself.
  const exchange = await Replay.start([
    ...clock,
    '--limit',
    '6000',
    '--symbols',
    markets.join(','),
  ]);
  closeLater(() => exchange.close());
  return exchange;
}

/** The environment that a desk needs, with a fetcher in it that has proven the history. */
export interface World {
  readonly EXCHANGE_URL: string;
  readonly DATABASE_URL: string;
  readonly NATS_URL: string;
}

export async function provenWorld(
  exchange: Replay,
  kind: DatabaseKind,
  lookbackDays: number,
  more: Readonly<Record<string, string>> = {},
): Promise<{ world: World; fetcher: RunningApp }> {
  const database = await emptyDatabase(kind);
  closeLater(() => database.remove());
  const nats = await startNats();
  closeLater(() => nats.close());
  const world = { EXCHANGE_URL: exchange.url, DATABASE_URL: database.url, NATS_URL: nats.url };
  const connection = await connect({ servers: nats.url });
  closeLater(() => connection.close());
  const facts = connection.subscribe(DataReadyV1.subject);
  const fetcher = startApp('fetcher', {
    environment: {
      ...world,
      METRICS_PORT: '0',
      HISTORICAL_LOOKBACK_DAYS: String(lookbackDays),
      HISTORICAL_RETRY_BASE_MS: '20',
      GAP_CONFIRM_MINUTES: '0.02',
      SCRUB_DAYS: '0',
      ...more,
    },
  });
  closeLater(() => fetcher.stop('SIGKILL'));
  const ready = facts[Symbol.asyncIterator]().next();
  const died = fetcher.ended().then((): never => {
    throw new Error(`The fetcher ended:\n${fetcher.lines.slice(-20).join('\n')}`);
  });
  died.catch(() => undefined);
  await Promise.race([ready, died]);
  return { world, fetcher };
}
