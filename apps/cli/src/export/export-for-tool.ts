import { seriesName } from '@fullcarry/domain/series';
import type { Database, Reads } from '@fullcarry/history/database/database';
import type { StoredSeries } from '@fullcarry/history/markets/stored-series';
import type { StoredCertificate } from '@fullcarry/history/proof/certificate-store';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chooseExported, type Unproven } from '../dataset/write/choose-exported.js';
import { softwareVersions } from '../dataset/write/software-versions.js';
import { storedFacts } from '../dataset/write/stored-facts.js';
import { writeWhole } from '../dataset/write/write-whole.js';
import type { RowProgress } from '../output/row-meter.js';
import { UsageError } from '../usage-error.js';
import { MANIFEST, readManifest, type ExportedFile, type ToolManifest } from './tool-manifest.js';

export interface ToolWish {
  readonly folder: string;
  /** May be left out where one exchange is stored. */
  readonly exchange: string | undefined;
  readonly unproven: Exclude<Unproven, 'include'>;
}

export interface ToolExport {
  readonly manifest: ToolManifest;
  /** Paths of files that were written; the others were as they should be. */
  readonly written: ReadonlySet<string>;
  readonly leftOut: readonly { readonly name: string; readonly why: string }[];
  readonly sources: readonly string[];
}

/** A series that is proven, and by what. */
export interface ExportedSeries {
  readonly series: StoredSeries;
  readonly issued: StoredCertificate;
}

/** A file of the tool, and how its bytes are had. */
export interface PlannedFile {
  /** Below the folder, with slashes. */
  readonly path: string;
  make(): Promise<MadeFile>;
}

interface MadeFile extends Pick<ExportedFile, 'rows' | 'precision'> {
  readonly bytes: Uint8Array;
}

/** How a program reads history. */
export interface Tool {
  readonly format: ToolManifest['format'];
  /** The package that writes its files, whose version is reported. */
  readonly software: string;
  /** What it has no file for is undefined; `why`: what it would have one for, but can't. */
  plan(one: ExportedSeries): PlannedFile | { readonly why: string } | undefined;
  /** After all files are there. */
  finish?(files: readonly ExportedFile[]): Promise<void>;
}

/**
 * Writes the proven rows of one exchange as a tool reads them; a file whose certificate and bytes are as an export before left
 * them stays. Each file has its name only when it is complete; one that took another name is removed under the former.
 *
 * Errors: UsageError where several exchanges are stored and none is named, or the folder holds another one's; Error for
 * tracked series that are not proven and that nobody said are to be left out.
 */
export function exportForTool(
  database: Database,
  { folder, exchange, unproven }: ToolWish,
  toolOf: (reads: Reads, exchange: string) => Promise<Tool>,
  report: (progress: RowProgress) => void,
): Promise<ToolExport> {
  return database.snapshot(async (reads) => {
    const facts = await storedFacts(reads, exchange);
    const [first, second] = facts.exchanges;
    if (!first || second) {
      const names = facts.exchanges.map((one) => one.exchange).join(', ');
      throw new UsageError(`Such a folder is of one exchange: add --exchange (${names})`);
    }
    const tool = await toolOf(reads, first.exchange);
    const before = await readManifest(folder, tool.format);
    if (before && before.exchange !== first.exchange) {
      throw new UsageError(`${folder} holds rows of ${before.exchange}, not of ${first.exchange}`);
    }
    const { exported, leftOut } = chooseExported(facts.series, unproven);
    const without: { name: string; why: string }[] = [...leftOut];
    const planned: (ExportedSeries & { readonly file: PlannedFile })[] = [];
    for (const { series, issued } of exported) {
      // A market whose name was listed again is another one; tools have one file a name.
      if (!issued || series.market.listing !== 0) continue;
      const file = tool.plan({ series, issued });
      if (file && 'why' in file) without.push({ name: seriesName(series.key), why: file.why });
      else if (file) planned.push({ series, issued, file });
    }
    const written = new Set<string>();
    const files: ExportedFile[] = [];
    const rowsTotal = planned.reduce((sum, { issued }) => sum + issued.certificate.present, 0);
    let rowsDone = 0;
    for (const one of planned) {
      report({ rowsDone, rowsTotal });
      const name = seriesName(one.series.key);
      const known = before?.files.find(({ series }) => series === name);
      if (known && (await isAsItWas(folder, known, one))) {
        files.push(known);
      } else {
        files.push(await writeFile(folder, one));
        written.add(one.file.path);
        if (known && known.path !== one.file.path)
          await rm(join(folder, known.path), { force: true });
      }
      rowsDone += one.issued.certificate.present;
    }
    report({ rowsDone, rowsTotal });
    await tool.finish?.(files);
    const manifest: ToolManifest = {
      ...{ format: tool.format, version: 1, exchange: first.exchange },
      createdAt: new Date().toISOString(),
      software: softwareVersions(tool.software),
      files,
    };
    await mkdir(folder, { recursive: true });
    await writeWhole(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 1)}\n`);
    const sources = planned.map(({ series }) => series.market.source);
    return { manifest, written, leftOut: without, sources };
  });
}

async function isAsItWas(
  folder: string,
  known: ExportedFile,
  { issued, file }: ExportedSeries & { readonly file: PlannedFile },
): Promise<boolean> {
  const isSame = known.path === file.path && known.certificateSha256 === issued.certificate.sha256;
  const path = join(folder, known.path);
  return isSame && existsSync(path) && sha256(await readFile(path)) === known.sha256;
}

async function writeFile(
  folder: string,
  { series, issued, file }: ExportedSeries & { readonly file: PlannedFile },
): Promise<ExportedFile> {
  const { window, sha256: certificateSha256, confirmedEmpty } = issued.certificate;
  const { bytes, ...about } = await file.make();
  const path = join(folder, file.path);
  await mkdir(dirname(path), { recursive: true });
  await writeWhole(path, bytes);
  return {
    ...{ path: file.path, series: seriesName(series.key), ...about },
    ...{ bytes: bytes.byteLength, sha256: sha256(bytes) },
    ...{ confirmedEmpty, window, certificateSha256 },
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
