import type { DeskStatus } from '@fullcarry/contracts/facts/desk-status-v1';
import { note, print } from '../output/output.js';
import { UsageError } from '../usage-error.js';
import { confirm } from './confirm.js';
import { DeskBus } from './desk-bus.js';
import type { DeskFlags } from './desk-options.js';

/** What is ordered, and how that is said. */
export interface DeskCommand<Reply> {
  /** What it will do, to be agreed to; undefined where it moves no money. `status`: undefined when no desk was heard. */
  readonly asks?: (status: DeskStatus | undefined) => string;
  readonly place: (bus: DeskBus) => Promise<Reply>;
  /** What came of it, in sentences. */
  readonly outcomeText: (reply: Reply) => string;
  /** Whether all of it was done. */
  readonly isDone?: (reply: Reply) => boolean;
}

/** Places a command and says what came of it; the exit code is 1 where not all of it was done. */
export async function commandDesk<Reply>(
  flags: DeskFlags,
  command: DeskCommand<Reply>,
): Promise<void> {
  const reply = await DeskBus.with(flags.nats, async (bus) => {
    const status = await heardStatus(bus);
    refuseOther(status, flags.exchange);
    if (command.asks && !(await confirm(command.asks(status), flags.yes))) return undefined;
    return command.place(bus);
  });
  if (reply === undefined) {
    note('Nothing was ordered.');
    process.exitCode = 1;
    return;
  }
  await print(
    flags.json ? `${JSON.stringify(reply, null, 2)}\n` : `${command.outcomeText(reply)}\n`,
  );
  if (command.isDone && !command.isDone(reply)) process.exitCode = 1;
}

/** A command goes out, and a stop above all, also where no desk was heard or what it says is of another version. */
async function heardStatus(bus: DeskBus): Promise<DeskStatus | undefined> {
  try {
    return await bus.status();
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    return undefined;
  }
}

/** Errors: UsageError when another exchange was meant than the desk here trades. */
export function refuseOther(status: DeskStatus | undefined, exchange: string | undefined): void {
  if (exchange === undefined || status?.exchange === exchange) return;
  throw new UsageError(
    status
      ? `The desk on this bus trades ${status.exchange}, not ${exchange}: nothing was done`
      : `No desk was heard on this bus, so nobody knows whether it trades ${exchange}: nothing was done`,
  );
}
