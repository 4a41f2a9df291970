import {
  CERTIFICATE_VERSION,
  type Certificate,
} from '@fullcarry/domain/completeness/proof/certificate';
import { z } from 'zod';
import type { Reads, Statements } from '../database/database.js';

export interface StoredCertificate {
  readonly certificate: Certificate;
  readonly issuedAtMs: number;
  /** Of the recipe; what an older one made is worth nothing until it is proven anew. */
  readonly version: number;
}

export interface DatasetCertificate {
  readonly sha256: string;
  readonly issuedAtMs: number;
}

const COLUMNS = [
  'series_id',
  'from_ms',
  'to_ms',
  'expected',
  'present',
  'confirmed_empty',
  'missing',
  'before_listing',
  'after_delisting',
  'before_history',
  'first_row_at_ms',
  'last_row_at_ms',
  'sha256',
  'issued_at_ms',
  'version',
];
const stored = z.array(
  z
    .tuple([
      z.int(),
      z.int(),
      z.int(),
      z.int(),
      z.int(),
      z.int(),
      z.int(),
      z.int(),
      z.int(),
      z.int(),
      z.int().nullable(),
      z.int().nullable(),
      z.string(),
      z.int(),
      z.int(),
    ])
    .transform(
      ([
        seriesId,
        fromMs,
        toMs,
        expected,
        present,
        confirmedEmpty,
        missing,
        beforeListing,
        afterDelisting,
        beforeHistory,
        first,
        last,
        sha256,
        issuedAtMs,
        version,
      ]): [number, StoredCertificate] => [
        seriesId,
        {
          issuedAtMs,
          version,
          certificate: {
            window: { fromMs, toMs },
            expected,
            present,
            confirmedEmpty,
            missing,
            beforeListing,
            afterDelisting,
            beforeHistory,
            firstRowAtMs: first ?? undefined,
            lastRowAtMs: last ?? undefined,
            sha256,
          },
        },
      ],
    ),
);

/** The certificates as they were last issued, one a series, and the one of the whole data set. */
export class CertificateStore {
  constructor(private readonly database: Statements) {}

  async save(seriesId: number, certificate: Certificate, issuedAtMs: number): Promise<void> {
    const {
      window,
      expected,
      present,
      confirmedEmpty,
      missing,
      beforeListing,
      afterDelisting,
      beforeHistory,
      firstRowAtMs,
      lastRowAtMs,
      sha256,
    } = certificate;
    const values = COLUMNS.slice(1);
    await this.database.execute(
      `INSERT INTO certificate (${COLUMNS.join(', ')}) VALUES (${COLUMNS.map((_, i) => `$${i + 1}`).join(', ')})
       ON CONFLICT (series_id) DO UPDATE SET ${values.map((name) => `${name} = excluded.${name}`).join(', ')}`,
      seriesId,
      window.fromMs,
      window.toMs,
      expected,
      present,
      confirmedEmpty,
      missing,
      beforeListing,
      afterDelisting,
      beforeHistory,
      firstRowAtMs ?? null,
      lastRowAtMs ?? null,
      sha256,
      issuedAtMs,
      CERTIFICATE_VERSION,
    );
  }

  all(): Promise<ReadonlyMap<number, StoredCertificate>> {
    return storedCertificates(this.database);
  }

  async saveDataset(exchange: string, sha256: string, issuedAtMs: number): Promise<void> {
    await this.database.execute(
      `INSERT INTO dataset_certificate (exchange, sha256, issued_at_ms) VALUES ($1, $2, $3)
       ON CONFLICT (exchange) DO UPDATE SET sha256 = excluded.sha256, issued_at_ms = excluded.issued_at_ms`,
      exchange,
      sha256,
      issuedAtMs,
    );
  }

  /** The data set is not proven any more. */
  async withdrawDataset(exchange: string): Promise<void> {
    await this.database.execute('DELETE FROM dataset_certificate WHERE exchange = $1', exchange);
  }

  dataset(exchange: string): Promise<DatasetCertificate | undefined> {
    return storedDataset(this.database, exchange);
  }
}

export async function storedCertificates(
  database: Reads,
): Promise<ReadonlyMap<number, StoredCertificate>> {
  const { dialect } = database;
  const rows = await database.json(
    stored,
    `SELECT ${dialect.collect(dialect.array(COLUMNS), 'series_id')} FROM certificate`,
  );
  return new Map(rows);
}

/** Undefined while not every tracked series of the exchange is proven. */
export async function storedDataset(
  database: Reads,
  exchange: string,
): Promise<DatasetCertificate | undefined> {
  const { dialect } = database;
  const rows = await database.json(
    z.array(z.tuple([z.string(), z.int()])),
    `SELECT ${dialect.collect(dialect.array(['sha256', 'issued_at_ms']), 'exchange')} FROM dataset_certificate WHERE exchange = $1`,
    exchange,
  );
  const [first] = rows;
  return first && { sha256: first[0], issuedAtMs: first[1] };
}
