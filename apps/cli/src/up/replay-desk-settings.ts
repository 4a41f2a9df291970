import { deskSettings } from '@fullcarry/contracts/desk-settings';
import { OrderDeskConfigureV1 } from '@fullcarry/contracts/order-desk-v1';
import { DeskStore } from '@fullcarry/history/desk-store';
import { openDatabase } from '@fullcarry/history/open-database';
import { connect } from '@nats-io/transport-node';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Stack } from './stack.js';

/**
 * The recorded markets pay little: with the usual settings the desk would look at them and never trade. Who
 * tries it out sees more of a patient one, which spreads the costs of a round trip over 180 days.
 */
const PATIENT = { entryNetYield: 0.005, holdingHours: 4_320, maxBreakEvenHours: 4_000 };

/** Gives the desk of a replay its settings, unless a person chose some; returns what to say of it. */
export async function settleReplayDesk(stack: Stack, exchange: string): Promise<string> {
  if (await hasSettings(stack.databaseUrl, exchange)) return 'with the settings chosen before';
  const settings = deskSettings.parse(PATIENT);
  while (!(await stack.whileWhole(configure(stack.natsUrl, settings)))) await sleep(250);
  return 'set to hold for 180 days and to enter at 0.5 % a year net, so that it trades on these recordings';
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
    const ask = JSON.stringify({ v: 1, settings });
    const reply = await connection.request(OrderDeskConfigureV1.subject, ask, { timeout: 5_000 });
    return OrderDeskConfigureV1.reply.safeParse(reply.json()).success;
  } catch {
    return false;
  } finally {
    await connection.close();
  }
}
