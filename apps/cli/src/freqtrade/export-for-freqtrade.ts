import type { Candle } from '@fullcarry/domain/candle';
import { hasCandles, seriesName } from '@fullcarry/domain/series';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Database, Reads } from '@fullcarry/history/database/database';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { StoredCertificate } from '@fullcarry/history/proof/certificate-store';
import { rowPieces, storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chooseExported, type Unproven } from '../dataset/write/choose-exported.js';
import { softwareVersions } from '../dataset/write/software-versions.js';
import { storedFacts, type SeriesFacts } from '../dataset/write/stored-facts.js';
import { writeWhole } from '../dataset/write/write-whole.js';
import type { RowProgress } from '../output/row-meter.js';
import { UsageError } from '../usage-error.js';
import { freqtradeFile, type FreqtradeFile } from './freqtrade-file.js';
import {
  MANIFEST,
  readManifest,
  type ExportedFile,
  type FreqtradeManifest,
} from './freqtrade-manifest.js';
import { hourly } from './hourly.js';

export interface FreqtradeWish {
  readonly folder: string;
  /** May be left out where one exchange is stored. */
  readonly exchange: string | undefined;
  readonly unproven: Exclude<Unproven, 'include'>;
}

export interface FreqtradeExport {
  readonly manifest: FreqtradeManifest;
  /** Paths of files that were written; the others were as they should be. */
  readonly written: ReadonlySet<string>;
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
  readonly sources: readonly string[];
}

interface Planned {
  readonly series: StoredSeries;
  readonly issued: StoredCertificate;
  readonly file: FreqtradeFile;
}

/**
 * Writes the proven rows of one exchange as freqtrade reads them; a file whose certificate and bytes are as an
 * export before left them stays. Each file has its name only when it is complete.
 *
 * Errors: UsageError where several exchanges are stored and none is named, or the folder holds another one's; Error for
 * tracked series that are not proven and that nobody said are to be left out.
 */
export function exportForFreqtrade(
  database: Database,
  { folder, exchange, unproven }: FreqtradeWish,
  tell: (progress: RowProgress) => void,
): Promise<FreqtradeExport> {
  return database.snapshot(async (reads) => {
    const facts = await storedFacts(reads, exchange);
    const [first, second] = facts.exchanges;
    if (!first || second) {
      const names = facts.exchanges.map((one) => one.exchange).join(', ');
      throw new UsageError(`A folder of freqtrade is of one exchange: add --exchange (${names})`);
    }
    const before = await readManifest(folder);
    if (before && before.exchange !== first.exchange) {
      throw new UsageError(`${folder} holds rows of ${before.exchange}, not of ${first.exchange}`);
    }
    const { exported, leftOut } = chooseExported(facts.series, unproven);
    const planned = exported.flatMap(plannedOf);
    const written = new Set<string>();
    const files: ExportedFile[] = [];
    const rowsTotal = planned.reduce((sum, { issued }) => sum + issued.certificate.present, 0);
    let rowsDone = 0;
    for (const one of planned) {
      tell({ rowsDone, rowsTotal });
      const known = before?.files.find(({ path }) => path === one.file.path);
      if (known && (await isAsItWas(folder, known, one))) {
        files.push(known);
      } else {
        files.push(await writeFile(reads, folder, one));
        written.add(one.file.path);
      }
      rowsDone += one.issued.certificate.present;
    }
    tell({ rowsDone, rowsTotal });
    const manifest: FreqtradeManifest = {
      format: 'fullcarry-freqtrade',
      version: 1,
      exchange: first.exchange,
      createdAt: new Date().toISOString(),
      software: softwareVersions('apache-arrow'),
      files,
    };
    await writeWhole(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
    return {
      manifest,
      written,
      leftOut,
      sources: planned.map(({ series }) => series.market.source),
    };
  });
}

/** A market whose name was listed again is another one; freqtrade has one file a name. */
function plannedOf({ series, issued }: SeriesFacts): Planned[] {
  const file = freqtradeFile(series);
  return file && issued && series.market.listing === 0 ? [{ series, issued, file }] : [];
}

async function isAsItWas(
  folder: string,
  known: ExportedFile,
  { series, issued }: Planned,
): Promise<boolean> {
  const isSame =
    known.series === seriesName(series.key) &&
    known.certificateSha256 === issued.certificate.sha256;
  const path = join(folder, known.path);
  return isSame && existsSync(path) && sha256(await readFile(path)) === known.sha256;
}

async function writeFile(reads: Reads, folder: string, one: Planned): Promise<ExportedFile> {
  const { series, issued, file } = one;
  const { window, sha256: certificateSha256, confirmedEmpty } = issued.certificate;
  const rows = await rowsOf(reads, one);
  // Arrow is a tenth of a second: for whoever exports, and not for each start of the command line.
  const { feather } = await import('./feather.js');
  const bytes = feather(rows);
  const path = join(folder, file.path);
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, bytes);
  return {
    path: file.path,
    series: seriesName(series.key),
    rows: rows.length,
    bytes: bytes.byteLength,
    sha256: sha256(bytes),
    confirmedEmpty,
    window,
    certificateSha256,
  };
}

/** A rate is the opening of a row of its own hour, as freqtrade keeps it. */
async function rowsOf(reads: Reads, { series, issued, file }: Planned): Promise<Candle[]> {
  const { key, id } = series;
  const rows: Candle[] = [];
  for (const page of rowPieces(series, issued.certificate.window)) {
    if (hasCandles(key)) {
      const candles = await storedCandles(reads, id, page);
      const isOther = key.timeframe !== file.timeframe;
      rows.push(...(isOther ? hourly(candles, timeframeMs(key.timeframe)) : candles));
      continue;
    }
    for (const { settledAtMs, rate } of await storedSettlements(reads, id, page)) {
      rows.push({
        openAtMs: settledAtMs,
        open: Number(rate),
        high: 0,
        low: 0,
        close: 0,
        volume: 0,
      });
    }
  }
  return rows;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
