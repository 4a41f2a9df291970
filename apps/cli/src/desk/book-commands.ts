import {
  DeskCorrectCommandV1,
  DeskSettleCommandV1,
} from '@fullcarry/contracts/commands/desk-commands-v1';
import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { UsageError } from '../usage-error.js';
import { deskFlags, withDeskOptions } from './desk-options.js';
import { commandDesk } from './command-desk.js';
import { usdt } from './usdt.js';

const ANSWER_TIMEOUT_MS = 10_000;
/** The coins of a settled perpetual are sold before the desk answers. */
const SELLING_TIMEOUT_MS = 60_000;

const REASON = '--reason <text>';

const correctFlags = deskFlags.extend({
  amount: z.string().optional(),
  reason: z.string().optional(),
});

const settleFlags = deskFlags.extend({
  symbol: z.string().optional(),
  price: z.string().optional(),
  reason: z.string().optional(),
});

export function correctCommand(): Command {
  const command = new Command('correct')
    .description('book cash that nothing else explains, where the books do not add up')
    .option('--amount <usdt>', 'exactly what desk status calls unexplained (required)', amount)
    .option(REASON, 'why, in a sentence; it is kept (required)', reasonText)
    .addHelpText(
      'after',
      `
A desk whose books do not add up opens nothing; it can still be stopped, and what it holds be closed. Look for the cause
first. Any other amount than the unexplained one is refused. The cash stays what it is and is explained from then on;
the desk stays stopped until it is started.

Examples:
  $ npm run fullcarry -- desk correct --amount 0.00001 --reason 'Digits appended by hand, restored from the back-up'
  $ npm run fullcarry -- desk correct --amount=-12.5 --reason '…'`,
    )
    .action((options: unknown) => {
      const flags = correctFlags.parse(options);
      const amountUsdt = required(flags.amount, '--amount <usdt>');
      const reason = required(flags.reason, REASON);
      return commandDesk(flags, {
        asks: () => `This books ${amountUsdt} USDT as explained by: ${reason}.`,
        place: (bus) =>
          bus.command(DeskCorrectCommandV1, { v: 1, amountUsdt, reason }, ANSWER_TIMEOUT_MS),
        outcomeText: ({ state, ledger }) =>
          `Booked: corrections are ${ledger.correctionsUsdt ?? '0'} USDT, unexplained ${ledger.unexplainedUsdt ?? '0'}.\n` +
          `The desk is ${state} now; desk start lets it trade again.`,
      });
    });
  return withDeskOptions(command, { moves: true });
}

export function settleCommand(): Command {
  const command = new Command('settle')
    .description('book that the exchange settled a perpetual that is gone, and sell its coins')
    .option('--symbol <name>', 'the market, as BTC/USDT:USDT or BTCUSDT (required)')
    .option(
      '--price <usdt>',
      'at which it was settled, a contract (default: the last mark price seen)',
      price,
    )
    .option(REASON, 'why, in a sentence; it is kept (required)', reasonText)
    .addHelpText(
      'after',
      `
For a position whose perpetual the exchange delivered or delisted before the desk could close it. It is refused while
the exchange says a price of the perpetual: what still trades is closed, not settled. The short is booked at the price
without a fee; the coins are sold at once, or by the next cycles.

Examples:
  $ npm run fullcarry -- desk settle --symbol INJUSDT --price 12.5 --reason 'Delisted; the notice says 12.5'`,
    )
    .action((options: unknown) => {
      const flags = settleFlags.parse(options);
      const market = required(flags.symbol, '--symbol <name>');
      const reason = required(flags.reason, REASON);
      const atPrice = flags.price === undefined ? {} : { price: flags.price };
      const at = flags.price ?? 'the last mark price that was seen';
      return commandDesk(flags, {
        asks: () =>
          `This books that the exchange settled the short of ${market} at ${at}, and sells its coins.`,
        place: (bus) =>
          bus.command(
            DeskSettleCommandV1,
            { v: 1, market, ...atPrice, reason },
            SELLING_TIMEOUT_MS,
          ),
        outcomeText: ({ positionId, price: booked, left }) =>
          `Settled at ${usdt(booked)} USDT a contract (${booked}): position ${positionId}.\n` +
          (left === null ? 'Its coins are sold.' : `Its coins are not sold yet: ${left}`),
        isDone: ({ left }) => left === null,
      });
    });
  return withDeskOptions(command, { moves: true });
}

/** Asked for here and not by commander, which would complain of them before it names an option that is misspelt. */
function required(value: string | undefined, option: string): string {
  if (value === undefined) throw new UsageError(`required option '${option}' not specified`);
  return value;
}

function amount(text: string): string {
  if (/^-?\d+(\.\d+)?$/.test(text)) return text;
  throw new InvalidArgumentError('Allowed is an amount in USDT to its last digit, as in -0.00001');
}

function price(text: string): string {
  if (/^\d+(\.\d+)?$/.test(text) && Number(text) > 0) return text;
  throw new InvalidArgumentError('Allowed is a price in USDT above 0, as in 12.5');
}

function reasonText(text: string): string {
  if (text.trim() !== '' && text.length <= 500) return text.trim();
  throw new InvalidArgumentError('A reason is needed, at most 500 characters');
}
