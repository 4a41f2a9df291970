import { BacktestRunRoute } from '@fullcarry/contracts/http/backtest/backtest-run-routes';
import { useLive } from '../../../live/feed.js';
import { Panel } from '../../../ui/panel.js';
import { useAddress } from '../../../ui/form/use-address.js';
import { TokenEntry } from '../../desk/controls/token-entry.js';
import { useOrder } from '../../desk/controls/use-order.js';
import { RunForm } from './run-form.js';
import { RunProgress } from './run-progress.js';

/** Asks for a backtest, and shows how the one that was asked last goes. */
export function RunPanel() {
  const doors = useLive('deskV1')?.doors;
  const [id, setId] = useAddress('run', '');
  const order = useOrder(BacktestRunRoute, 'Backtest', ({ isNew, queued }) =>
    isNew
      ? `It is queued; ${queued === 1 ? 'none waits before it' : `${queued} wait or run`}.`
      : 'The same question waits or runs already.',
  );
  return (
    <Panel
      title="Run one"
      note="Days of proven history, played to the desk. A window that is not proven is refused with its places"
      actions={doors === 'token' && <TokenEntry />}
    >
      {doors === 'closed' ? (
        <p className="panel-note">
          The gateway takes no orders: it listens beyond this machine and has no DASHBOARD_TOKEN.
        </p>
      ) : (
        <RunForm
          isPending={order.isPending}
          refusal={order.error}
          onAsk={(wish) => order.mutate(wish, { onSuccess: (reply) => setId(reply.id) })}
        />
      )}
      {id !== '' && <RunProgress id={id} />}
    </Panel>
  );
}
