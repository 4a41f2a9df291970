import { SIZINGS, STRATEGIES } from '@fullcarry/domain/desk/decide/decision-settings';
import { z } from 'zod';
import { withCurrentNames } from './old-desk-settings.js';

const number = (least: number, most: number) => z.number().min(least).max(most);

/**
 * What a person may set on the desk; the server and the settings form use this one schema. Yields are
 * fractions a year (0.05 is 5 %), fees, slippage and moves basis points of notional, amounts USDT, times hours.
 *
 * The defaults agree with each other: fees are Bybit's published taker fees without any discount, their round trip
 * is earned by the usual rate of 0.01 % every 8 h within the holding time, and the paper equity of 10,000 USDT is
 * enough for as many positions as the total allows.
 *
 * JSON knows no NaN and no infinity, and z.number() refuses both.
 */
export const deskSettings = z
  .strictObject({
    /** By what a market is entered and left: see STRATEGIES. */
    strategy: z.enum(STRATEGIES).default('threshold'),
    /** Open when expected carry + expected convergence − all four fills is at least this over the holding time. */
    entryNetYield: number(0, 100).default(0.05),
    /** Close when holding on is worth less than this against leaving now; what opening cost is no part of it. */
    minHoldingYield: number(-0.9, 100).default(0),
    /** Close for a market that there is no room for when its net yield is so much above what holding on is worth. */
    minSwitchYield: number(0, 100).default(0.05),
    /** With the strategy `score`: open when the score is at least this. */
    entryScore: number(0, 1).default(0.5),
    /** With the strategy `score`: close when the score is below this. */
    exitScore: number(0, 1).default(0.3),
    /** Over how long carry is expected and the costs of a round trip are spread. */
    holdingHours: number(1, 8760).default(720),
    /** The most hours of the predicted rate that it may take to earn the costs back. */
    maxBreakEvenHours: number(1, 87_600).default(480),
    /** Close when the position paid more than this since it last earned: about what two fills cost. */
    maxPaidBps: number(0, 10_000).default(20),
    /** How long a market is left alone after its position was closed. */
    restHours: number(0, 8760).default(8),
    /** Which share of a premium is counted on to be gone at the end of the holding time; of a discount all is. */
    basisConvergence: number(0, 1).default(0.5),
    /** Open only when perpetual and spot are no further apart than this fraction: else it is hardly the same coin. */
    maxEntryBasis: number(0.0001, 1).default(0.05),
    /** Close when they are further apart than this. */
    maxHeldBasis: number(0.0002, 10).default(0.1),
    /** How far a price, or the basis, may be worse than what was decided on when an order is placed. */
    maxPriceMoveBps: number(0.1, 5_000).default(50),
    /** The same for what can't wait: an emergency stop, a margin that is low, a leg that stands alone. */
    maxForcedMoveBps: number(0.1, 9_000).default(500),
    /** Close so long before the announced end of a market. */
    leaveBeforeEndHours: number(0, 8760).default(24),
    minTurnoverUsdt24h: number(0, 1e13).default(5_000_000),
    /** Notional of one leg. */
    notionalPerMarketUsdt: number(1, 1e9).default(2_000),
    maxNotionalTotalUsdt: number(1, 1e10).default(6_000),
    /** How much is opened: see SIZINGS. What follows is asked for by `dynamic` alone. */
    sizing: z.enum(SIZINGS).default('fixed'),
    /** Of all positions in one coin, on whatever exchanges. */
    maxNotionalPerAssetUsdt: number(1, 1e10).default(4_000),
    /** Of all positions with a leg on one exchange. */
    maxNotionalPerVenueUsdt: number(1, 1e10).default(6_000),
    /** Of the market's turnover of 24 h. */
    maxTurnoverShare: number(0.000001, 1).default(0.001),
    /** Of what the thinnest side of both order books holds within `maxPriceMoveBps`. */
    maxDepthShare: number(0.001, 1).default(0.2),
    /** Fraction of equity that a bad day may cost in one position. */
    maxTailLoss: number(0.0001, 1).default(0.003),
    /** The same in all of them together. */
    maxTailLossTotal: number(0.0001, 1).default(0.006),
    /** How far losses of two positions come together: 0 not at all, 1 always. */
    betCorrelation: number(0, 1).default(0.5),
    /** How far a perpetual's price may move at least before it is liquidated, as a fraction. */
    minLiquidationDistance: number(0, 0.9).default(0.3),
    spotFeeBps: number(0, 1000).default(10),
    perpFeeBps: number(0, 1000).default(5.5),
    /** Of each of the four fills. */
    slippageBps: number(0, 1000).default(2),
    /** Collateral of the short leg as a fraction of its notional. */
    perpMarginShare: number(0.01, 1).default(0.5),
    /** Close when what is left of the collateral falls below this fraction of the leg's notional. */
    minMarginShare: number(0, 1).default(0.1),
    /** Close when the legs' quantities differ by more than this fraction. */
    maxDelta: number(0.0001, 1).default(0.02),
    /** Pause when equity fell by more than this fraction from its peak. */
    maxDrawdown: number(0.001, 1).default(0.1),
  })
  .superRefine((settings, context) => {
    const contradicts = (field: keyof typeof settings, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (settings.minHoldingYield > settings.entryNetYield) {
      contradicts('minHoldingYield', 'must not be above entryNetYield');
    }
    if (settings.exitScore > settings.entryScore) {
      contradicts('exitScore', 'must not be above entryScore');
    }
    if (settings.maxHeldBasis <= settings.maxEntryBasis) {
      contradicts('maxHeldBasis', 'must be above maxEntryBasis');
    }
    if (settings.maxPriceMoveBps < settings.slippageBps) {
      contradicts('maxPriceMoveBps', 'must not be below slippageBps: no order would be filled');
    }
    if (settings.maxForcedMoveBps < settings.maxPriceMoveBps) {
      contradicts('maxForcedMoveBps', 'must not be below maxPriceMoveBps');
    }
    if (settings.notionalPerMarketUsdt > settings.maxNotionalTotalUsdt) {
      contradicts('notionalPerMarketUsdt', 'must not be above maxNotionalTotalUsdt');
    }
    if (settings.minMarginShare >= settings.perpMarginShare) {
      contradicts('minMarginShare', 'must be below perpMarginShare');
    }
  });
export type DeskSettings = z.output<typeof deskSettings>;

/** The same, also under the names that settings had before: see old-desk-settings.ts. */
export const askedDeskSettings = z.preprocess(
  (asked) => withCurrentNames(asked).settings,
  deskSettings,
);
