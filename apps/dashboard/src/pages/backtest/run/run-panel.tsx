import { BacktestRunRoute } from '@fullcarry/contracts/http/backtest/backtest-run-routes';
import { SweepRunRoute } from '@fullcarry/contracts/http/backtest/sweep-routes';
import { countText } from '../../../format/numbers.js';
import { useLive } from '../../../live/feed.js';
import { Panel } from '../../../ui/panel.js';
import { useAddress } from '../../../ui/form/use-address.js';
import { TokenEntry } from '../../desk/controls/token-entry.js';
import { useCommand } from '../../desk/controls/use-command.js';
import { RunForm } from './run-form.js';
import { RunProgress } from './run-progress.js';

/** Asks for a backtest or a sweep, and shows how the one that was asked last goes. */
export function RunPanel() {
  const whoMayOrder = useLive('deskV1')?.doors;
  const [id, setId] = useAddress('run', '');
  const run = useCommand(BacktestRunRoute, 'Backtest', queuedText);
  const sweep = useCommand(SweepRunRoute, 'Backtest', queuedText);
  const show = { onSuccess: (reply: { readonly id: string }) => setId(reply.id) };
  return (
    <Panel
      title="Run one"
      note="Days of proven history, played to the desk. A window that is not proven is refused with its places"
      actions={whoMayOrder === 'token' && <TokenEntry />}
    >
      {whoMayOrder === 'closed' ? (
        <p className="panel-note">
          The gateway takes no orders: it listens beyond this machine and has no DASHBOARD_TOKEN.
        </p>
      ) : (
        <RunForm
          isPending={run.isPending || sweep.isPending}
          refusal={run.error ?? sweep.error}
          onAsk={(asked) => {
            // What was refused before is about another question.
            run.reset();
            sweep.reset();
            if ('wish' in asked) run.mutate(asked.wish, show);
            else sweep.mutate(asked.sweep, show);
          }}
        />
      )}
      {id !== '' && <RunProgress id={id} />}
    </Panel>
  );
}

function queuedText({ isNew, queued }: { readonly isNew: boolean; readonly queued: number }) {
  if (!isNew) return 'The same question waits or runs already.';
  return `It is queued; ${queued === 1 ? 'none waits before it' : `${countText(queued)} wait or run`}.`;
}
