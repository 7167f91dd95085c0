import { Button } from '#ui/button.tsx';
import { Mosaic } from '#ui/mosaic.tsx';
import { useWords } from '#wallet/environment.ts';
import styles from './home.module.css';

export interface PassCardProps {
  readonly memberName: string | undefined;
  readonly onShow: () => void;
}

/** First thing on the first screen: the pass, one tap away from the till. */
export function PassCard({ memberName, onShow }: PassCardProps) {
  const words = useWords();
  return (
    <section class={styles.pass} aria-label={words.home.pass}>
      <Mosaic />
      <div class={styles.passWords}>
        <h2 class={styles.passTitle}>{words.home.pass}</h2>
        {memberName !== undefined && <bdi class={styles.memberName}>{memberName}</bdi>}
      </div>
      <Button kind="onColour" size="l" icon="qr" wide onClick={onShow}>
        {words.home.showPass}
      </Button>
    </section>
  );
}
