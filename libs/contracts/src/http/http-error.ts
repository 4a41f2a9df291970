import { z } from 'zod';

/** Every answer that is not the one asked for: one sentence, and the field that was wrong where it is one. */
export const httpError = z.object({ error: z.string(), field: z.string().optional() });
export type HttpError = z.infer<typeof httpError>;
