import type { DeskSettings } from '@fullcarry/contracts/desk-settings';
import { useLive } from '../../live/feed.js';
import { Empty } from '../../ui/notice.js';
import { Panel } from '../../ui/panel.js';
import { SettingsForm } from './settings-form.js';

export function SettingsPanel() {
  const desk = useLive('deskV1');
  const settings = desk?.status?.settings;
  return (
    <Panel
      title="Settings"
      note="All together; in force with the next cycle, and kept over a restart"
    >
      {settings && desk.doors !== 'closed' ? (
        // Settings that somebody else changed are shown anew; what was typed meanwhile is given up.
        <SettingsForm key={fingerprint(settings)} settings={settings} />
      ) : (
        <Empty>
          {settings
            ? 'The gateway takes no orders, so that settings can’t be changed here.'
            : 'No desk was heard yet.'}
        </Empty>
      )}
    </Panel>
  );
}

function fingerprint(settings: DeskSettings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join();
}
