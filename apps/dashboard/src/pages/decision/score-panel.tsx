import type { MarketExplainedView } from '@fullcarry/contracts/desk/market-explained';
import { decimalText, percentText } from '../../format/numbers.js';
import { Empty } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { Table, type Column } from '../../ui/table/table.js';
import { DECISION_TERMS } from './decision-terms.js';

interface ScoreRow {
  readonly name: string;
  readonly hint: string;
  readonly value: number | undefined;
  readonly weight: number | undefined;
  readonly points: number;
}

const COLUMNS: readonly Column<ScoreRow>[] = [
  { head: 'Part', cell: ({ name, hint }) => <span title={hint}>{name}</span> },
  {
    head: 'Value',
    align: 'right',
    cell: ({ value }) => <span title={DECISION_TERMS.part}>{decimalText(value, 3)}</span>,
  },
  {
    head: 'Weight',
    align: 'right',
    cell: ({ weight }) => <span title={DECISION_TERMS.weight}>{percentText(weight, 0)}</span>,
  },
  {
    head: 'Points',
    align: 'right',
    cell: ({ points }) => <span title={DECISION_TERMS.points}>{decimalText(points, 3)}</span>,
  },
];

/** The published bot's score; it decides only where the strategy says so. */
export function ScorePanel({ explained }: { readonly explained: MarketExplainedView }) {
  const { score, settings } = explained;
  const isUsed = settings.strategy === 'score';
  return (
    <Panel
      title={<span title={DECISION_TERMS.score}>What the score is made of</span>}
      note={
        isUsed
          ? `By it the desk opens from ${settings.entryScore} and closes below ${settings.exitScore}`
          : `The desk decides by the strategy ${settings.strategy}: the score opens and closes nothing`
      }
    >
      {score ? (
        <Table label="Score" columns={COLUMNS} rows={rowsOf(score)} rowKey={({ name }) => name} />
      ) : (
        <Empty>Not known: too few of its rows are proven, or one of the legs has no price.</Empty>
      )}
      {score?.isShrinking === true && (
        <p className="panel-note">Its turnover shrinks: by this score it would not be entered.</p>
      )}
    </Panel>
  );
}

function rowsOf({
  score,
  parts,
  weights,
}: NonNullable<MarketExplainedView['score']>): readonly ScoreRow[] {
  const row = (name: string, part: keyof typeof parts, hint: string): ScoreRow => ({
    name,
    hint,
    value: parts[part],
    weight: weights[part],
    points: parts[part] * weights[part],
  });
  return [
    row('Level of the rate', 'level', DECISION_TERMS.scoreLevel),
    row('Trend', 'trend', DECISION_TERMS.scoreTrend),
    row('Persistence', 'persistence', DECISION_TERMS.scorePersistence),
    row('Basis', 'basis', DECISION_TERMS.scoreBasis),
    { name: 'Score', hint: DECISION_TERMS.score, value: undefined, weight: 1, points: score },
  ];
}
