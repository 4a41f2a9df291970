import type { IncomingMessage } from 'node:http';
import type { z } from 'zod';

/** No scenario by hand is larger. */
const MOST_BYTES = 1_000_000;

export type Body<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: string };

/** Reads a JSON body that fits the schema, or says in one line why it does not. */
export async function readJsonBody<T>(
  request: IncomingMessage,
  schema: z.ZodType<T>,
): Promise<Body<T>> {
  const text = await readBody(request);
  if (text === undefined) return { ok: false, problem: 'the body is too large' };
  return parseJson(text, schema);
}

/** A request's body as text; undefined when it is larger than anything that is sent here. */
export async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Uint8Array)) continue;
    bytes += chunk.length;
    if (bytes > MOST_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Parses JSON text that fits the schema, or says in one line why it does not. */
export function parseJson<T>(text: string, schema: z.ZodType<T>): Body<T> {
  const parsed = schema.safeParse(parseJsonText(text));
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join('.') || 'body'}: ${issue.message}`,
  );
  return { ok: false, problem: problems.join('; ') };
}

/** What is no JSON is undefined, which fits no schema. */
export function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
