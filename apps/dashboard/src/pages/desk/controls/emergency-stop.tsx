import { lazy, Suspense, useState } from 'react';
import { useLive } from '../../../live/feed.js';
import { Button } from '../../../ui/form/button.js';

const EmergencyStopDialog = lazy(() => import('./emergency-stop-dialog.js'));

/**
 * In the head of every page, also before the desk was heard: closes all positions, after asking. Not there where the
 * gateway takes no commands.
 */
export function EmergencyStop() {
  const desk = useLive('deskV1');
  const open = useLive('positionV1')?.open.length ?? 0;
  const [asking, setAsking] = useState<'never' | 'now' | 'before'>('never');
  if (desk?.doors === 'closed') return null;
  const status = desk?.status;
  const isStopped = status?.state === 'emergency-stopped';
  const isDone = isStopped && open === 0 && status.openPositions === 0;
  return (
    <>
      <Button
        variant="danger"
        className="emergency-stop"
        aria-label="Emergency stop"
        disabled={isDone}
        title={
          isDone ? 'The desk is stopped and holds nothing' : 'Close every position, after asking'
        }
        onClick={() => setAsking('now')}
      >
        <span className="emergency-stop-long">Emergency stop</span>
        <span className="emergency-stop-short">Stop</span>
      </Button>
      {asking !== 'never' && (
        <Suspense>
          <EmergencyStopDialog
            isOpen={asking === 'now'}
            settings={status?.settings}
            needsToken={desk?.doors !== 'loopback'}
            onClose={() => setAsking('before')}
          />
        </Suspense>
      )}
    </>
  );
}
