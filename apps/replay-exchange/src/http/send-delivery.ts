import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { constants, gzip } from 'node:zlib';
import type { Delivery } from './delivery.js';

/** Long enough for the first half to arrive before the reset, which throws away what is under way. */
const BEFORE_RESET_MS = 25;

/** A body that drips comes in so many pieces, over the whole time that a fault may hold a socket. */
const DRIPS = 120;

const compress = promisify(gzip);

export function acceptsGzip(request: IncomingMessage): boolean {
  return /\bgzip\b/.test(request.headers['accept-encoding']?.toString() ?? '');
}

/** Sends a response, or breaks off as it says. A held socket is let go after `holdMs`. */
export async function sendDelivery(
  request: IncomingMessage,
  response: ServerResponse,
  delivery: Delivery,
  holdMs: number,
): Promise<void> {
  if (delivery.transmission === 'hang') {
    letGoLater(response, holdMs);
    return;
  }
  if (delivery.transmission === 'reset-before-headers') {
    reset(response);
    return;
  }
  const isGzip =
    delivery.encoding === 'gzip' || (delivery.encoding === 'negotiated' && acceptsGzip(request));
  const body = isGzip
    ? await compress(delivery.body, { level: constants.Z_BEST_SPEED })
    : bytesOf(delivery.body);
  if (response.destroyed) return;
  for (const [name, value] of Object.entries(delivery.headers)) response.setHeader(name, value);
  if (isGzip) response.setHeader('Content-Encoding', 'gzip');
  response.setHeader('Content-Length', body.length);
  response.writeHead(delivery.status);
  sendBody(response, body, delivery.transmission, holdMs);
}

function bytesOf(body: string | Uint8Array): Buffer {
  return typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
}

function sendBody(
  response: ServerResponse,
  body: Buffer,
  transmission: 'whole' | 'reset-mid-body' | 'stall-mid-body' | 'slow-drip',
  holdMs: number,
): void {
  const half = body.subarray(0, Math.floor(body.length / 2));
  switch (transmission) {
    case 'whole':
      response.end(body);
      return;
    case 'reset-mid-body':
      response.write(half, () => after(response, BEFORE_RESET_MS, () => reset(response)));
      return;
    case 'stall-mid-body':
      response.write(half);
      letGoLater(response, holdMs);
      return;
    case 'slow-drip':
      drip(response, body, Math.ceil(body.length / DRIPS), holdMs / DRIPS);
  }
}

function drip(response: ServerResponse, left: Buffer, size: number, everyMs: number): void {
  if (left.length <= size) {
    response.end(left);
    return;
  }
  response.write(left.subarray(0, size));
  after(response, everyMs, () => drip(response, left.subarray(size), size, everyMs));
}

function letGoLater(response: ServerResponse, holdMs: number): void {
  after(response, holdMs, () => reset(response));
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Does it later, unless the client has gone by then. */
function after(response: ServerResponse, waitMs: number, act: () => void): void {
  const giveUp = () => clearTimeout(timer);
  const timer = setTimeout(() => {
    response.off('close', giveUp);
    act();
  }, waitMs);
  response.once('close', giveUp);
}
