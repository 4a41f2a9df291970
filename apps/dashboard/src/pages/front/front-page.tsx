import { PageTitle } from '../../shell/page-title.js';
import { Attention } from './attention.js';
import { BestMarkets } from './best-markets.js';
import { DataStatusPanel } from './data-status-panel.js';
import { DeskSummary } from './desk-summary.js';
import './front-page.css';

/** The first questions of every morning: does anything need me, what did the desk earn, is the data whole? */
export default function FrontPage() {
  return (
    <>
      <PageTitle title="Overview" />
      <Attention />
      <div className="front-columns">
        <DeskSummary />
        <BestMarkets />
      </div>
      <DataStatusPanel />
    </>
  );
}
