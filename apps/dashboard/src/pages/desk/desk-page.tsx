import { PageTitle } from '../../shell/page-title.js';

export default function DeskPage() {
  return <PageTitle title="Desk" />;
}
