import { Link } from 'wouter';
import { PageTitle } from '../shell/page-title.js';
import { Empty } from '../ui/notice.js';

export function NotFoundPage() {
  return (
    <>
      <PageTitle title="No such page" />
      <Empty>
        There is nothing at this address. <Link href="/">Back to the overview</Link>
      </Empty>
    </>
  );
}
