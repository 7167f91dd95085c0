// The till's real screens over sample data: `?till=paired&currency=EUR&offline&empty&dead`.
import { render } from 'preact';
import { App } from '#cashier/app.tsx';
import { restart } from '#cashier/shell/update.ts';
import { applyTheme, currentTheme } from '#ui/theme.ts';
import { type SampleTill, createSampleTill } from '../../support/sample-cashier.ts';
import '#ui/tokens.css';
import '#ui/base.css';

const wanted = new URLSearchParams(location.search);
const till = createSampleTill({
  paired: wanted.get('till') !== 'new',
  currency: wanted.get('currency') === 'IRR' ? 'IRR' : 'EUR',
  offline: wanted.has('offline'),
  empty: wanted.has('empty'),
  training: wanted.has('training'),
  lost: wanted.has('lost'),
  notAdmitted: wanted.has('refused'),
  shiftOpen: wanted.has('shift'),
  revoked: wanted.has('revoked'),
});
document.documentElement.dataset['app'] = 'cashier';
applyTheme(currentTheme());
(window as Window & { till?: SampleTill }).till = till;
if (wanted.has('dead')) restart.value = () => void Object.assign(window, { restarted: true });
render(<App services={till.services} />, document.getElementById('app')!);
