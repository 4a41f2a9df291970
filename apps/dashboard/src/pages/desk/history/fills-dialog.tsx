import { Dialog } from '@base-ui/react/dialog';
import {
  PositionRoute,
  type DeskFill,
  type FundingPayment,
} from '@fullcarry/contracts/http/desk/positions-route';
import { useQuery } from '@tanstack/react-query';
import { ask } from '../../../api/ask.js';
import { moneyText, priceText, rateText } from '../../../format/numbers.js';
import { sentence } from '../../../format/sentence.js';
import { Amount } from '../../../ui/amount.js';
import { Button } from '../../../ui/form/button.js';
import '../../../ui/dialog/dialog.css';
import { Empty, Failed, Loading } from '../../../ui/notice.js';
import { Table, type Column } from '../../../ui/table/table.js';
import { UtcTime } from '../../../ui/utc-time.js';

interface FillsDialogProps {
  /** Which position; undefined shows nothing. */
  readonly id: number | undefined;
  readonly onClose: () => void;
}

export function FillsDialog({ id, onClose }: FillsDialogProps) {
  return (
    <Dialog.Root open={id !== undefined} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="dialog-backdrop" />
        <Dialog.Popup className="dialog dialog-wide">
          <Dialog.Title className="dialog-title">Position {id}</Dialog.Title>
          {id !== undefined && <Fills id={id} />}
          <div className="dialog-actions">
            <Dialog.Close render={<Button />}>Close</Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Fills({ id }: { readonly id: number }) {
  const position = useQuery({
    queryKey: ['positions', 'one', id],
    queryFn: ({ signal }) => ask(PositionRoute, { params: { id }, signal }),
  });
  if (position.error) return <Failed what="the position" error={position.error} />;
  if (!position.data) return <Loading what="the position" />;
  const { fills, payments } = position.data;
  const { nativeId, openReason, closeReason } = position.data.position;
  return (
    <>
      <p>
        <strong>{nativeId}.</strong> Opened: {sentence(openReason)}
        {closeReason !== null && <> Closed: {sentence(closeReason)}</>}
      </p>
      <h3>Fills</h3>
      {fills.length === 0 ? (
        <Empty>None yet.</Empty>
      ) : (
        <Table label="Fills" columns={FILLS} rows={fills} rowKey={fillKey} />
      )}
      <h3>Funding booked</h3>
      {payments.length === 0 ? (
        <Empty>No settlement was booked yet.</Empty>
      ) : (
        <Table
          label="Funding booked"
          columns={PAYMENTS}
          rows={payments}
          rowKey={({ settledAtMs }) => settledAtMs}
        />
      )}
    </>
  );
}

function fillKey({ number, clientOrderId }: DeskFill): string {
  return `${number ?? ''} ${clientOrderId}`;
}

/** In the coin that it was taken in. */
function feeText({ feeUsdt, feeAmount, feeCoin }: DeskFill): string {
  return feeCoin === undefined || feeCoin === 'USDT' || feeAmount === undefined
    ? `${moneyText(feeUsdt)} USDT`
    : `${priceText(feeAmount)} ${feeCoin}`;
}

const FILLS: readonly Column<DeskFill>[] = [
  { head: 'Filled, UTC', cell: ({ filledAtMs }) => <UtcTime atMs={filledAtMs} bare seconds /> },
  { head: 'Leg', cell: ({ leg }) => (leg === 'spot' ? 'Spot' : 'Perpetual') },
  { head: 'Side', cell: ({ side }) => (side === 'buy' ? 'Buy' : 'Sell') },
  { head: 'Quantity', align: 'right', cell: ({ quantity }) => priceText(quantity) },
  { head: 'Price, USDT', align: 'right', cell: ({ price }) => priceText(price) },
  { head: 'Fee', align: 'right', cell: feeText },
];

const PAYMENTS: readonly Column<FundingPayment>[] = [
  { head: 'Settled, UTC', cell: ({ settledAtMs }) => <UtcTime atMs={settledAtMs} bare /> },
  { head: 'Rate', align: 'right', cell: ({ rate }) => rateText(rate) },
  { head: 'Mark price, USDT', align: 'right', cell: ({ markPrice }) => priceText(markPrice) },
  { head: 'Amount, USDT', align: 'right', cell: ({ amountUsdt }) => <Amount usdt={amountUsdt} /> },
];
