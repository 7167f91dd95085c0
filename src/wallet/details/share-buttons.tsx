import { useState } from 'preact/hooks';
import { answered } from '#bridge/answered.ts';
import type { CatalogueWords } from '#i18n/topics/catalogue/en.ts';
import { Button } from '#ui/button.tsx';
import { useLanguage } from '#ui/language.tsx';
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
  const { shared } = useLanguage();
  const [said, setSaid] = useState('');
  const save = async () => {
    const made = await answered(api.shareProgramme(programmeId));
    if (made.ok) saveFile(made.value.fileName, made.value.text, 'application/json');
    setSaid(made.ok ? '' : shared.failedTitle);
  };
  const copy = async () => {
    const made = await answered(api.shareProgramme(programmeId));
    if (!made.ok) return setSaid(shared.failedTitle);
    // Refused without a gesture, without the permission, and in some embedded browsers.
    const copied = await navigator.clipboard.writeText(made.value.link).then(
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
