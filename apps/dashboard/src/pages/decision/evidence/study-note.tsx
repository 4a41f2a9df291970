import type { StrategyStudyV1 } from '@fullcarry/contracts/backtest/study-v1';
import { countText } from '../../../format/numbers.js';
import { readable } from '../../../format/sentence.js';
import { dayText } from '../../../format/times.js';
import { Fingerprint } from '../../../ui/fingerprint.js';
import { Empty } from '../../../ui/notice.js';
import { Since } from '../../../ui/since.js';
import '../decision.css';

interface StudyNoteProps {
  readonly study: Pick<StrategyStudyV1, 'window' | 'dataset' | 'assumed'>;
  readonly createdAtMs: number;
}

/** Over which rows a study was made, and when. */
export function StudyNote({ study, createdAtMs }: StudyNoteProps) {
  const { window, dataset, assumed } = study;
  return (
    <div className="panel-note">
      <p>
        {countText(dataset.symbols.length)} markets, {dayText(window.fromMs)} to{' '}
        {dayText(window.toMs)}, {readable(dataset.source)}; made <Since atMs={createdAtMs} /> of the
        rows <Fingerprint sha256={dataset.sha256} what="the rows" />
      </p>
      {assumed.map(({ name, text }) => (
        <p key={name}>Assumed: {text}</p>
      ))}
    </div>
  );
}

/** How a study is made: it takes minutes, so that no page does it. */
export function NoStudy({ command }: { readonly command: string }) {
  return (
    <Empty>
      <span>
        No study is stored here. It takes minutes, and is made on the command line, of rows that are
        proven: <code>{command}</code>. What was found on a year of recorded markets stands in
        docs/SIGNALS.md.
      </span>
    </Empty>
  );
}
