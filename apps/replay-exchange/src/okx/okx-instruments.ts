import { z } from 'zod';
import type { Answer, ListedRow } from '../api/answer.js';
import type { Query } from '../api/question.js';
import type { View } from '../api/view.js';
import { fromUnits } from '../market/prices/decimal-units.js';
import type { ReplayMarket } from '../market/replay-market.js';
import { shiftedDecimal } from '../market/prices/shifted-decimal.js';
import type { SpotMarket } from '../market/spot-market.js';
import { succeeded, unknownInstrument } from './okx-envelope.js';
import { swapsOf } from './okx-listed-swaps.js';
import { contractDigitsOf } from './okx-markets.js';
import { answerQuery, instTypeSchema } from './okx-query.js';

const querySchema = z.object({ instType: instTypeSchema, instId: z.string().optional() });

/** GET /api/v5/public/instruments: all that trades, on one page. A delisted one is absent. */
export function answerInstruments(query: Query, view: View): Answer {
  return answerQuery(querySchema, query, ({ instType, instId }) => {
    const rows = listed(instType, view).filter(
      (row) => instId === undefined || row.symbol === instId,
    );
    if (instId !== undefined && rows.length === 0) return unknownInstrument();
    return {
      kind: 'instruments',
      rows,
      write: (sent) => succeeded(sent.map((row) => row.write(row.symbol))),
    };
  });
}

function listed(instType: z.infer<typeof instTypeSchema>, view: View): ListedRow[] {
  if (instType === 'SWAP') {
    return swapsOf(view)
      .filter((market) => market.recording.spec.role !== 'ticker-only')
      .map((market) => ({ symbol: market.symbol, write: (id) => swapOf(market, id) }));
  }
  if (instType !== 'SPOT') return [];
  return view.board
    .allSpot()
    .filter((market) => market.trades(view.nowMs))
    .map((market) => ({ symbol: market.symbol, write: (id) => spotOf(market, id) }));
}

/** Steps come from the recorded decimals; leverage and order sizes are plausible constants. */
function swapOf(market: ReplayMarket, instId: string) {
  const { steps, recording, launchedAtMs, endsAtMs } = market;
  const { spec } = recording;
  const digits = contractDigitsOf(spec);
  const lot = shiftedDecimal(steps.volume, -digits);
  const pair = `${spec.baseCoin}-${spec.settleCoin}`;
  return {
    ...EMPTY_FIELDS,
    ctMult: '1',
    ctType: 'linear',
    ctVal: shiftedDecimal('1', digits),
    ctValCcy: spec.baseCoin,
    expTime: endsAtMs === undefined ? '' : String(endsAtMs),
    instFamily: pair,
    instId,
    instType: 'SWAP',
    lever: '50',
    listTime: String(launchedAtMs),
    lotSz: lot,
    minSz: lot,
    settleCcy: spec.settleCoin,
    tickSz: steps.price,
    uly: pair,
  };
}

function spotOf({ spec, quantityDecimals, priceDecimals, perpetual }: SpotMarket, instId: string) {
  const step = fromUnits(1, quantityDecimals);
  return {
    ...EMPTY_FIELDS,
    baseCcy: spec.baseCoin,
    instId,
    instType: 'SPOT',
    listTime: String(perpetual.launchedAtMs),
    lotSz: step,
    minSz: step,
    quoteCcy: spec.quoteCoin,
    tickSz: fromUnits(1, priceDecimals),
  };
}

const EMPTY_FIELDS = {
  alias: '',
  auctionEndTime: '',
  baseCcy: '',
  category: '1',
  ctMult: '',
  ctType: '',
  ctVal: '',
  ctValCcy: '',
  expTime: '',
  instCategory: '1',
  instFamily: '',
  lever: '',
  maxLmtSz: '100000000',
  maxMktSz: '100000',
  optType: '',
  quoteCcy: '',
  ruleType: 'normal',
  settleCcy: '',
  state: 'live',
  stk: '',
  uly: '',
} as const;
