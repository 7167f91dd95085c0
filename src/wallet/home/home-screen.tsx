import { useState } from 'preact/hooks';
import type { HomeView } from '#bridge/wallet-api.ts';
import { Quantity } from '#ui/amount.tsx';
import { Banner } from '#ui/banner.tsx';
import { Icon } from '#ui/icon.tsx';
import { programmeIcon } from '#ui/programme-icons.ts';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { InstallPrompt } from '#ui/prompts.tsx';
import { usePart } from '#ui/use-part.ts';
import { useView } from '#ui/use-view.ts';
import { useLocation } from 'preact-iso';
import { useWallet, useWords } from '#wallet/environment.ts';
import styles from '#wallet/layout.module.css';
import { Folding } from '#wallet/folding/folding.tsx';
import { useOffer } from '#wallet/offer.ts';
import { Loaded, Screen, Section } from '#wallet/screen.tsx';
import { BalanceTicket } from './balance-ticket.tsx';
import homeStyles from './home.module.css';
import { PassCard } from './pass-card.tsx';
import { WelcomeCard } from './welcome-card.tsx';

// Behind the first screen: it asks the worker once more, and has words of its own.
const importLoss = () => import('#wallet/safety/loss-notice.tsx');

export function HomeScreen() {
  const { api } = useWallet();
  const { locale } = useLanguage();
  const words = useWords();
  const live = useView(() => api.home(locale), ['programmes', 'vouchers', 'activity', 'device'], [locale]);
  return (
    <Screen title={words.home.title}>
      <Loaded live={live} shapes={['hero', 'ticket', 'ticket']}>
        {(home) =>
          home.programmes.length + home.added.length === 0 ? <WelcomeCard /> : <FullHome home={home} />
        }
      </Loaded>
    </Screen>
  );
}

function FullHome({ home }: { readonly home: HomeView }) {
  const words = useWords();
  const { shared } = useLanguage();
  const { install, installByHand } = useWallet();
  const acceptInstall = useOffer(install);
  // The home-screen shortcut "Show my pass" opens it at once.
  const { query } = useLocation();
  const [passOpen, setPassOpen] = useState(query['show'] === 'pass');
  const pass = usePart(importPass);
  const loss = usePart(importLoss).part;
  return (
    <div class={styles.columns}>
      <div class={styles.stack}>
        <PassCard memberName={home.device.memberName} onShow={() => setPassOpen(true)} />
        {passOpen && pass.part === undefined && pass.failed && (
          <Banner tone="bad" live title={shared.nothing.error} />
        )}
        <Ways home={home} />
        {loss !== undefined && <loss.LossNotice />}
        {(acceptInstall !== undefined || installByHand) && (
          <InstallPrompt {...(acceptInstall === undefined ? {} : { onInstall: acceptInstall })} />
        )}
      </div>
      <div class={styles.column}>
        <Section
          title={words.home.balances}
          end={
            <a class={styles.link} href="/catalogue">
              {words.home.add}
            </a>
          }
        >
          <Folding programmes={home.programmes} part="line" />
          <Tickets programmes={home.programmes} />
          <Folding programmes={home.programmes} part="progress" />
        </Section>
        {home.added.length > 0 && (
          <Section title={words.home.fromFiles}>
            <Tickets programmes={home.added} />
          </Section>
        )}
        {home.lapsing.length > 0 && <Lapsing lapsing={home.lapsing} />}
      </div>
      {pass.part !== undefined && (
        <pass.part.PassSheet
          open={passOpen}
          memberName={home.device.memberName}
          onClose={() => setPassOpen(false)}
        />
      )}
    </div>
  );
}

/** From here to what is at hand: vouchers; then, small, a purchase to try and the days to come. */
function Ways({ home }: { readonly home: HomeView }) {
  const words = useWords();
  const { format } = useLanguage();
  const { liveVouchers, lapsingThisWeek } = home;
  return (
    <>
      {liveVouchers > 0 && (
        <RowList>
          <li>
            <ListRow
              icon="ticket"
              title={format.plural(liveVouchers, words.home.liveVouchers)}
              detail={words.home.seeVouchers}
              href="/vouchers"
            />
          </li>
        </RowList>
      )}
      <ul class={homeStyles.ways}>
        <li>
          <a class={homeStyles.way} href="/what-if">
            <Icon name="search" size="s" />
            {words.home.whatIf}
          </a>
        </li>
        <li>
          <a class={homeStyles.way} href="/calendar">
            <Icon name="calendar" size="s" />
            <span>
              {words.home.calendar}
              {lapsingThisWeek > 0 && (
                <span class={homeStyles.wayDetail}>
                  {format.plural(lapsingThisWeek, words.home.lapsingThisWeek)}
                </span>
              )}
            </span>
          </a>
        </li>
      </ul>
    </>
  );
}

function Tickets({ programmes }: Pick<HomeView, 'programmes'>) {
  return (
    <ul class={styles.tickets}>
      {programmes.map((programme) => (
        <li key={programme.look.programmeId}>
          <BalanceTicket programme={programme} />
        </li>
      ))}
    </ul>
  );
}

/** The pass and all that draws codes, fetched behind the first screen: there before a thumb can reach the button. */
const importPass = () => import('#wallet/pass/pass-sheet.tsx');

function Lapsing({ lapsing }: { readonly lapsing: HomeView['lapsing'] }) {
  const words = useWords();
  const { format } = useLanguage();
  return (
    <Section title={words.home.lapsing}>
      <RowList>
        {lapsing.map((item) => (
          <li key={`${item.look.programmeId}-${item.name}-${item.atMs}`}>
            <ListRow
              icon={programmeIcon(item.look.icon)}
              colour={item.look.colour}
              title={
                item.what === 'voucher' ? (
                  item.name
                ) : (
                  <>
                    <Quantity qty={item.qty} scale={item.scale} /> {item.name}
                  </>
                )
              }
              detail={
                <>
                  {item.look.merchantName} · {words.voucher.until(format.day(item.atMs))}
                </>
              }
              href={item.what === 'voucher' ? '/vouchers' : `/programme/${item.look.programmeId}`}
            />
          </li>
        ))}
      </RowList>
    </Section>
  );
}
