import type { ProgrammeOffer } from '#bridge/wallet-catalogue.ts';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { Segmented } from '#ui/choice.tsx';
import { Icon } from '#ui/icon.tsx';
import { useLanguage } from '#ui/language.tsx';
import { Select } from '#ui/select.tsx';
import { type Filter, kindsIn, merchantsIn, type Order, ORDERS } from './filter.ts';
import styles from './catalogue.module.css';

export interface FilterBarProps {
  readonly words: CatalogueWords;
  readonly offers: readonly ProgrammeOffer[];
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}

const ALL = '';

/** Search, kinds as chips, shop and order as the platform's own lists. */
export function FilterBar({ words, offers, filter, onChange }: FilterBarProps) {
  const { locale } = useLanguage();
  const kinds = kindsIn(offers, Object.keys(words.kinds));
  const { kind: _kind, ...withoutKind } = filter;
  const { merchant: _merchant, ...withoutMerchant } = filter;
  return (
    <search class={styles.filters}>
      <SearchField
        label={words.search}
        value={filter.text}
        onInput={(text) => onChange({ ...filter, text })}
      />
      <Segmented
        label={words.kind}
        layout="strip"
        value={filter.kind ?? ALL}
        onChange={(kind) => onChange(kind === ALL ? withoutKind : { ...filter, kind })}
        options={[
          { value: ALL, label: words.allKinds },
          ...kinds.map((kind) => ({ value: kind, label: kindName(words, kind) })),
        ]}
      />
      <div class={styles.selects}>
        <Select
          label={words.shop}
          value={filter.merchant ?? ALL}
          onChange={(slug) => onChange(slug === ALL ? withoutMerchant : { ...filter, merchant: slug })}
          options={[
            { value: ALL, label: words.allShops },
            ...merchantsIn(offers, locale).map(({ slug, name }) => ({ value: slug, label: name })),
          ]}
        />
        <Select
          label={words.order}
          value={filter.order}
          onChange={(order) => onChange({ ...filter, order: order as Order })}
          options={ORDERS.map((order) => ({ value: order, label: words.orders[order] }))}
        />
      </div>
    </search>
  );
}

/** The name of a kind; one that a newer worker knows is shown by its own name. */
export function kindName(words: CatalogueWords, kind: string): string {
  return (words.kinds as Readonly<Record<string, string>>)[kind] ?? kind;
}

function SearchField(props: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
}) {
  return (
    <label class={styles.search}>
      <span class={styles.lens}>
        <Icon name="search" size="s" />
      </span>
      <span class="visually-hidden">{props.label}</span>
      <input
        class={styles.searchInput}
        type="search"
        dir="auto"
        placeholder={props.label}
        value={props.value}
        enterKeyHint="search"
        autoComplete="off"
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </label>
  );
}
