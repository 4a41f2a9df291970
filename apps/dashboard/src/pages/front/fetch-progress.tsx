import type { DataStatus } from '@fullcarry/contracts/http/data-status-route';
import { countText, decimalText } from '../../format/numbers.js';
import { durationText } from '../../format/times.js';
import { ProgressBar } from '../../ui/progress-bar.js';
import { Since } from '../../ui/since.js';
import { Stat, Stats } from '../../ui/stat.js';

type Progress = NonNullable<DataStatus['fetchProgress']>;

export function FetchProgress({ progress }: { readonly progress: Progress }) {
  const { pairsDone, pairsTotal, rowsDone, rowsTotal, percent, etaSeconds } = progress;
  return (
    <>
      <div className="fetch-bar">
        <ProgressBar label="History fetched" percent={percent} />
        <span className="fetch-percent">{percent.toFixed(1)} %</span>
      </div>
      <Stats>
        <Stat name="Pairs" unit="pairs">
          {countText(pairsDone)} of {countText(pairsTotal)}
        </Stat>
        <Stat name="Now fetching">{progress.currentSymbol ?? '–'}</Stat>
        <Stat
          name="Rows"
          unit="rows"
          hint="Candles and settlements; funding is an estimate at first"
        >
          {countText(rowsDone)} of {countText(rowsTotal)}
        </Stat>
        <Stat name="Speed" unit="rows/s">
          {decimalText(progress.rowsPerSecond, 0)}
        </Stat>
        <Stat name="Time left" hint="At the measured speed">
          {etaSeconds === null ? 'measuring …' : durationText(etaSeconds * 1000)}
        </Stat>
        {progress.heldUntilMs !== null && (
          <Stat name="Held by the exchange" hint="It asked for silence; nothing is sent before">
            ends <Since atMs={progress.heldUntilMs} />
          </Stat>
        )}
      </Stats>
    </>
  );
}
