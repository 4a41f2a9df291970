import { describe, expect, it } from '@jest/globals';
import { presetSettings } from './backtest-presets.js';
import { nearestPreset } from './nearest-preset.js';

describe('The settings of a backtest', () => {
  it.each(['conservative', 'balanced', 'aggressive'] as const)('are those of %s', (preset) => {
    expect(nearestPreset(presetSettings(preset, {}))).toEqual({ preset, changed: [] });
  });

  it('are a preset and what was set otherwise, with what it was', () => {
    expect(nearestPreset(presetSettings('aggressive', { slippageBps: 6 }))).toEqual({
      preset: 'aggressive',
      changed: [{ name: 'slippageBps', value: 6, usual: 2 }],
    });
  });
});
