import { RpcException } from '@nestjs/microservices';
import type { z } from 'zod';

/** What a command asks for. Errors: RpcException, which answers the one who asked and names each wrong field. */
export function askedCommand<Schema extends z.ZodType>(
  schema: Schema,
  payload: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(payload);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => {
    const field = path.length > 0 ? path.join('.') : 'payload';
    return `${field}: ${message}`;
  });
  throw new RpcException(`Wrong order: ${faults.join('; ')}`);
}
