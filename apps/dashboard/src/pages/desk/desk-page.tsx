import { PageTitle } from '../../shell/page-title.js';
import { CyclesPanel } from './cycles-panel.js';
import { DeskPanel } from './desk-panel.js';
import './desk-page.css';
import { EquityPanel } from './equity-panel.js';
import { JournalPanel } from './journal-panel.js';
import { PositionsPanel } from './positions-panel.js';
import { SettingsPanel } from './settings-panel.js';
import { StatisticsPanel } from './statistics-panel.js';
import { TradesPanel } from './trades-panel.js';

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
