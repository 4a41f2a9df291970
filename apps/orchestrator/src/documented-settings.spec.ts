import { deskSettings } from '@fullcarry/contracts/desk/desk-settings';
import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const text = readFileSync(new URL('../../../docs/CONFIGURATION.md', import.meta.url), 'utf8');

const shape = z.object({
  properties: z.record(
    z.string(),
    z.union([
      z.object({ minimum: z.number(), maximum: z.number(), default: z.number() }),
      z.object({ enum: z.array(z.string()), default: z.string() }),
    ]),
  ),
});

const plain = new Intl.NumberFormat('en-US', { maximumFractionDigits: 10 });

it('docs/CONFIGURATION.md has every setting with its range, default, unit and meaning', () => {
  const { properties } = shape.parse(z.toJSONSchema(deskSettings));
  const rows = [...text.matchAll(/^\| `(\w+)` +\| (.*)\|$/gm)]
    .map(([, name = '', cells = '']) => [name, ...cells.split('|').map((cell) => cell.trim())])
    .filter(([name = '']) => name in properties);
  expect(rows.map(([name, range, byDefault]) => [name, range, byDefault]).sort()).toEqual(
    Object.entries(properties)
      .map(([name, setting]) =>
        'enum' in setting
          ? [name, setting.enum.join(', '), setting.default]
          : [
              name,
              `${plain.format(setting.minimum)} to ${plain.format(setting.maximum)}`,
              plain.format(setting.default),
            ],
      )
      .sort(),
  );
  for (const [, , , unit, meaning] of rows) {
    expect(unit).not.toBe('');
    expect(meaning).not.toBe('');
  }
});
