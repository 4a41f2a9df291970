import type { StudiesRoute } from '@fullcarry/contracts/http/backtest/studies-route';
import type { ReplyOf } from '@fullcarry/contracts/http/http-route';
import { percentText, UNKNOWN } from '../../../format/numbers.js';
import { Badge } from '../../../ui/badge.js';
import { Panel } from '../../../ui/panel.js';
import { Table, type Column } from '../../../ui/table/table.js';
import { EVIDENCE_TERMS } from './evidence-terms.js';
import { NoStudy, StudyNote } from './study-note.js';

type Stored = ReplyOf<typeof StudiesRoute>['signals'];
type Judged = NonNullable<Stored>['study']['signals'][number];
type Horizon = Judged['horizons'][number];

/** The strategy `carry` expects by it: all others are measured beside it. */
const BASE = 'twoSpeeds';

/** What each signal was worth, out of sample. */
export function SignalStudyPanel({ stored }: { readonly stored: Stored }) {
  return (
    <Panel
      title="Signals"
      note="Out of sample, with intervals of 95 %: of 20 one lies wrong by chance. What adds nothing has weight 0"
    >
      {stored ? (
        <>
          <Table
            label="Signals"
            columns={columnsOf(stored.study.signals)}
            rows={stored.study.signals}
            rowKey={({ name }) => name}
          />
          <StudyNote study={stored.study} createdAtMs={stored.createdAtMs} />
        </>
      ) : (
        <NoStudy command="npm run fullcarry -- signals judge --from 2026-01-01 --to 2026-10-01 --assume fine-lots" />
      )}
    </Panel>
  );
}

function columnsOf(signals: readonly Judged[]): readonly Column<Judged>[] {
  const hours = signals[0]?.horizons.map((one) => one.hours) ?? [];
  return [
    {
      head: 'Signal',
      cell: ({ label, unit, sign }) => <span title={`${unit}; ${sign}`}>{label}</span>,
    },
    ...hours.flatMap((one) => [
      column(`IC ${one} h`, EVIDENCE_TERMS.coefficient, one, ({ coefficient }) =>
        coefficientText(coefficient),
      ),
      column('Adds', EVIDENCE_TERMS.added, one, ({ added }) => coefficientText(added)),
      column('Error', EVIDENCE_TERMS.error, one, ({ errorChange }) =>
        percentText(errorChange, 1, 'always'),
      ),
    ]),
    {
      head: 'Cost a year',
      align: 'right',
      cell: ({ costAYear }) => <span title={EVIDENCE_TERMS.cost}>{percentText(costAYear, 1)}</span>,
    },
    { head: 'So', cell: (signal) => <Verdict signal={signal} /> },
  ];
}

function column(
  head: string,
  hint: string,
  hours: number,
  text: (horizon: Horizon) => string,
): Column<Judged> {
  return {
    head,
    align: 'right',
    cell: ({ horizons }) => {
      const found = horizons.find((one) => one.hours === hours);
      return <span title={`${hint}; carry of ${hours} h`}>{found ? text(found) : UNKNOWN}</span>;
    },
  };
}

function Verdict({ signal }: { readonly signal: Judged }) {
  if (signal.name === BASE) return <Badge tone="info">the measure</Badge>;
  const isJudged = signal.horizons.some(({ coefficient }) => coefficient !== null);
  if (!isJudged) return <Badge>no rows</Badge>;
  return signal.adds ? (
    <Badge tone="good" title={EVIDENCE_TERMS.verdict}>
      adds
    </Badge>
  ) : (
    <Badge tone="plain" title={EVIDENCE_TERMS.verdict}>
      weight 0
    </Badge>
  );
}

function coefficientText(one: Horizon['coefficient']): string {
  if (!one) return UNKNOWN;
  const text = (value: number) => value.toFixed(2).replace('-', '−');
  return `${text(one.mean)} (${text(one.low)} to ${text(one.high)})`;
}
