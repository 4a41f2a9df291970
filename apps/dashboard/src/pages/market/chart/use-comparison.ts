import { SpreadsRoute, type SpreadLeg } from '@fullcarry/contracts/http/market/spreads-route';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../../api/ask.js';
import { useAddress } from '../../../ui/form/use-address.js';
import { useVenues } from '../../funding/use-asset.js';
import type { VenueFunding } from '../../funding/venue-history.js';

const NOTHING = 'nothing';

/** Which other exchange's funding of the same asset is laid over the chart; it stands in the address. */
export interface Comparison {
  readonly chosen: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly choose: (exchange: string) => void;
  /** Undefined while nothing is chosen, or it is not there yet. */
  readonly other: VenueFunding | undefined;
}

export function useComparison(market: {
  readonly exchange: string;
  readonly nativeId: string;
}): Comparison {
  const [asked, choose] = useAddress('with', NOTHING);
  const { data: others = NO_LEGS } = useQuery({
    queryKey: ['spreads', 'others'],
    queryFn: ({ signal }) => ask(SpreadsRoute, { signal, query: { minExchanges: 2 } }),
    select: ({ assets }) =>
      assets
        .find(({ legs }) => legs.some((leg) => isSame(leg, market)))
        ?.legs.filter(({ exchange }) => exchange !== market.exchange),
  });
  const leg = others.find(({ exchange }) => exchange === asked);
  const { venues } = useVenues(leg ? [leg] : NO_LEGS);
  return {
    chosen: leg ? asked : NOTHING,
    options: [[NOTHING, 'nothing'], ...others.map(({ exchange }) => [exchange, exchange] as const)],
    choose,
    other: venues[0],
  };
}

const NO_LEGS: readonly SpreadLeg[] = [];

function isSame(leg: SpreadLeg, { exchange, nativeId }: { exchange: string; nativeId: string }) {
  return leg.exchange === exchange && leg.nativeId === nativeId;
}
