import { useState } from 'preact/hooks';
import type { AgendaItem } from '#bridge/wallet-calendar.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/choice.tsx';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';
import { type AgendaTongue, icsEntryOf, titleOf } from './agenda-words.ts';
import { type HandedOver, handOver } from './hand-over.ts';
import { icsFrom, type Reminder, REMINDERS } from './ics.ts';

export interface ExportSheetProps {
  /** Absent: closed. */
  readonly items: readonly AgendaItem[] | undefined;
  readonly tongue: AgendaTongue;
  readonly onClose: () => void;
}

const FILE_NAME = 'tessera.ics';

/** Entries to the person's own calendar, which can ring when this app cannot. */
export function ExportSheet({ items, tongue, onClose }: ExportSheetProps) {
  const { words } = tongue;
  const { clock } = useWallet();
  const [reminder, setReminder] = useState<Reminder>('day-before');
  const [handed, setHanded] = useState<HandedOver>();
  const close = () => {
    setHanded(undefined);
    onClose();
  };
  const save = async () => {
    const entries = (items ?? []).map((item) => icsEntryOf(item, tongue));
    const text = icsFrom(entries, { name: words.title, reminder, madeAtMs: clock.nowMs() });
    setHanded(await handOver(new File([text], FILE_NAME, { type: 'text/calendar' })));
  };
  return (
    <Sheet open={items !== undefined} title={words.sheetTitle} onClose={close}>
      <div class={layout.stack}>
        {items?.length === 1 && <p>{titleOf(items[0]!, tongue)}</p>}
        <p class={layout.soft}>{words.sheetText}</p>
        <Segmented
          label={words.reminder}
          labelShown
          layout="wrap"
          value={reminder}
          options={REMINDERS.map((value) => ({ value, label: words.reminders[value] }))}
          onChange={setReminder}
        />
        {handed === 'saved' && <Banner tone="good" live title={words.saved} />}
        {handed === 'failed' && (
          <Banner tone="bad" live title={words.failed}>
            {words.failedText}
          </Banner>
        )}
        <Button kind="primary" size="l" icon="install" wide onClick={() => void save()}>
          {words.save}
        </Button>
      </div>
    </Sheet>
  );
}
