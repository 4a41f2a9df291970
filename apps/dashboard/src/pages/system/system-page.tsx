import { PageTitle } from '../../shell/page-title.js';

export default function SystemPage() {
  return <PageTitle title="System" />;
}
