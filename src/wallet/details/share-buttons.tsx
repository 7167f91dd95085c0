import { useState } from 'preact/hooks';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { Button } from '#ui/button.tsx';
import { saveFile } from '#ui/save-file.ts';
import { useWallet } from '#wallet/environment.ts';
import layout from '#wallet/layout.module.css';

export interface ShareButtonsProps {
  readonly programmeId: string;
  readonly words: CatalogueWords;
}

/** The rules as a file and as a link; both hold everything, so they work without a server. */
export function ShareButtons({ programmeId, words }: ShareButtonsProps) {
  const { api } = useWallet();
  const [said, setSaid] = useState('');
  const save = async () => {
    const shared = await api.shareProgramme(programmeId);
    if (shared.ok) saveFile(shared.value.fileName, shared.value.text, 'application/json');
  };
  const copy = async () => {
    const shared = await api.shareProgramme(programmeId);
    if (!shared.ok) return;
    // Refused without a gesture, without the permission, and in some embedded browsers.
    const copied = await navigator.clipboard.writeText(shared.value.link).then(
      () => true,
      () => false,
    );
    setSaid(copied ? words.linkCopied : words.copyFailed);
  };
  return (
    <>
      <div class={layout.actions}>
        <Button icon="install" onClick={() => void save()}>
          {words.saveFile}
        </Button>
        <Button icon="paste" onClick={() => void copy()}>
          {words.copyLink}
        </Button>
      </div>
      <p class={layout.soft} role="status">
        {said}
      </p>
    </>
  );
}
