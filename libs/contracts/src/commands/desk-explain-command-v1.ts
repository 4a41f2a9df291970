import { z } from 'zod';
import { marketExplained } from '../desk/market-explained.js';

/**
 * Say what the desk thinks of one market now, and why; changes nothing. Asked by the gateway, the active desk answers from what it
 * sees at that moment. `market` of the reply: null where it sees no such market. `market` of the question: the symbol of the pair, or the exchange's own name.
 */
export const DeskExplainCommandV1 = {
  subject: 'order.desk.explain',
  ask: z.object({ v: z.literal(1), market: z.string().trim().min(1).max(160) }),
  reply: z.object({ v: z.literal(1), market: marketExplained.nullable() }),
} as const;
