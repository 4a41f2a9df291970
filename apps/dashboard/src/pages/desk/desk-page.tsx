import { PageTitle } from '../../shell/page-title.js';
import { CyclesPanel } from './history/cycles-panel.js';
import { DeskPanel } from './desk-panel.js';
import './desk-page.css';
import { EquityPanel } from './history/equity-panel.js';
import { JournalPanel } from './history/journal-panel.js';
import { PositionsPanel } from './positions-panel.js';
import { SettingsPanel } from './settings/settings-panel.js';
import { StatisticsPanel } from './history/statistics-panel.js';
import { TradesPanel } from './history/trades-panel.js';

export default function DeskPage() {
  return (
    <>
      <PageTitle title="Desk" />
      <DeskPanel />
      <PositionsPanel />
      <EquityPanel />
      <StatisticsPanel />
      <TradesPanel />
      <JournalPanel />
      <CyclesPanel />
      <SettingsPanel />
    </>
  );
}
