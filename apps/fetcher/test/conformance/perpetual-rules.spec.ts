import { describe, expect, it } from '@jest/globals';
import { Subject, SUBJECTS } from './subject.js';

describe.each(SUBJECTS)('the rules of orders at %s', (id) => {
  it('are known of every market of the last list, at no request, and are those of the trading rules', async () => {
    const subject = await Subject.start(id);
    try {
      await subject.use(async (exchange) => {
        const markets = await exchange.markets();
        const asked = exchange.usage().requestsTotal;
        const rules = exchange.perpetualRules();
        expect(exchange.usage().requestsTotal).toBe(asked);
        expect([...rules.keys()].sort()).toEqual(markets.map(({ symbol }) => symbol).sort());
        for (const { symbol, perpetual } of await exchange.tradingRules()) {
          expect(rules.get(symbol)).toMatchObject(perpetual);
        }
      });
    } finally {
      await subject.close();
    }
  }, 60_000);
});
