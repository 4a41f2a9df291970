import { ASSET_CLASSES } from '@fullcarry/domain/market/asset-class';
import { KINDS_OF_SERIES } from '@fullcarry/domain/series';
import { TIMEFRAMES } from '@fullcarry/domain/timeframe';
import { z } from 'zod';

/** The data set describes itself in it; it is written last but for `SUMS`. */
export const MANIFEST = 'manifest.json';

/** The SHA-256 of every other file, as `sha256sum -c` reads them. Its presence says that the data set is whole. */
export const SUMS = 'SHA256SUMS';

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const atMs = z.int();
const window = z.object({ fromMs: atMs, toMs: atMs });

/** Below the data set's folder, with slashes: a manifest that somebody hands on must not lead out of it. */
const path = z
  .string()
  .refine(
    (text) => !text.split(/[/\\]/).some((part) => part === '' || part === '..' || part === '.'),
    'Allowed is a path inside of the data set',
  );

/** A run of rows in a file, a calendar month (UTC) of them: a row group of Parquet, with where its bytes lie. */
const group = z.object({
  month: z.string().regex(/^\d{4}-\d{2}$/),
  rows: z.int().positive(),
  offset: z.int(),
  bytes: z.int(),
  sha256: hex,
});

const file = z.object({
  path,
  bytes: z.int(),
  rows: z.int(),
  sha256: hex,
  groups: z.array(group),
});

const certificate = z.object({
  expected: z.int(),
  present: z.int(),
  confirmedEmpty: z.int(),
  missing: z.int(),
  beforeListing: z.int(),
  afterDelisting: z.int(),
  beforeHistory: z.int(),
  firstRowAtMs: atMs.nullable(),
  lastRowAtMs: atMs.nullable(),
  sha256: hex,
  issuedAtMs: atMs,
});

const gap = window.extend({
  status: z.enum([
    'missing',
    'confirmed-empty',
    'before-listing',
    'after-delisting',
    'before-history',
  ]),
  rowsExpected: z.int(),
  observations: z.int(),
  firstObservedAtMs: atMs,
  lastObservedAtMs: atMs,
  nextTryAtMs: atMs,
  evidence: z.string(),
});

/** What of the certificate the rows alone do not say: why others are absent, and when rows were due. */
const evidence = z.object({
  gaps: z.array(gap),
  announced: z.array(
    z.object({
      observedAtMs: atMs,
      firstNextAtMs: atMs,
      intervalMs: z.int(),
      lastNextAtMs: atMs,
    }),
  ),
  /** First and last row that the exporter had, in the window or not. */
  stored: window.nullable(),
  /** Of funding: settlements outside the window, from which its schedule is read too. */
  settledOutsideMs: z.array(atMs),
});

/** Who said what the rows are: the exchange's API of all, files of its archive of so many of them too. */
const witness = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('api') }),
  z.object({ kind: z.literal('archive'), files: z.int(), rows: z.int(), refused: z.int() }),
]);

const unprovenStretch = window.extend({ why: z.string() });

const series = z.object({
  name: z.string(),
  exchange: z.string(),
  symbol: z.string(),
  /** The exchange's own name of what the rows are of: the perpetual, or its spot market. */
  nativeId: z.string(),
  listing: z.int(),
  kind: z.enum(KINDS_OF_SERIES),
  timeframe: z.enum(TIMEFRAMES).nullable(),
  assetClass: z.enum(ASSET_CLASSES).nullable(),
  source: z.string(),
  tracked: z.boolean(),
  listedAtMs: atMs.nullable(),
  delistedAtMs: atMs.nullable(),
  file: path,
  window,
  proven: z.boolean(),
  /** Null where none was issued, or where it is not one of the rows that were exported. */
  certificate: certificate.nullable(),
  witnesses: z.array(witness),
  unproven: z.array(unprovenStretch),
  evidence,
  /** One line a UTC day that has rows: its begin in epoch ms, its rows, their digest. */
  pieces: z.array(z.string().regex(/^\d+ \d+ [0-9a-f]{64}$/)),
});

const leftOut = z.object({ name: z.string(), tracked: z.boolean(), why: z.string() });

export const manifestSchema = z.object({
  format: z.literal('fullcarry-dataset'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  software: z.record(z.string(), z.string()),
  certificateVersion: z.int(),
  window,
  exchanges: z.array(
    z.object({
      exchange: z.string(),
      /** Of all its tracked series together; null where not all of them are proven. */
      datasetSha256: hex.nullable(),
      issuedAtMs: atMs.nullable(),
    }),
  ),
  files: z.array(file),
  series: z.array(series),
  leftOut: z.array(leftOut),
});

export type Manifest = z.infer<typeof manifestSchema>;
export type ManifestSeries = z.infer<typeof series>;
export type ManifestFile = z.infer<typeof file>;
export type ManifestGroup = z.infer<typeof group>;
export type LeftOut = z.infer<typeof leftOut>;
