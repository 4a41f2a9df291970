import { z } from 'zod';

const number = (least: number, most: number) => z.number().min(least).max(most);

/**
 * What a person may set on the desk; the server and the settings form use this one schema. Yields are
 * fractions a year (0.05 is 5 %), fees and slippage basis points of notional, amounts USDT.
 *
 * JSON knows no NaN and no infinity, and z.number() refuses both.
 */
export const deskSettings = z
  .strictObject({
    /** Open when the net yearly yield, after all costs of a round trip, is at least this. */
    entryNetYield: number(0, 100).default(0.05),
    /** Close when it fell below this. */
    exitNetYield: number(0, 100).default(0),
    /** Over how long the costs of a round trip are spread, hours. */
    holdingHours: number(1, 8760).default(336),
    /** The most settlements of the expected rate that it may take to earn the costs back. */
    maxBreakEvenSettlements: number(1, 10_000).default(60),
    /** Close after this many settlements in a row that the position paid. */
    maxWrongSignSettlements: z.int().min(1).max(1000).default(3),
    minTurnoverUsdt24h: number(0, 1e13).default(5_000_000),
    /** Notional of one leg. */
    notionalPerMarketUsdt: number(1, 1e9).default(2_000),
    maxNotionalTotalUsdt: number(1, 1e10).default(10_000),
    spotFeeBps: number(0, 1000).default(10),
    perpFeeBps: number(0, 1000).default(5.5),
    /** Of each of the four fills. */
    slippageBps: number(0, 1000).default(2),
    /** Collateral of the short leg as a fraction of its notional. */
    perpMarginShare: number(0.01, 1).default(0.5),
    /** Close when what is left of the collateral falls below this fraction of the leg's notional. */
    minMarginShare: number(0, 1).default(0.1),
    /** Close when the legs' notionals differ by more than this fraction. */
    maxDeltaDrift: number(0.0001, 1).default(0.02),
    /** Pause when equity fell by more than this fraction from its peak. */
    maxDrawdown: number(0.001, 1).default(0.1),
  })
  .superRefine((settings, context) => {
    const contradicts = (field: keyof typeof settings, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (settings.exitNetYield > settings.entryNetYield) {
      contradicts('exitNetYield', 'must not be above entryNetYield');
    }
    if (settings.notionalPerMarketUsdt > settings.maxNotionalTotalUsdt) {
      contradicts('notionalPerMarketUsdt', 'must not be above maxNotionalTotalUsdt');
    }
    if (settings.minMarginShare >= settings.perpMarginShare) {
      contradicts('minMarginShare', 'must be below perpMarginShare');
    }
  });
export type DeskSettings = z.output<typeof deskSettings>;
