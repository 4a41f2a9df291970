import { PageTitle } from '../../shell/page-title.js';

export default function MarketsPage() {
  return <PageTitle title="Markets" />;
}
