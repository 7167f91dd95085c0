import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { RefusalView } from '#bridge/common-views.ts';
import { useWords } from '#cashier/shell/words.ts';
import { refusalText } from '#i18n/refusal-kinds.ts';
import type { AddingWords } from '#i18n/topics/adding/en.ts';
import { Banner } from '#ui/banner.tsx';
import styles from './adding.module.css';

/** One thing to do; its heading takes the focus when it comes, so that a screen reader says where one is. */
export function Step(props: {
  readonly title: string;
  readonly hint?: string;
  readonly children: ComponentChildren;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [props.title]);
  return (
    <>
      <div>
        <h2 ref={heading} class={styles.step} tabIndex={-1}>
          {props.title}
        </h2>
        {props.hint !== undefined && <p class={styles.hint}>{props.hint}</p>}
      </div>
      {props.children}
    </>
  );
}

export function AddingRefused(props: {
  readonly refusal: RefusalView | undefined;
  readonly words: AddingWords;
}) {
  const { refusals } = useWords();
  const { refusal, words } = props;
  if (refusal === undefined) return null;
  const own: Readonly<Record<string, { readonly headline: string; readonly next: string }>> = words.refusals;
  const { headline, next } = own[refusal.kind] ?? refusalText(refusals, refusal.kind);
  return (
    <Banner tone="bad" live title={headline}>
      {next}
    </Banner>
  );
}
