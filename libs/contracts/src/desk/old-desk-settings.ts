import { z } from 'zod';

/** A setting's name until now, the one that took its place, and what its value is there. */
interface Renamed {
  readonly now: string;
  /** What was 3 settlements or 2 %, in the unit of the new one. */
  readonly factor: number;
  readonly because: string;
}

/** Understood in this version and the next one, then refused as unknown. */
const RENAMED: Readonly<Record<string, Renamed>> = {
  exitNetYield: {
    now: 'minHoldingYield',
    factor: 1,
    because: 'what opening cost is no part of it any more',
  },
  maxBreakEvenSettlements: {
    now: 'maxBreakEvenHours',
    factor: 8,
    because: 'a settlement counts as 8 h',
  },
  maxWrongSignSettlements: {
    now: 'maxPaidBps',
    factor: 20 / 3,
    because: 'what was paid counts, not how often: 3 settlements, the default until now, are 20 bp',
  },
  maxDeltaDrift: {
    now: 'maxDelta',
    factor: 1,
    because: 'quantities are compared; how far prices are apart is limited by maxHeldBasis',
  },
};

const fields = z.record(z.string(), z.unknown());

/**
 * Returns settings under the names of today, and in sentences what was called otherwise.
 *
 * An old name beside its new one is left as it is, and so is refused: nobody can know which of the two is meant.
 */
export function withCurrentNames(asked: unknown): {
  readonly settings: unknown;
  readonly renamed: readonly string[];
} {
  const given = fields.safeParse(asked);
  if (!given.success) return { settings: asked, renamed: [] };
  const renamed: string[] = [];
  const settings = Object.entries(given.data).map(([name, value]): [string, unknown] => {
    const change = Object.hasOwn(RENAMED, name) ? RENAMED[name] : undefined;
    if (!change || change.now in given.data) return [name, value];
    const converted =
      typeof value === 'number' ? Number((value * change.factor).toPrecision(12)) : value;
    renamed.push(
      `${name} ${String(value)} is now ${change.now} ${String(converted)}: ${change.because}`,
    );
    return [change.now, converted];
  });
  return { settings: Object.fromEntries(settings), renamed };
}
