import { RpcException } from '@nestjs/microservices';
import { BusUnavailableError } from '../bus-unavailable-error.js';

/**
 * What kept a command from being carried out, for whoever placed it: the service's own kind of error (`expected`), or that NATS
 * is away; anything else is for the log.
 */
export async function explained<Reply>(
  work: Promise<Reply>,
  expected: abstract new (...args: never[]) => Error,
): Promise<Reply> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof expected || error instanceof BusUnavailableError) {
      throw new RpcException(error.message);
    }
    throw error;
  }
}
