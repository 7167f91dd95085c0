import { expect, test } from 'vitest';
import type { CodeView, Outcome } from '#bridge/common-views.ts';
import type { TimerClock } from '#wallet/environment.ts';
import { keepFresh, type RenewingCode } from '#wallet/pass/use-renewing-code.ts';
import { createHandTimers, settle } from '../support/hand-timers.ts';

const RENEW_MS = 15_000;

/** A phone with a clock on the wall beside its timers, as they stand still while it sleeps. */
function phone(answer: (made: Outcome<CodeView>) => Promise<Outcome<CodeView>> = async (made) => made) {
  const { clock, timers, pass, waiting } = createHandTimers();
  let sleptMs = 0;
  let hidden = false;
  let asked = 0;
  let look = () => undefined as void;
  const shown: string[] = [];
  const wall: TimerClock = {
    nowMs: () => clock.nowMs() + sleptMs,
    monotonicMs: clock.monotonicMs,
    after: timers.after,
  };
  const made = (): Outcome<CodeView> => {
    const madeAtMs = wall.nowMs();
    return { ok: true, value: { text: `code ${asked}`, madeAtMs, renewAtMs: madeAtMs + RENEW_MS } };
  };
  const end = keepFresh<CodeView>({
    clock: wall,
    ask: () => {
      asked++;
      const code = made();
      return Promise.resolve().then(() => answer(code));
    },
    codeOf: (code) => code,
    show: (code) => shown.push(nameOf(code)),
    page: {
      isHidden: () => hidden,
      watch: (onBack) => {
        look = onBack;
        return () => (look = () => undefined);
      },
    },
  });
  return {
    shown,
    pass: async (ms: number) => {
      await settle();
      await pass(ms);
    },
    waiting,
    end,
    hide: () => (hidden = true),
    sleep: (ms: number) => (sleptMs += ms),
    wake: async () => {
      hidden = false;
      look();
      await settle();
    },
  };
}

/** What a test lets wait, until it opens. */
function door() {
  let open = () => undefined as void;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

function nameOf(code: RenewingCode<CodeView>): string {
  if (code.state === 'shown') return code.value.text;
  return code.state === 'refused' ? code.reason.kind : 'loading';
}

test('a phone that slept shows no stale code, and has a fresh one as soon as it wakes', async () => {
  const { shown, hide, sleep, wake, waiting, pass } = phone();
  await pass(5_000);
  hide();
  sleep(600_000);
  await wake();
  expect(shown).toEqual(['code 1', 'loading', 'code 2']);
  // The old timer is gone: one code, one successor.
  expect(waiting()).toEqual([RENEW_MS]);
});

test('a page that was away for a moment keeps its code and its timer', async () => {
  const { shown, hide, sleep, wake, waiting, pass } = phone();
  await pass(5_000);
  hide();
  sleep(2_000);
  await wake();
  expect(shown).toEqual(['code 1']);
  expect(waiting()).toEqual([10_000]);
});

test('a code asked for before the phone slept is too old when it comes: it is not shown, and asked for again', async () => {
  const late = door();
  const { shown, hide, sleep, wake, waiting, pass } = phone(async (made) => {
    await late.opened;
    return made;
  });
  hide();
  sleep(600_000);
  await wake();
  late.open();
  await pass(0);
  await settle();
  expect(shown).toEqual(['loading', 'code 2']);
  expect(waiting()).toEqual([RENEW_MS]);
});

test('what is shown while its successor is asked for goes as soon as the phone wakes', async () => {
  const late = door();
  let answers = 0;
  const { shown, hide, sleep, wake, pass } = phone(async (made) => {
    answers++;
    if (answers === 2) await late.opened;
    return made;
  });
  await pass(RENEW_MS);
  hide();
  sleep(600_000);
  await wake();
  expect(shown).toEqual(['code 1', 'loading']);
  late.open();
  await pass(0);
  await settle();
  expect(shown.at(-1)).toBe('code 3');
  expect(shown).not.toContain('code 2');
});

test('codes that are always too late are asked for no more often than once a second', async () => {
  const { shown, sleep, pass, waiting } = phone(async (made) => {
    sleep(60_000);
    return made;
  });
  await pass(0);
  await settle();
  expect(shown).toEqual(['loading', 'loading']);
  expect(waiting()).toEqual([1_000]);
});

test('a clock that was set back behind the code says nothing about its age: a fresh one comes', async () => {
  const { shown, sleep, wake, pass } = phone();
  await pass(1_000);
  sleep(-60_000);
  await wake();
  expect(shown).toEqual(['code 1', 'loading', 'code 2']);
});

test('nothing is asked while the page is hidden, and what fell due then is asked at once', async () => {
  const { shown, hide, sleep, wake, pass } = phone();
  await pass(1_000);
  hide();
  await pass(RENEW_MS);
  expect(shown).toEqual(['code 1']);
  // The clock on the wall was set back a little meanwhile.
  sleep(-8_000);
  await wake();
  expect(shown).toEqual(['code 1', 'loading', 'code 2']);
});

test('a refusal stays until the person acts, also one that was thrown', async () => {
  const { shown, sleep, wake, pass, waiting } = phone(async () => {
    throw new Error('planted');
  });
  await pass(1_000);
  sleep(600_000);
  await wake();
  expect(shown).toEqual(['internal']);
  expect(waiting()).toEqual([]);
});

test('what was ended asks and shows nothing any more', async () => {
  const { shown, sleep, wake, pass, end } = phone();
  await pass(1_000);
  end();
  sleep(600_000);
  await wake();
  await pass(60_000);
  expect(shown).toEqual(['code 1']);
});
