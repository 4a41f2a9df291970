import { DataDegradedV1, type DataDegraded } from '@fullcarry/contracts/facts/data-degraded-v1';
import {
  DataProgressV1,
  MarketProgressV1,
  type DataProgress,
  type MarketProgress,
} from '@fullcarry/contracts/facts/data-progress-v1';
import { DataReadyV1, type DataReady } from '@fullcarry/contracts/facts/data-ready-v1';
import { DataSyncedV1, type DataSynced } from '@fullcarry/contracts/facts/data-synced-v1';
import { exchangeSubject } from '@fullcarry/contracts/transport/exchange-subject';
import { DeskCycleV1, type DeskCycle } from '@fullcarry/contracts/facts/desk-cycle-v1';
import {
  DeskPositionV1,
  type DeskPositionChange,
} from '@fullcarry/contracts/facts/desk-position-v1';
import { DeskStatusV1, type DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import { MarketRatesV1, type MarketRates } from '@fullcarry/contracts/facts/market-rates-v1';
import { type z } from 'zod';
import { BasisLog } from './basis-log.js';
import { RatesParts } from './rates-parts.js';

/** A fact with the time at which NATS had it. */
export interface Heard<Fact> {
  readonly fact: Fact;
  readonly heardAtMs: number;
}

export type FactKind =
  'progress' | 'market' | 'ready' | 'degraded' | 'synced' | 'rates' | 'desk' | 'cycle' | 'position';

interface Facts {
  progress?: Heard<DataProgress>;
  ready?: Heard<DataReady>;
  degraded?: Heard<DataDegraded>;
  synced?: Heard<DataSynced>;
  rates?: Heard<MarketRates>;
  desk?: Heard<DeskStatus>;
  cycle?: Heard<DeskCycle>;
  position?: Heard<DeskPositionChange>;
}

/** The last fact of each kind about one exchange, checked. Others that speak on the same NATS are passed over. */
export class FactBoard {
  private facts: Facts = {};
  /** What was published under the exchange's own name: another exchange's fact does not take its place. */
  private readonly apart = new Set<string>();
  readonly basis = new BasisLog();
  private readonly ratesParts = new RatesParts();
  private readonly marketFacts = new Map<string, Heard<MarketProgress>>();

  constructor(private readonly exchange: string) {}

  get latest(): Readonly<Facts> {
    return this.facts;
  }

  get markets(): ReadonlyMap<string, Heard<MarketProgress>> {
    return this.marketFacts;
  }

  /** Takes a message in; returns of which kind it was, undefined for what is not for this board. */
  take(received: string, payload: unknown, heardAtMs: number): FactKind | undefined {
    const subject = this.plain(received);
    if (subject !== received) this.apart.add(subject);
    const hear = <Fact extends { exchange: string }>(schema: z.ZodType<Fact>) => {
      // Most facts are large, and of several boards one is meant.
      if (!isAbout(payload, this.exchange)) return undefined;
      const { data } = schema.safeParse(payload);
      return data && { fact: data, heardAtMs };
    };
    switch (subject) {
      case DataProgressV1.subject:
        return this.keep('progress', hear(DataProgressV1.schema));
      case DataReadyV1.subject:
        return this.keep('ready', this.sinceFirstPublished(hear(DataReadyV1.schema)));
      case DataDegradedV1.subject:
        return this.keep('degraded', hear(DataDegradedV1.schema));
      case DataSyncedV1.subject:
        return this.keep('synced', hear(DataSyncedV1.schema));
      case MarketRatesV1.subject:
        return this.keepRates(hear(MarketRatesV1.schema));
      case DeskStatusV1.subject:
        return this.keep('desk', hear(DeskStatusV1.schema));
      case DeskCycleV1.subject:
        return this.keep('cycle', hear(DeskCycleV1.schema));
      case DeskPositionV1.subject:
        return this.keep('position', hear(DeskPositionV1.schema));
      default:
        if (subject.startsWith(`${MarketRatesV1.subject}.`))
          return this.keepRates(hear(MarketRatesV1.schema));
        return subject.startsWith(`${MarketProgressV1.subject}.`)
          ? this.keepMarket(hear(MarketProgressV1.schema))
          : undefined;
    }
  }

  /** The stream does not keep the subject any more: the fact was taken back. */
  drop(received: string): void {
    const subject = this.plain(received);
    if (subject !== received) this.apart.delete(subject);
    else if (this.apart.has(subject)) return;
    const kinds: Readonly<Record<string, keyof Facts>> = {
      [DataProgressV1.subject]: 'progress',
      [DataReadyV1.subject]: 'ready',
      [DataDegradedV1.subject]: 'degraded',
      [DataSyncedV1.subject]: 'synced',
      [MarketRatesV1.subject]: 'rates',
      [DeskStatusV1.subject]: 'desk',
      [DeskCycleV1.subject]: 'cycle',
      [DeskPositionV1.subject]: 'position',
    };
    const kind = kinds[subject];
    if (kind) this.facts = { ...this.facts, [kind]: undefined };
  }

  /** `data.ready` for `data.ready.bybit`, when that is the exchange of this board. */
  private plain(received: string): string {
    const own = exchangeSubject('', this.exchange);
    return received.endsWith(own) ? received.slice(0, -own.length) : received;
  }

  /** It is published again and again; what counts is since when it is true. */
  private sinceFirstPublished(heard: Heard<DataReady> | undefined): Heard<DataReady> | undefined {
    const { ready } = this.facts;
    return ready && ready.fact.atMs === heard?.fact.atMs
      ? { ...heard, heardAtMs: ready.heardAtMs }
      : heard;
  }

  private keep<Kind extends keyof Facts>(kind: Kind, heard: Facts[Kind]): Kind | undefined {
    if (heard === undefined) return undefined;
    this.facts = { ...this.facts, [kind]: heard };
    return kind;
  }

  private keepRates(heard: Heard<MarketRates> | undefined): 'rates' | undefined {
    const fact = heard && this.ratesParts.take(heard.fact);
    if (!fact) return undefined;
    this.basis.take(fact);
    return this.keep('rates', { fact, heardAtMs: heard.heardAtMs });
  }

  private keepMarket(heard: Heard<MarketProgress> | undefined): 'market' | undefined {
    if (!heard) return undefined;
    this.marketFacts.set(heard.fact.symbol, heard);
    return 'market';
  }
}

function isAbout(payload: unknown, exchange: string): boolean {
  return (
    typeof payload === 'object' &&
    payload !== null &&
    'exchange' in payload &&
    payload.exchange === exchange
  );
}
