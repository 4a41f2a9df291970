import { describe, expect, it } from '@jest/globals';
import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { addressOf } from './address-of.js';

describe('the address that limits count', () => {
  const from = (address: string, forwarded: string | undefined, proxies: number) => {
    const socket = new Socket();
    Object.defineProperty(socket, 'remoteAddress', { value: address });
    const request = new IncomingMessage(socket);
    if (forwarded !== undefined) request.headers['x-forwarded-for'] = forwarded;
    return addressOf(request, proxies);
  };

  it('is the other end, whatever it says of itself, where no proxy stands in front', () => {
    expect(from('10.0.0.7', '1.2.3.4', 0)).toBe('10.0.0.7');
    expect(from('::ffff:10.0.0.7', undefined, 0)).toBe('10.0.0.7');
  });

  it('is whom the outermost trusted proxy saw, whatever was forged before it', () => {
    expect(from('10.0.0.7', '6.6.6.6, 1.2.3.4', 1)).toBe('1.2.3.4');
    expect(from('10.0.0.7', '6.6.6.6, 1.2.3.4, 10.0.0.9', 2)).toBe('1.2.3.4');
    expect(from('10.0.0.7', undefined, 2)).toBe('10.0.0.7');
  });

  it('is the network of 64 bits where it is IPv6', () => {
    expect(from('2001:db8:0:7::1', undefined, 0)).toBe('2001:db8:0:7::/64');
    expect(from('2001:DB8::7:ffff:1:2:3', undefined, 0)).toBe('2001:db8:0:7::/64');
    expect(from('2001:db8::1', undefined, 0)).toBe('2001:db8:0:0::/64');
    expect(from('::1', undefined, 0)).toBe('0:0:0:0::/64');
  });
});
