import { useLive } from '../../../live/feed.js';
import { Empty } from '../../../ui/notice.js';
import { Panel } from '../../../ui/panel.js';
import { SettingsForm } from './settings-form.js';

export function SettingsPanel() {
  const desk = useLive('deskV1');
  const settings = desk?.status?.settings;
  return (
    <Panel
      title="Settings"
      note="Saved together; in force with the next cycle, and kept over a restart"
    >
      {settings && desk.doors !== 'closed' ? (
        <SettingsForm settings={settings} />
      ) : (
        <Empty>
          {settings
            ? 'The gateway takes no orders, so that settings can’t be changed here.'
            : 'The desk has not been heard yet.'}
        </Empty>
      )}
    </Panel>
  );
}
