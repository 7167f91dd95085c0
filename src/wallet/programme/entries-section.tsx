import type { ActivityEntry } from '#bridge/wallet-api.ts';
import { useLanguage } from '#ui/language.tsx';
import { RowList } from '#ui/list-row.tsx';
import { EntryRow } from '#wallet/activity/entry-row.tsx';
import layout from '#wallet/layout.module.css';
import { Section } from '#wallet/screen.tsx';
import { Fold } from './fold.tsx';
import { useProgrammeWords } from './use-programme-words.ts';

const SHOWN = 8;

export interface EntriesProps {
  readonly entries: readonly ActivityEntry[];
}

/** What happened in this programme, newest first; each entry opens to its why. */
export function EntriesSection({ entries }: EntriesProps) {
  const words = useProgrammeWords();
  const { format } = useLanguage();
  const rest = entries.slice(SHOWN);
  return (
    <Section title={words.entries}>
      {entries.length === 0 ? (
        <p class={layout.soft}>{words.noEntries}</p>
      ) : (
        <Rows entries={entries.slice(0, SHOWN)} />
      )}
      {rest.length > 0 && (
        <Fold summary={format.plural(rest.length, words.allEntries)}>
          <Rows entries={rest} />
        </Fold>
      )}
    </Section>
  );
}

function Rows({ entries }: EntriesProps) {
  return (
    <RowList>
      {entries.map((entry) => (
        <li key={entry.id}>
          <EntryRow entry={entry} ofProgramme />
        </li>
      ))}
    </RowList>
  );
}
