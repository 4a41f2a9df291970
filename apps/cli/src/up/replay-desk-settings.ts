import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { DeskConfigureCommandV1 } from '@fullcarry/contracts/commands/desk-commands-v1';
import { DeskStore } from '@fullcarry/history/desk/desk-store';
import { openDatabase } from '@fullcarry/history/database/open-database';
import { connect } from '@nats-io/transport-node';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from './services/stack.js';

/**
 * The recorded markets pay up to 11 % a year and seldom for long: at the fees of a small account no round trip is earned
 * back, and with the usual settings the desk would look at them and never trade. A replay shows the desk of a large
 * account instead: fees of 2 and 1 bp, half of a usual taker fee's slippage, an entry at 2 % a year net over 30 days.
 */
const LARGE_ACCOUNT = {
  ...{ spotFeeBps: 2, perpFeeBps: 1, slippageBps: 1 },
  ...{ entryNetYield: 0.02, minHoldingYield: 0.015, holdingHours: 720 },
  // What two fills cost.
  maxPaidBps: 5,
  restHours: 24,
};

/** Gives the desk of a replay its settings, unless a person chose some; returns what to say of it. */
export async function settleReplayDesk(stack: Stack, exchange: string): Promise<string> {
  if (await hasSettings(stack.databaseUrl, exchange)) return 'with the settings chosen before';
  const settings = deskSettings.parse(LARGE_ACCOUNT);
  while (!(await stack.whileWhole(configure(stack.natsUrl, settings)))) await sleep(250);
  return 'of a large account (fees of 2 and 1 bp), entering at 2 % a year net: these recordings pay little';
}

async function hasSettings(databaseUrl: string, exchange: string): Promise<boolean> {
  const database = await openDatabase(databaseUrl);
  try {
    return (await new DeskStore(database, exchange).settings()) !== undefined;
  } finally {
    await database.close();
  }
}

/** Whether a desk took them; one that is still starting does not. */
async function configure(natsUrl: string, settings: unknown): Promise<boolean> {
  const connection = await connect({ servers: natsUrl.split(',') });
  try {
    const ask = JSON.stringify({ v: 1, settings, by: 'npm start, for the replay' });
    const reply = await connection.request(DeskConfigureCommandV1.subject, ask, { timeout: 5_000 });
    return DeskConfigureCommandV1.reply.safeParse(reply.json()).success;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
