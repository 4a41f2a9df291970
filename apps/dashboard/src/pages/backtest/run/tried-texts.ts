import { ownProblem } from '../../desk/settings/setting-problem.js';
import { SETTING_FIELDS, settingValue } from '../../desk/settings/settings-fields.js';

/** A setting to try, and the values that stand in its field, in its own unit, with commas or spaces between. */
export interface TriedText {
  readonly name: string;
  readonly values: string;
}

export interface ReadTried {
  readonly grid: Readonly<Record<string, number[]>>;
  /** By `tried.<place>`. */
  readonly problems: ReadonlyMap<string, string>;
}

/** The values to try, by their settings. A line without a setting asks for nothing. */
export function readTried(lines: readonly TriedText[]): ReadTried {
  const grid: Record<string, number[]> = {};
  const problems = new Map<string, string>();
  for (const [place, { name, values }] of lines.entries()) {
    const field = SETTING_FIELDS.find((one) => one.name === name);
    if (!field) continue;
    const texts = values.split(/[\s,]+/).filter((text) => text !== '');
    const wrong =
      texts.length === 0
        ? 'Enter values, with commas between them'
        : name in grid
          ? 'It stands above already'
          : texts.map((text) => ownProblem(field, text)).find((one) => one !== undefined);
    if (wrong === undefined) grid[name] = texts.map((text) => settingValue(text, field.unit));
    else problems.set(`tried.${place}`, wrong);
  }
  return { grid, problems };
}
