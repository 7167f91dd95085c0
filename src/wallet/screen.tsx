// The frame every screen shares: title, connection, and the states a load can be in.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { Banner } from '#ui/banner.tsx';
import { Button } from '#ui/button.tsx';
import { ConnectionBadge } from '#ui/connection-badge.tsx';
import { Skeleton } from '#ui/empty-state.tsx';
import type { SkeletonShape } from '#ui/empty-state.tsx';
import { useLanguage } from '#ui/language.tsx';
import { whenPartLost } from '#ui/load-part.ts';
import { PartLost } from '#ui/part-lost.tsx';
import { TopBar } from '#ui/top-bar.tsx';
import { useView } from '#ui/use-view.ts';
import type { LiveView } from '#ui/use-view.ts';
import { useWallet } from './environment.ts';
import { CatchUp } from './folding/folding.tsx';
import styles from './layout.module.css';

export interface ScreenProps {
  readonly title: string;
  readonly backHref?: string;
  readonly children: ComponentChildren;
  /** Text screens keep a readable width on a tablet. */
  readonly narrow?: boolean;
}

export function Screen({ title, backHref, children, narrow = false }: ScreenProps) {
  const { api } = useWallet();
  const { view } = useView(() => api.connection(), ['connection']);
  const connection = view.state === 'ready' ? view.value : undefined;
  const [isPartLost, setPartLost] = useState(false);
  useEffect(() => whenPartLost(() => setPartLost(true)), []);
  return (
    <div class={`${styles.page} ${narrow ? styles.narrow : ''}`}>
      <TopBar
        title={title}
        end={<ConnectionBadge connection={connection} href="/me" />}
        {...(backHref === undefined ? {} : { backHref })}
      />
      {isPartLost && connection?.mode === 'online' && <PartLost />}
      <CatchUp progress={connection?.catchingUp} />
      {children}
    </div>
  );
}

export interface LoadedProps<T> {
  readonly live: LiveView<T>;
  readonly shapes: readonly SkeletonShape[];
  readonly children: (value: T) => ComponentChildren;
}

/** The value when it is there, grey shapes before, a way on when the load failed. */
export function Loaded<T>({ live, shapes, children }: LoadedProps<T>) {
  const { shared } = useLanguage();
  const { view, reload } = live;
  if (view.state === 'ready') return <>{children(view.value)}</>;
  if (view.state === 'loading')
    return <Skeleton shapes={shapes} label={shared.loading} afterLong={shared.loadingLong} />;
  return (
    <Banner
      tone="bad"
      live
      title={shared.nothing.error}
      actions={<Button onClick={reload}>{shared.retry}</Button>}
    />
  );
}

export function Section({
  title,
  end,
  children,
}: {
  title: string;
  end?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class={styles.section}>
      <h2 class={styles.heading}>
        {title}
        {end}
      </h2>
      {children}
    </section>
  );
}
