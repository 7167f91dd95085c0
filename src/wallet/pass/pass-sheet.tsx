import { useLocation } from 'preact-iso';
import type { CodeView } from '#bridge/common-views.ts';
import { Sheet } from '#ui/sheet.tsx';
import { useWallet, useWords } from '#wallet/environment.ts';
import { CodeFace } from './code-face.tsx';
import { useRenewingCode } from './use-renewing-code.ts';
import styles from './pass.module.css';

export interface PassSheetProps {
  readonly open: boolean;
  readonly memberName: string | undefined;
  readonly onClose: () => void;
}

/** The member pass on a white screen. It can only collect: a photograph of it spends nothing. */
export function PassSheet({ open, memberName, onClose }: PassSheetProps) {
  const words = useWords();
  const { api, clock } = useWallet();
  const { route } = useLocation();
  const code = useRenewingCode({ active: open, ask: () => api.pass(), codeOf: itself, clock });
  const onScanReceipt = () => {
    onClose();
    route('/scan');
  };
  return (
    <Sheet open={open} title={words.pass.title} onClose={onClose} size="full">
      <CodeFace
        code={code}
        codeOf={itself}
        what={words.pass.what}
        hint={words.pass.hint}
        onScanReceipt={onScanReceipt}
      >
        {memberName !== undefined && (
          <p class={styles.member}>
            {words.pass.member} <bdi class={styles.memberName}>{memberName}</bdi>
          </p>
        )}
      </CodeFace>
    </Sheet>
  );
}

const itself = (code: CodeView): CodeView => code;
