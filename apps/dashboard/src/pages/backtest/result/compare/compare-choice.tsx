import {
  BacktestsRoute,
  type BacktestSummary,
} from '@fullcarry/contracts/http/backtest/backtests-route';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../../../api/ask.js';
import { Choice } from '../../../../ui/form/choice.js';
import { useAddress } from '../../../../ui/form/use-address.js';
import { windowText } from '../../backtest-texts.js';

/** No other result was chosen. */
export const NOTHING = 'nothing';

/** The hash of the other result, as it stands in the address. */
export function useOther(): [string, (hash: string) => void] {
  return useAddress('with', NOTHING);
}

/** With which other result this one is compared, of the newest ones. */
export function CompareChoice({ line }: { readonly line: BacktestSummary }) {
  const [other, setOther] = useOther();
  const results = useQuery({
    queryKey: ['backtests', 'choice'],
    queryFn: ({ signal }) => ask(BacktestsRoute, { query: { limit: 100 }, signal }),
  });
  const others = (results.data?.backtests ?? []).filter(({ sha256 }) => sha256 !== line.sha256);
  const isListed = other === NOTHING || others.some(({ sha256 }) => sha256 === other);
  const options = [
    [NOTHING, others.length === 0 ? 'No other result' : 'Nothing'] as const,
    ...(isListed ? [] : [[other, other.slice(0, 12)] as const]),
    ...others.map(
      ({ sha256, window }) => [sha256, `${sha256.slice(0, 12)}, ${windowText(window)}`] as const,
    ),
  ];
  return (
    <Choice
      label="Compare with"
      value={other}
      options={options}
      disabled={others.length === 0}
      onChange={setOther}
    />
  );
}
