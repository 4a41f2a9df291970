import { PageTitle } from '../../shell/page-title.js';
import { BestMarkets } from './best-markets.js';
import { DataStatusPanel } from './data-status-panel.js';
import { DeskSummary } from './desk-summary.js';
import './front-page.css';

/** The first question of every morning: is the data whole, and what does the desk do with it? */
export function FrontPage() {
  return (
    <>
      <PageTitle title="Overview" />
      <DataStatusPanel />
      <div className="front-columns">
        <DeskSummary />
        <BestMarkets />
      </div>
    </>
  );
}
