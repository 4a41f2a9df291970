import { Dialog } from '@base-ui/react/dialog';
import type {
  BacktestFill,
  BacktestSettlement,
  BacktestTradeV1,
} from '@fullcarry/contracts/backtest/backtest-trade-v1';
import { moneyText, percentText, priceText, rateText } from '../../../../format/numbers.js';
import { sentence } from '../../../../format/sentence.js';
import { Amount } from '../../../../ui/amount.js';
import { Button } from '../../../../ui/form/button.js';
import '../../../../ui/dialog/dialog.css';
import { Empty } from '../../../../ui/notice.js';
import { Table, type Column } from '../../../../ui/table/table.js';
import { UtcTime } from '../../../../ui/utc-time.js';
import { BACKTEST_TERMS } from '../../backtest-terms.js';

interface TradeDialogProps {
  /** Undefined shows nothing. */
  readonly trade: BacktestTradeV1 | undefined;
  readonly onClose: () => void;
}

/** One trade: why, what was filled, what was settled. */
export function TradeDialog({ trade, onClose }: TradeDialogProps) {
  return (
    <Dialog.Root open={trade !== undefined} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog dialog-wide">
          <Dialog.Title className="dialog-title">{trade?.symbol}</Dialog.Title>
          {trade && <Trade trade={trade} />}
          <div className="dialog-actions">
            <Dialog.Close render={<Button />}>Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Trade({ trade }: { readonly trade: BacktestTradeV1 }) {
  const { openReason, closeReason, fills, settlements, lowestMarginShare, topUps } = trade;
  return (
    <>
      <p>
        <strong>Opened:</strong> {sentence(openReason)}
        {closeReason !== undefined && (
          <>
            {' '}
            <strong>Closed:</strong> {sentence(closeReason)}
          </>
        )}
      </p>
      {lowestMarginShare !== undefined && (
        <p title={BACKTEST_TERMS.margin}>
          Lowest margin: {percentText(lowestMarginShare)} of the notional
          {topUps > 0 && `, collateral was added ${topUps} times`}.
        </p>
      )}
      <h3>Fills</h3>
      <Table
        label="Fills"
        columns={FILLS}
        rows={fills}
        rowKey={({ filledAtMs, leg, side, quantity }) => `${filledAtMs} ${leg} ${side} ${quantity}`}
      />
      <h3>Settlements</h3>
      {settlements.length === 0 ? (
        <Empty>None was booked.</Empty>
      ) : (
        <Table
          label="Settlements"
          columns={SETTLEMENTS}
          rows={settlements}
          rowKey={({ leg, settledAtMs }) => `${leg} ${settledAtMs}`}
        />
      )}
    </>
  );
}

const FILLS: readonly Column<BacktestFill>[] = [
  { head: 'Filled, UTC', cell: ({ filledAtMs }) => <UtcTime atMs={filledAtMs} bare seconds /> },
  { head: 'Leg', cell: ({ leg }) => (leg === 'long' ? 'Long' : 'Short') },
  { head: 'Side', cell: ({ side }) => (side === 'buy' ? 'Buy' : 'Sell') },
  { head: 'Quantity', align: 'right', cell: ({ quantity }) => priceText(quantity) },
  { head: 'Price met, USDT', align: 'right', cell: ({ met }) => priceText(met) },
  { head: 'Price filled', align: 'right', cell: ({ price }) => priceText(price) },
  { head: 'Fee, USDT', align: 'right', cell: ({ feeUsdt }) => moneyText(feeUsdt) },
  { head: 'How', cell: ({ how }) => sentence(how).replace(/\.$/, '') },
];

const SETTLEMENTS: readonly Column<BacktestSettlement>[] = [
  { head: 'Settled, UTC', cell: ({ settledAtMs }) => <UtcTime atMs={settledAtMs} bare /> },
  { head: 'Leg', cell: ({ leg }) => (leg === 'long' ? 'Long' : 'Short') },
  { head: 'Rate', align: 'right', cell: ({ rate }) => rateText(rate) },
  { head: 'Contracts', align: 'right', cell: ({ contracts }) => priceText(contracts) },
  { head: 'Mark price, USDT', align: 'right', cell: ({ markPrice }) => priceText(markPrice) },
  { head: 'Amount, USDT', align: 'right', cell: ({ amountUsdt }) => <Amount usdt={amountUsdt} /> },
];
