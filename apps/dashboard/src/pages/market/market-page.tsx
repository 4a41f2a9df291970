import { PageTitle } from '../../shell/page-title.js';

export default function MarketPage(_: { readonly exchange: string; readonly market: string }) {
  return <PageTitle title="Market" />;
}
