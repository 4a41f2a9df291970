import type { MarketCoverage } from '@fullcarry/contracts/http/market/market-coverage-route';
import { countText, percentText, rateText } from '../../format/numbers.js';
import { Panel } from '../../ui/panel.js';
import { Stat, Stats } from '../../ui/stat.js';

type RateMatch = NonNullable<MarketCoverage['rateMatch']>;

/** How many settled rates the premium index explains, and which rate research takes for the predicted one. */
export function RateMatchPanel({ match }: { readonly match: RateMatch }) {
  const { compared, matching, share, settlements, interestRate, research } = match;
  return (
    <Panel
      title="Predicted rate, rebuilt"
      note={
        research === 'rebuilt'
          ? 'Settled rates are what the premium index makes of them: research takes the rebuilt rate.'
          : 'Too few settled rates are what the premium index makes of them: research falls back to the last settled rate.'
      }
    >
      <Stats>
        <Stat name="Equal to 1e-6">{percentText(share)}</Stat>
        <Stat name="Settlements equal, of those compared">
          {countText(matching)} of {countText(compared)}
        </Stat>
        <Stat name="Not compared, minutes lacking">{countText(settlements - compared)}</Stat>
        <Stat name="Interest rate, 8 h">{rateText(interestRate)}</Stat>
      </Stats>
    </Panel>
  );
}
