import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

/**
 * Whom limits count. Behind `proxies` reverse proxies it is whom the outermost of them saw; what stands further left in the header
 * anybody may have written. One who has IPv6 has at least 2^64 addresses, which count as one.
 */
export function addressOf(request: IncomingMessage, proxies: number): string {
  const forwarded = request.headers['x-forwarded-for'];
  const claimed = (Array.isArray(forwarded) ? forwarded.join(',') : (forwarded ?? ''))
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const path = [...claimed, request.socket.remoteAddress ?? ''];
  const address = path.at(-1 - Math.min(proxies, path.length - 1)) ?? '';
  const withoutMapping = address.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIPv6(withoutMapping) ? networkOf(withoutMapping) : withoutMapping;
}

/** The first 64 bits, each of the four parts without leading zeros. */
function networkOf(address: string): string {
  const [left = '', right] = address.toLowerCase().split('::');
  const head = left === '' ? [] : left.split(':');
  const tail = right === undefined || right === '' ? [] : right.split(':');
  const zeros = right === undefined ? 0 : 8 - head.length - tail.length;
  const parts = [...head, ...Array.from({ length: zeros }, () => '0'), ...tail];
  return `${parts
    .slice(0, 4)
    .map((part) => part.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
