import { LocationProvider, Route, Router, useLocation } from 'preact-iso';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { walletWordLoaders } from '#i18n/wallet/load.ts';
import { Banner } from '#ui/banner.tsx';
import { BottomNav } from '#ui/bottom-nav.tsx';
import type { NavItem } from '#ui/bottom-nav.tsx';
import { LanguageContext, useLanguage } from '#ui/language.tsx';
import { RestartBanner, UpdateBanner } from '#ui/prompts.tsx';
import { useAppLanguage } from '#ui/use-app-language.ts';
import { ChangeContext, useView } from '#ui/use-view.ts';
import type { ChangeFeed } from '#ui/use-view.ts';
import { EnvironmentContext, LanguageChoiceContext, useWallet, useWords } from './environment.ts';
import type { WalletEnvironment } from './environment.ts';
import { HomeScreen } from './home/home-screen.tsx';
import { lazyScreen } from './lazy-screen.tsx';
import { useOffer } from './offer.ts';
import { Shell } from './shell.tsx';
import { useTimeFeed } from './time-feed.ts';
import styles from './layout.module.css';

// Everything but the first screen arrives after it.
const VouchersScreen = lazyScreen(() =>
  import('./vouchers/vouchers-screen.tsx').then((m) => m.VouchersScreen),
);
const ScanScreen = lazyScreen(() => import('./scan/scan-screen.tsx').then((m) => m.ScanScreen));
const ActivityScreen = lazyScreen(() =>
  import('./activity/activity-screen.tsx').then((m) => m.ActivityScreen),
);
const MeScreen = lazyScreen(() => import('./me/me-screen.tsx').then((m) => m.MeScreen));
const CatalogueScreen = lazyScreen(() =>
  import('./catalogue/catalogue-screen.tsx').then((m) => m.CatalogueScreen),
);
const DetailsScreen = lazyScreen(() => import('./details/details-screen.tsx').then((m) => m.DetailsScreen));
const AddScreen = lazyScreen(() => import('./add/add-screen.tsx').then((m) => m.AddScreen));
const OpenedScreen = lazyScreen(() => import('./opened/opened-screen.tsx').then((m) => m.OpenedScreen));
const ProgrammeScreen = lazyScreen(() =>
  import('./programme/programme-screen.tsx').then((m) => m.ProgrammeScreen),
);
const WhatIfScreen = lazyScreen(() => import('./what-if/what-if-screen.tsx').then((m) => m.WhatIfScreen));
const InboxScreen = lazyScreen(() => import('./inbox/inbox-screen.tsx').then((m) => m.InboxScreen));
const SafetyScreen = lazyScreen(() => import('./safety/safety-screen.tsx').then((m) => m.SafetyScreen));
const RecoverScreen = lazyScreen(() => import('./safety/recover-screen.tsx').then((m) => m.RecoverScreen));
const DevicesScreen = lazyScreen(() => import('./devices/devices-screen.tsx').then((m) => m.DevicesScreen));
const LinkScreen = lazyScreen(() => import('./devices/link-screen.tsx').then((m) => m.LinkScreen));
const CalendarScreen = lazyScreen(() =>
  import('./calendar/calendar-screen.tsx').then((m) => m.CalendarScreen),
);

// The till, the demo page and the server share the origin; their addresses are not ours to route.
const OWN_PATHS = /^\/(?!cashier|demo|api)/;

export interface AppProps {
  readonly environment: WalletEnvironment;
  readonly changes: ChangeFeed;
}

export function App({ environment, changes }: AppProps) {
  const choice = useAppLanguage(walletWordLoaders);
  const feed = useTimeFeed(changes, environment.clock);
  if (choice.language === undefined) return <Shell />;
  return (
    <LanguageContext.Provider value={choice.language}>
      <LanguageChoiceContext.Provider value={choice}>
        <EnvironmentContext.Provider value={environment}>
          <ChangeContext.Provider value={feed}>
            <LocationProvider scope={OWN_PATHS}>
              <Frame />
            </LocationProvider>
          </ChangeContext.Provider>
        </EnvironmentContext.Provider>
      </LanguageChoiceContext.Provider>
    </LanguageContext.Provider>
  );
}

function Frame() {
  const words = useWords();
  const { shared } = useLanguage();
  const { update, heldUp, restart } = useWallet();
  const applyRestart = useOffer(restart);
  const isHeldUp = useOffer(heldUp) !== undefined;
  const applyUpdate = useOffer(update);
  const { path } = useLocation();
  const main = useFocusOnNewScreen(path);
  const unread = useUnread();
  const items: readonly NavItem[] = [
    { href: '/', label: words.nav.home, icon: 'home' },
    { href: '/vouchers', label: words.nav.vouchers, icon: 'ticket' },
    { href: '/scan', label: words.nav.scan, icon: 'scan', raised: true },
    { href: '/activity', label: words.nav.activity, icon: 'activity' },
    { href: '/me', label: words.nav.me, icon: 'person', ...(unread === undefined ? {} : { count: unread }) },
  ];
  return (
    <>
      <main ref={main} class={styles.main} tabIndex={-1}>
        {applyUpdate !== undefined && (
          <UpdateBanner onApply={applyUpdate} onLater={() => update.put(undefined)} />
        )}
        {isHeldUp && <Banner live title={shared.update.heldUp} />}
        {applyRestart !== undefined && <RestartBanner onRestart={applyRestart} />}
        <Router>
          <Route path="/" component={HomeScreen} />
          <Route path="/vouchers" component={VouchersScreen} />
          <Route path="/scan" component={ScanScreen} />
          <Route path="/activity" component={ActivityScreen} />
          <Route path="/me" component={MeScreen} />
          <Route path="/catalogue" component={CatalogueScreen} />
          <Route path="/catalogue/:id" component={DetailsScreen} />
          <Route path="/add" component={AddScreen} />
          <Route path="/M/:poster" component={OpenedScreen} />
          <Route path="/R" component={OpenedScreen} />
          <Route path="/programme/:id" component={ProgrammeScreen} />
          <Route path="/what-if" component={WhatIfScreen} />
          <Route path="/calendar" component={CalendarScreen} />
          <Route path="/inbox" component={InboxScreen} />
          <Route path="/safety" component={SafetyScreen} />
          <Route path="/recover" component={RecoverScreen} />
          <Route path="/devices" component={DevicesScreen} />
          <Route path="/link" component={LinkScreen} />
          <Route default component={HomeScreen} />
        </Router>
      </main>
      <BottomNav label={words.nav.label} items={items} currentHref={menuPlaceOf(path)} />
    </>
  );
}

/** How many cards of the inbox wait, as the menu shows it; absent when none does. */
function useUnread(): string | undefined {
  const { api } = useWallet();
  const { format } = useLanguage();
  const { view } = useView(() => api.unreadCards(), ['inbox', 'activity']);
  return view.state === 'ready' && view.value > 0 ? format.integer(view.value) : undefined;
}

const BELOW_HOME = ['/add', '/what-if', '/calendar', '/recover', '/link'];
const BELOW_ME = ['/inbox', '/safety', '/devices'];

/** Screens below the first one light up its place in the menu. */
function menuPlaceOf(path: string): string {
  if (BELOW_ME.includes(path)) return '/me';
  return /^\/(programme|catalogue)\b/.test(path) || BELOW_HOME.includes(path) ? '/' : path;
}

/** After a change of screen the focus and the scroll position start at its top, as on a loaded page. */
function useFocusOnNewScreen(path: string) {
  const main = useRef<HTMLElement>(null);
  const shown = useRef(path);
  useLayoutEffect(() => {
    if (shown.current === path) return;
    shown.current = path;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [path]);
  return main;
}
