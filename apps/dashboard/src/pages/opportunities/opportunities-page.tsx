import { PageTitle } from '../../shell/page-title.js';

export default function OpportunitiesPage() {
  return <PageTitle title="Opportunities" />;
}
