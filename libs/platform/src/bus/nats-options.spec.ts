import { connect } from '@nats-io/transport-node';
import { startNats } from '@fullcarry/testing/start-nats';
import { describe, expect, it } from '@jest/globals';
import { natsOptions } from './nats-options.js';

describe('natsOptions', () => {
  it('takes user, password or token out of the URL, and decodes them', () => {
    expect(natsOptions('nats://me:s%40crt@h:1,nats://h2')).toMatchObject({
      servers: ['h:1', 'h2'],
      user: 'me',
      pass: 's@crt',
    });
    expect(natsOptions('nats://t0ken@h:1')).toMatchObject({ servers: ['h:1'], token: 't0ken' });
    expect(natsOptions('nats://h:1')).not.toHaveProperty('user');
    expect(natsOptions('tls://h:1')).toMatchObject({ servers: ['h:1'], tls: {} });
  });

  it.each([
    ['user and password', ['--user', 'me', '--pass', 'secret'], 'me:secret'],
    ['a token', ['--auth', 's3cret'], 's3cret'],
  ])('lets a client in where the server wants %s', async (_, flags, credentials) => {
    const nats = await startNats(flags, credentials);
    try {
      const options = natsOptions(nats.url);
      const connection = await connect({ ...options, maxReconnectAttempts: 0 });
      await connection.flush();
      await connection.close();
      const { servers } = options;
      await expect(connect({ servers, reconnect: false })).rejects.toThrow(/authorization/i);
    } finally {
      await nats.close();
    }
  });
});
