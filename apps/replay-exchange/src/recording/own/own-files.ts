import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { VENUES, type Venue } from '../market-manifest.js';
import { BadRecordingsError } from './bad-recordings-error.js';

/**
 * What a file of one's own recordings holds: the perpetual's candles, mark price and premium index, its spot market's, what
 * was settled.
 */
export const OWN_KINDS = [
  '1h',
  'mark-1h',
  'spot-1h',
  'premium-1m',
  'funding',
  'spot-instruments',
] as const;
export type OwnKind = (typeof OWN_KINDS)[number];

/** Known beside them, and played by nothing. */
const NOT_PLAYED = ['instruments', 'funding-info', 'premium-snapshot', 'oi-4h'];

/** `name`: from the folder on, for people. `endsOpen`: its last candle was still open when it was recorded. */
export interface OwnFile {
  readonly venue: Venue;
  readonly kind: OwnKind;
  readonly symbol: string;
  readonly path: string;
  readonly name: string;
  readonly endsOpen: boolean;
}

/**
 * Every file of a folder of recordings: `legs/<venue>/<kind>/<symbol>.csv.gz`, and `<venue>/<kind>/…` as the project's
 * own recordings lie. A kind may have several folders, `funding` and `funding-2`, for stretches that do not follow each
 * other. What `legs` has of a market's kind counts alone.
 *
 * Errors: BadRecordingsError for a folder that is none, or that holds what has no meaning.
 */
export function findOwnFiles(folder: string): readonly OwnFile[] {
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    throw new BadRecordingsError(folder, ['it is no folder; RECORDINGS names one']);
  }
  const problems: string[] = [];
  const inLegs = filesBelow(folder, 'legs', problems);
  const beside = filesBelow(folder, '', problems);
  if (problems.length > 0) throw new BadRecordingsError(folder, problems);
  const known = new Set(inLegs.map(keyOf));
  return [...inLegs, ...beside.filter((file) => !known.has(keyOf(file)))];
}

function keyOf({ venue, kind, symbol }: OwnFile): string {
  return `${venue} ${kind} ${symbol}`;
}

function filesBelow(folder: string, root: string, problems: string[]): OwnFile[] {
  return VENUES.flatMap((venue) =>
    namesIn(path.join(folder, root, venue)).flatMap((kindFolder) => {
      const below = path.join(root, venue, kindFolder);
      if (NOT_PLAYED.includes(kindFolder)) return [];
      const kind = OWN_KINDS.find((one) => kindFolder === one || kindFolder.startsWith(`${one}-`));
      if (kind === undefined) {
        problems.push(
          `${below} is no kind of recording: allowed are ${OWN_KINDS.join(', ')}, each also with -<anything> behind it`,
        );
        return [];
      }
      return namesIn(path.join(folder, below)).flatMap((file): OwnFile[] => {
        const [, symbol] = /^(.+)\.csv(?:\.gz)?$/.exec(file) ?? [];
        const name = path.join(below, file);
        if (symbol === undefined) {
          problems.push(
            `${name} is no recording: a file is called <symbol>.csv.gz or <symbol>.csv`,
          );
          return [];
        }
        const endsOpen = root === '' && venue === 'binance' && kind === '1h';
        return [{ venue, kind, symbol, path: path.join(folder, name), name, endsOpen }];
      });
    }),
  );
}

function namesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .sort();
}
