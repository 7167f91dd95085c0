import { useRoute } from 'preact-iso';
import { useState } from 'preact/hooks';
import type { ProgrammeView, VoucherView } from '#bridge/wallet-api.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import { Banner } from '#ui/banner.tsx';
import { useLanguage } from '#ui/language.tsx';
import { ListRow, RowList } from '#ui/list-row.tsx';
import { useView } from '#ui/use-view.ts';
import { EntryRow } from '#wallet/activity/entry-row.tsx';
import { useWallet, useWords } from '#wallet/environment.ts';
import { Folding } from '#wallet/folding/folding.tsx';
import styles from '#wallet/layout.module.css';
import { Loaded, Screen, Section } from '#wallet/screen.tsx';
import { VoucherSheet } from '#wallet/vouchers/voucher-sheet.tsx';
import { VoucherTicket } from '#wallet/vouchers/voucher-ticket.tsx';
import { ProgrammeHead } from './programme-head.tsx';
import { TierLadder } from './tier-ladder.tsx';
import programmeStyles from './programme.module.css';

export function ProgrammeScreen() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const { api } = useWallet();
  const { locale, refusals } = useLanguage();
  const live = useView(() => api.programme(id, locale), ['programmes', 'vouchers', 'activity'], [id, locale]);
  const words = useWords();
  const { view } = live;
  const title = view.state === 'ready' && view.value.ok ? view.value.value.look.name : words.catalogue.title;
  return (
    <Screen title={title} backHref="/">
      <Loaded live={live} shapes={['hero', 'row', 'row']}>
        {(outcome) =>
          outcome.ok ? (
            <Programme programme={outcome.value} />
          ) : (
            <Banner tone="warn" live title={refusalText(refusals, outcome.error.kind).headline}>
              {refusalText(refusals, outcome.error.kind).next}
            </Banner>
          )
        }
      </Loaded>
    </Screen>
  );
}

function Programme({ programme }: { readonly programme: ProgrammeView }) {
  const words = useWords();
  const [opened, setOpened] = useState<VoucherView>();
  const { tiers, vouchers, rules, entries } = programme;
  return (
    <div class={styles.columns}>
      <div class={styles.column}>
        <Folding programmes={[programme]} part="line" />
        <ProgrammeHead programme={programme} />
        <Folding programmes={[programme]} part="progress" />
        <RowList>
          <li>
            <ListRow
              icon="basket"
              title={words.home.whatIf}
              href={`/what-if?programme=${encodeURIComponent(programme.look.programmeId)}`}
            />
          </li>
        </RowList>
        {tiers.length > 0 && (
          <Section title={words.programme.tiers}>
            <TierLadder tiers={tiers} colour={programme.look.colour} />
          </Section>
        )}
      </div>
      <div class={styles.column}>
        {vouchers.length > 0 && (
          <Section title={words.programme.vouchers}>
            <ul class={styles.tickets}>
              {vouchers.map((voucher) => (
                <li key={voucher.key}>
                  <VoucherTicket voucher={voucher} onOpen={() => setOpened(voucher)} />
                </li>
              ))}
            </ul>
          </Section>
        )}
        <Section title={words.programme.rules}>
          <ul class={programmeStyles.rules}>
            {rules.map((rule) => (
              <li key={rule}>{rule}</li>
            ))}
          </ul>
        </Section>
        <Section title={words.programme.entries}>
          {entries.length === 0 ? (
            <p class={styles.soft}>{words.programme.noEntries}</p>
          ) : (
            <Entries entries={entries} />
          )}
        </Section>
      </div>
      <VoucherSheet voucher={opened} onClose={() => setOpened(undefined)} />
    </div>
  );
}

function Entries({ entries }: { readonly entries: ProgrammeView['entries'] }) {
  return (
    <RowList>
      {entries.map((entry) => (
        <li key={entry.id}>
          <EntryRow entry={entry} />
        </li>
      ))}
    </RowList>
  );
}
