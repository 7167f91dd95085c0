import { useState } from 'preact/hooks';
import { saveFile } from '#ui/save-file.ts';
import { useServices } from '#cashier/shell/services.ts';
import { useWords } from '#cashier/shell/words.ts';
import type { DoctorWords } from '#i18n/topics/doctor/en.ts';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';

/** Records that the disk has spoilt: sales go on, and what is left of them can be saved. */
export function SetAside({ count, words }: { readonly count: number; readonly words: DoctorWords }) {
  const { format } = useWords();
  const { api } = useServices();
  const [saved, setSaved] = useState(false);
  const save = async (): Promise<void> => {
    const made = await api.exportSetAside();
    if (made.ok) saveFile(made.value.name, made.value.bytes, 'application/json');
    setSaved(made.ok);
  };
  return (
    <Banner
      tone="warn"
      title={words.setAside.title(format.integer(count))}
      actions={
        <Button size="l" icon="install" onClick={() => void save()}>
          {words.setAside.save}
        </Button>
      }
    >
      <p>{words.setAside.text}</p>
      <p role="status">{saved ? words.setAside.saved : ''}</p>
    </Banner>
  );
}
