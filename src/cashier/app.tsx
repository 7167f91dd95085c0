import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { TerminalView } from '#bridge/cashier-api.ts';
import type { ConnectionView } from '#bridge/common-views.ts';
import type { CashierWords } from '#i18n/cashier/en.ts';
import { cashierWordLoaders } from '#i18n/cashier/load.ts';
import type { AppLanguage } from '#i18n/language.ts';
import { BottomNav } from '#ui/bottom-nav.tsx';
import { Banner } from '#ui/banner.tsx';
import { ConnectionBadge } from '#ui/connection-badge.tsx';
import { Skeleton } from '#ui/empty-state.tsx';
import { LanguageContext } from '#ui/language.tsx';
import { RestartBanner, UpdateBanner } from '#ui/prompts.tsx';
import { ShownContext } from '#ui/shown.ts';
import { TopBar } from '#ui/top-bar.tsx';
import { useAppLanguage } from '#ui/use-app-language.ts';
import { ChangeContext, useView } from '#ui/use-view.ts';
import {
  laterPair,
  laterPartLost,
  laterQueue,
  laterShift,
  laterTerminal,
  laterTraining,
} from './later-screens.ts';
import { ServeScreen } from './serve/serve-screen.tsx';
import { ChooseLocale } from './shell/language-choice.tsx';
import { LoadFailed } from '#ui/load-failed.tsx';
import { type Screen, hrefOf, useScreen } from './shell/route.ts';
import { saleOpen } from './shell/sale-open.ts';
import { type Services, ServicesContext, useServices } from './shell/services.ts';
import { TillProblem, isShutOut } from './shell/till-problem.tsx';
import { databaseHeldUp, partLost, restart, waitingUpdate } from './shell/update.ts';
import { WordsContext, useWords } from './shell/words.ts';
import styles from './app.module.css';

/** The till: language, connection and menu around one of its four screens, or the pairing of a new till. */
export function App({ services }: { readonly services: Services }) {
  const { language, chooseLocale } = useAppLanguage(cashierWordLoaders);
  if (language === undefined) return null;
  return (
    <ServicesContext.Provider value={services}>
      <ChangeContext.Provider value={services.changes}>
        <Speaking language={language}>
          <ChooseLocale.Provider value={chooseLocale}>
            <Shell />
          </ChooseLocale.Provider>
        </Speaking>
      </ChangeContext.Provider>
    </ServicesContext.Provider>
  );
}

function Speaking(props: {
  readonly language: AppLanguage<CashierWords>;
  readonly children: ComponentChildren;
}) {
  useEffect(() => {
    document.title = props.language.app.appName;
  }, [props.language]);
  return (
    <LanguageContext.Provider value={props.language}>
      <WordsContext.Provider value={props.language}>{props.children}</WordsContext.Provider>
    </LanguageContext.Provider>
  );
}

function Shell() {
  const { app, shared } = useWords();
  const { api, training } = useServices();
  const screen = useScreen();
  const terminal = useView(() => api.terminal(), ['device']);
  const connected = useView(() => api.connection(), ['connection', 'sales']);
  const connection = connected.view.state === 'ready' ? connected.view.value : undefined;
  // A till that is refused in the middle of a sale hears it after the sale.
  const before = useRef(terminal.view);
  const view = saleOpen.value ? before.current : terminal.view;
  before.current = view;
  const paired = view.state === 'ready' && view.value.state === 'paired';
  return (
    <div class={paired ? styles.shell : styles.bare}>
      {training !== undefined && <laterTraining.Component training={training} />}
      <div class={styles.page}>
        <TopBar
          title={paired ? app[screen].title : app.terminal.title}
          end={
            <ConnectionBadge
              connection={connection}
              length="long"
              shutOut={isShutOut(connection)}
              {...(paired ? { href: hrefOf('terminal') } : {})}
            />
          }
        />
        <UpdateOffer />
        {databaseHeldUp.value && <Banner live title={shared.update.heldUp} />}
        {restart.value !== undefined && <RestartBanner onRestart={restart.value} />}
        {partLost.value && connection?.mode === 'online' && <laterPartLost.Component />}
        {/* Whoever serves must know before the next sale. */}
        {screen === 'serve' && isShutOut(connection) && <TillProblem problem={connection.problem} />}
        <main>
          {view.state === 'loading' && <Loading />}
          {view.state === 'failed' && <LoadFailed onRetry={terminal.reload} />}
          {view.state === 'ready' && <Body terminal={view.value} screen={screen} connection={connection} />}
        </main>
      </div>
      {paired && <Menu screen={screen} unsent={connection?.unsent ?? 0} />}
    </div>
  );
}

function Body(props: {
  readonly terminal: TerminalView;
  readonly screen: Screen;
  readonly connection: ConnectionView | undefined;
}) {
  const { terminal, screen, connection } = props;
  if (terminal.state === 'unpaired')
    return <laterPair.Component connection={connection} lost={terminal.lost} />;
  const serving = screen === 'serve';
  return (
    <>
      {/* Always there: a glance at the records must not lose the sale that is being typed. */}
      <div hidden={!serving}>
        <ShownContext.Provider value={serving}>
          <ServeScreen terminal={terminal} active={serving} />
        </ShownContext.Provider>
      </div>
      {screen === 'queue' && <laterQueue.Component />}
      {screen === 'shift' && <laterShift.Component />}
      {screen === 'terminal' && <laterTerminal.Component terminal={terminal} connection={connection} />}
    </>
  );
}

/** Offered only between sales, and never applied by itself. */
function UpdateOffer() {
  const apply = waitingUpdate.value;
  if (apply === undefined || saleOpen.value) return null;
  return <UpdateBanner onApply={apply} onLater={() => void (waitingUpdate.value = undefined)} />;
}

function Loading() {
  const { shared } = useWords();
  return <Skeleton shapes={['hero', 'row', 'row']} label={shared.loading} afterLong={shared.loadingLong} />;
}

function Menu({ screen, unsent }: { readonly screen: Screen; readonly unsent: number }) {
  const { app, format } = useWords();
  const count = unsent === 0 ? {} : { count: format.integer(unsent) };
  return (
    <BottomNav
      label={app.nav.label}
      currentHref={hrefOf(screen)}
      items={[
        { href: hrefOf('serve'), label: app.nav.serve, icon: 'scan' },
        { href: hrefOf('queue'), label: app.nav.queue, icon: 'receipt', ...count },
        { href: hrefOf('shift'), label: app.nav.shift, icon: 'shift' },
        { href: hrefOf('terminal'), label: app.nav.terminal, icon: 'till' },
      ]}
    />
  );
}
