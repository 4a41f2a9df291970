import type { AlertSink } from './alert.js';
import { postJson } from './post-json.js';

/** Posts each alert as it is to an address of the user's. */
export function webhook(url: string): AlertSink {
  return {
    name: 'webhook',
    send: (alert, signal) => postJson(url, { v: 1, paper: true, ...alert }, signal),
  };
}
