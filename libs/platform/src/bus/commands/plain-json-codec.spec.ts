import { describe, expect, it } from '@jest/globals';
import { PlainJsonDeserializer, PlainJsonSerializer } from './plain-json-codec.js';

const read = (text: string) =>
  new PlainJsonDeserializer().deserialize({ string: () => text }, { channel: 'order.x' });
const write = (packet: { response?: unknown; err?: unknown }) =>
  JSON.parse(new PlainJsonSerializer().serialize(packet).data) as unknown;

describe('a command in plain JSON', () => {
  it('is its body, and the subject says which one it is', () => {
    expect(read('{"v":1}')).toEqual({ id: '', pattern: 'order.x', data: { v: 1 } });
  });

  it('that is no JSON is undefined, for the schema to refuse', () => {
    for (const text of ['', '{', 'undefined']) expect(read(text).data).toBeUndefined();
    expect(new PlainJsonDeserializer().deserialize('x', { channel: 'c' }).data).toBeUndefined();
  });
});

describe('a reply in plain JSON', () => {
  it('is the reply itself', () => {
    expect(write({ response: { v: 1, rowsAdded: 3 } })).toEqual({ v: 1, rowsAdded: 3 });
  });

  it('that is larger than any message may be says so instead', () => {
    const reply = write({ response: { v: 1, rows: 'x'.repeat(300_000) } });
    expect(reply).toEqual({ v: 1, error: expect.stringContaining('more than the 256000') });
  });

  it.each([
    ['an error', new Error('no')],
    ['the object that Nest makes of one', { status: 'error', message: 'no' }],
    ['a text', 'no'],
  ])('says why not, whether it comes as %s', (_, err) => {
    expect(write({ err })).toEqual({ v: 1, error: 'no' });
  });
});
