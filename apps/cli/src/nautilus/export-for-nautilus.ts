import type { RankedInstrument } from '@fullcarry/history/instruments/instruments-at';
import { instrumentsAt } from '@fullcarry/history/instruments/instruments-at';
import { hasCandles, seriesName, type CandleSeries } from '@fullcarry/domain/series';
import { timeframeMs } from '@fullcarry/domain/timeframe';
import type { Database, Reads } from '@fullcarry/history/database/database';
import { rowPieces, storedCandles, storedSettlements } from '@fullcarry/history/rows/series-rows';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SETTLEMENT_ROWS } from '../dataset/layout/parquet-rows.js';
import { writeWhole } from '../dataset/write/write-whole.js';
import {
  exportForTool,
  type PlannedFile,
  type ExportedSeries,
  type Tool,
  type ToolExport,
  type ToolWish,
} from '../export/export-for-tool.js';
import type { ExportedFile } from '../export/tool-manifest.js';
import type { RowProgress } from '../output/row-meter.js';
import { BAR_SCHEMA, barColumns, instrumentColumns } from './catalog-columns.js';
import { barType, fileName, instrumentId } from './catalog-names.js';
import { decimalsOf } from './fixed-point.js';
import { inParquet } from './in-parquet.js';

type Identified = RankedInstrument & { readonly id: string };

/** Writes the proven rows of one exchange as a catalog of NautilusTrader. Errors: as exportForTool. */
export function exportForNautilus(
  database: Database,
  wish: ToolWish,
  report: (progress: RowProgress) => void,
): Promise<ToolExport> {
  return exportForTool(database, wish, (reads, exchange) => toolOf(reads, exchange, wish), report);
}

async function toolOf(reads: Reads, exchange: string, { folder }: ToolWish): Promise<Tool> {
  const list = await instrumentsAt(reads, exchange, Date.now());
  const identified = new Map<string, Identified>();
  for (const one of list?.instruments ?? []) {
    const id = instrumentId(exchange, one.nativeId);
    if (id !== undefined) identified.set(one.symbol, { ...one, id });
  }
  return {
    ...{ format: 'fullcarry-nautilus', software: 'hyparquet-writer' },
    plan: (one) => {
      const { key, market } = one.series;
      const instrument = identified.get(market.symbol);
      if (!instrument?.rules?.priceStep) {
        return {
          why: 'the exchange’s list tells no price step of it, or Nautilus’s name is not known',
        };
      }
      if (key.kind === 'funding') return settlements(reads, one, instrument.id);
      return hasCandles(key) ? bars(reads, one, key, instrument) : undefined;
    },
    finish: async (files) => {
      for (const one of identified.values()) {
        const symbol = one.symbol;
        const candles = files.find(({ series }) =>
          series.startsWith(`${exchange}:${symbol}:candles`),
        );
        if (candles) await writeInstrument(folder, one, candles, list?.observedAtMs ?? 0);
      }
    },
  };
}

function bars(
  reads: Reads,
  { series, issued }: ExportedSeries,
  key: CandleSeries,
  { id, rules }: Identified,
): PlannedFile | undefined {
  const type = barType(id, key.kind, key.timeframe);
  const { firstRowAtMs, lastRowAtMs, window } = issued.certificate;
  if (type === undefined || firstRowAtMs === undefined || lastRowAtMs === undefined)
    return undefined;
  const stepMs = timeframeMs(key.timeframe);
  return {
    path: `data/bar/${type}/${fileName(firstRowAtMs + stepMs, lastRowAtMs + stepMs)}`,
    make: async () => {
      const groups = [];
      const precision = {
        price: decimalsOf(Number(rules?.priceStep)),
        size: decimalsOf(sizeStepOf(rules)),
      };
      let rows = 0;
      for (const piece of rowPieces(series, window)) {
        const candles = await storedCandles(reads, series.id, piece);
        if (candles.length === 0) continue;
        for (const { open, high, low, close, volume } of candles) {
          precision.price = Math.max(precision.price, ...[open, high, low, close].map(decimalsOf));
          precision.size = Math.max(precision.size, decimalsOf(volume));
        }
        groups.push({ columns: barColumns(candles, stepMs), rows: candles.length });
        rows += candles.length;
      }
      const bytes = await inParquet(BAR_SCHEMA, groups, {
        ...{ bar_type: type, instrument_id: id },
        ...{ price_precision: `${precision.price}`, size_precision: `${precision.size}` },
      });
      return { rows, precision, bytes };
    },
  };
}

/** Its own catalog has no file for rates: they stand beside it, in the columns of the data set (docs/INTEROP.md). */
function settlements(reads: Reads, { series, issued }: ExportedSeries, id: string): PlannedFile {
  return {
    path: `funding/${id}.parquet`,
    make: async () => {
      const groups = [];
      let rows = 0;
      for (const piece of rowPieces(series, issued.certificate.window)) {
        const some = await storedSettlements(reads, series.id, piece);
        if (some.length > 0)
          groups.push({ columns: SETTLEMENT_ROWS.columns(some), rows: some.length });
        rows += some.length;
      }
      const bytes = await inParquet(SETTLEMENT_ROWS.schema, groups, {
        'fullcarry.series': seriesName(series.key),
      });
      return { rows, bytes };
    },
  };
}

async function writeInstrument(
  folder: string,
  { id, nativeId, symbol, rules }: Identified,
  { precision }: ExportedFile,
  listReadAtMs: number,
): Promise<void> {
  if (!rules?.priceStep || !precision) return;
  const [base = '', quote = ''] = symbol.split(/[/:]/);
  const { schema, columns } = instrumentColumns({
    ...{ id, nativeId, base, quote, precision, listReadAtMs },
    priceStep: Number(rules.priceStep),
    sizeStep: sizeStepOf(rules),
    minQuantity: Number(rules.minQuantity) * Number(rules.contractSize),
    minNotional: rules.minNotionalUsdt,
  });
  const file = join(folder, `data/crypto_perpetual/${id}`, fileName(listReadAtMs, listReadAtMs));
  await mkdir(dirname(file), { recursive: true });
  for (const name of await readdir(dirname(file))) await rm(join(dirname(file), name));
  await writeWhole(
    file,
    await inParquet(schema, [{ columns, rows: 1 }], { class: 'CryptoPerpetual' }),
  );
}

/** In coins, as volumes are: an order of Nautilus is for so many of them. */
function sizeStepOf(rules: Identified['rules']): number {
  return Number(rules?.quantityStep) * Number(rules?.contractSize);
}
