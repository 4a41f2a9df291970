import { seriesName } from '@fullcarry/domain/series';
import { many } from '../../output/count-text.js';
import type { LeftOut } from '../layout/manifest.js';
import type { SeriesFacts } from './stored-facts.js';

/** What is done with series that are not proven. `refuse`: nothing is exported while a tracked one is among them. */
export const UNPROVEN = ['refuse', 'leave-out', 'include'] as const;
export type Unproven = (typeof UNPROVEN)[number];

export interface Chosen {
  readonly exported: readonly SeriesFacts[];
  readonly leftOut: readonly LeftOut[];
}

/** So many names are read by people. */
const MOST_NAMES = 10;

/**
 * Which series go into the data set. One that is not tracked any more never holds up the others: where it is not
 * proven it is left out and named.
 *
 * Errors: Error that names the series when some that are tracked are not proven and that is refused, or when there is
 * nothing to export.
 */
export function chooseExported(all: readonly SeriesFacts[], unproven: Unproven): Chosen {
  const open = all.filter((facts) => !isProven(facts));
  const refused = open.filter(({ series }) => series.market.tracked && series.isTracked);
  if (unproven === 'refuse' && refused.length > 0) throw refusal(refused);
  const isLeftOut = (facts: SeriesFacts) =>
    !isProven(facts) && (unproven !== 'include' || facts.series.rows === 0);
  const exported = all.filter((facts) => !isLeftOut(facts));
  if (exported.length === 0) throw new Error('There is nothing to export: no series is proven');
  return {
    exported,
    leftOut: all.filter(isLeftOut).map((facts) => ({
      name: seriesName(facts.series.key),
      tracked: facts.series.market.tracked && facts.series.isTracked,
      why: whyOpen(facts),
    })),
  };
}

export function isProven({ issued }: SeriesFacts): boolean {
  return issued?.certificate.missing === 0;
}

function whyOpen({ series, issued }: SeriesFacts): string {
  if (issued) return `${many(issued.certificate.missing, 'row')} missing`;
  return series.rows === 0 ? 'never fetched' : 'not proven yet';
}

function refusal(open: readonly SeriesFacts[]): Error {
  const named = open
    .slice(0, MOST_NAMES)
    .map((facts) => `${seriesName(facts.series.key)} (${whyOpen(facts)})`);
  const more = open.length > MOST_NAMES ? [`${open.length - MOST_NAMES} more`] : [];
  return new Error(
    `Not exported: ${many(open.length, 'tracked series is', 'tracked series are')} not proven: ${[...named, ...more].join(', ')}. Wait for data.ready, or say what is to be done with --unproven leave-out or --unproven include`,
  );
}
