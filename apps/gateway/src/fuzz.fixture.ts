import { ROUTES } from '@fullcarry/contracts/http/routes';
import fc from 'fast-check';
import { io } from 'socket.io-client';

/** What people and machines send when they mean harm, or nothing. */
const nasty = fc.oneof(
  fc.constantFrom(
    '',
    'null',
    'NaN',
    '-1',
    '0',
    '1e309',
    '99999999999999999999',
    '٣٤٥',
    "' OR 1=1 --",
    '"; DROP TABLE candle; --',
    '$1',
    '../../../etc/passwd',
    '..%2f..%2f',
    '%00',
    '\u0000',
    '%E0%A4%A',
    '__proto__',
    'constructor[prototype][x]=1',
    '<script>alert(1)</script>',
    '${7*7}',
    'a'.repeat(5_000),
    'BTC/USDT:USDT',
    'BTCUSDT',
    'bybit',
    '1h',
    'csv',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.integer().map(String),
  fc.double().map(String),
);

const names = [
  ...ROUTES.flatMap((route) => Object.keys(route.query?.shape ?? {})),
  ...['__proto__', 'constructor', 'toString', 'a[b][c]', ''],
];

const nested = fc
  .integer({ min: 1, max: 3_000 })
  .map((depth) => '['.repeat(depth) + ']'.repeat(depth));
const body = fc.oneof(
  nested,
  nasty,
  fc.json(),
  fc.json().map((text) => `{"entryNetYield":${text}}`),
);

/** One request at any route, with anything in its path, query, body and headers. */
export const anyRequest = fc.record({
  route: fc.constantFrom(...ROUTES),
  method: fc.option(fc.constantFrom('GET', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'), {
    nil: undefined,
    freq: 5,
  }),
  parameters: fc.tuple(nasty, nasty),
  query: fc.array(fc.tuple(fc.constantFrom(...names), nasty), { maxLength: 5 }),
  rawQuery: fc.option(nasty, { freq: 4 }),
  body,
  type: fc.constantFrom(
    'application/json',
    'text/plain',
    'application/x-www-form-urlencoded',
    '*/*',
  ),
  ifNoneMatch: fc.option(fc.constantFrom('*', '""', 'W/"x"', '"'.repeat(500)), { freq: 4 }),
});
export type AnyRequest = typeof anyRequest extends fc.Arbitrary<infer Request> ? Request : never;

/** Sends it; returns the status and what was sent, for the report. */
export async function send(
  url: string,
  request: AnyRequest,
): Promise<{ status: number; sent: string }> {
  const { route, parameters, query, rawQuery, ifNoneMatch } = request;
  const method = request.method ?? route.method.toUpperCase();
  let index = 0;
  const path = route.path.replaceAll(/:\w+/g, () => encoded(parameters[index++ % 2] ?? ''));
  const asked = query.map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');
  const address = `${url}${path}?${rawQuery === null ? asked : encodeURI(wellFormed(rawQuery))}`;
  const hasBody = !['GET', 'HEAD', 'OPTIONS'].includes(method);
  const response = await fetch(address, {
    method,
    headers: {
      ...(hasBody ? { 'content-type': request.type } : {}),
      ...(ifNoneMatch === null ? {} : { 'if-none-match': ifNoneMatch }),
    },
    ...(hasBody ? { body: wellFormed(request.body) } : {}),
  });
  await response.arrayBuffer();
  return { status: response.status, sent: `${method} ${address} ${request.body}`.slice(0, 300) };
}

/** Anything at all as socket events, until the gateway ends the talk. */
export const anyTalk = fc.array(
  fc.tuple(fc.string({ minLength: 1, maxLength: 40 }), fc.jsonValue()),
  {
    minLength: 1,
    maxLength: 4,
  },
);
export type AnyTalk = typeof anyTalk extends fc.Arbitrary<infer Talk> ? Talk : never;

export function talk(url: string, events: AnyTalk): Promise<void> {
  return new Promise((resolve) => {
    const socket = io(url, { transports: ['websocket'], forceNew: true, reconnection: false });
    const end = () => {
      socket.disconnect();
      resolve();
    };
    socket.once('connect', () => {
      for (const [event, payload] of events) {
        try {
          socket.emit(event, payload);
        } catch {
          // The client itself refuses its own reserved words.
          end();
        }
      }
    });
    socket.once('disconnect', end);
    socket.once('connect_error', end);
  });
}

/** Half of the time as it is, so that the gateway sees broken escapes too. */
function encoded(text: string): string {
  return /^[\x21-\x7e]*$/.test(text) && !/[#?&/]/.test(text)
    ? text
    : encodeURIComponent(wellFormed(text));
}

function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
