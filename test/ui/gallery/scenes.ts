// Every screen and state of the wallet worth looking at: where it is, and what has to be done to see it.
import type { Page } from 'playwright';
import { SAMPLE_FILE } from '../../support/sample-file.ts';
import { makeStill } from '../../support/still.ts';

export interface Scene {
  readonly name: string;
  /** Path and query of the gallery. */
  readonly path: string;
  readonly act?: (page: Page) => Promise<void>;
}

/** A definition without words of its own. */
const STONE_OVEN = JSON.stringify(SAMPLE_FILE);

export const SCENES: readonly Scene[] = [
  { name: 'home', path: '/?sample=full&install=1' },
  { name: 'home-offline', path: '/?sample=offline&update=1' },
  {
    name: 'home-folding',
    path: '/?sample=folding',
    act: (page) => page.locator('progress').nth(1).waitFor(),
  },
  { name: 'home-first-visit', path: '/?sample=empty' },
  { name: 'home-loading', path: '/?sample=slow' },
  { name: 'home-failed', path: '/?sample=broken' },
  { name: 'pass', path: '/?sample=full&show=pass', act: (page) => page.locator('canvas').waitFor() },
  { name: 'catalogue-first-visit', path: '/catalogue?sample=empty' },
  { name: 'catalogue-never-loaded', path: '/catalogue?sample=fresh' },
  { name: 'catalogue', path: '/catalogue?sample=full' },
  { name: 'catalogue-found', path: '/catalogue?sample=full', act: search('88') },
  { name: 'catalogue-nothing', path: '/catalogue?sample=full', act: search('zzz') },
  { name: 'details', path: '/catalogue/aadvantage?sample=full' },
  { name: 'details-needs', path: '/catalogue/marriott-88?sample=empty' },
  { name: 'details-joined', path: '/catalogue/starbucks?sample=full', act: openAssumed },
  { name: 'details-hidden', path: '/catalogue/baman?sample=full' },
  { name: 'details-unverified', path: '/catalogue/stone-oven?sample=full' },
  { name: 'devices', path: '/devices?sample=full' },
  {
    name: 'link',
    path: '/link?sample=empty',
    act: async (page) => {
      await page.locator('form button[type=submit]').click();
      await page.locator('canvas').waitFor();
    },
  },
  { name: 'add', path: '/add?sample=full' },
  { name: 'add-refused', path: '/add?sample=full', act: check('{"id":"Stone Oven","rulez":[]}') },
  { name: 'add-preview', path: '/add?sample=full', act: check(STONE_OVEN) },
  { name: 'programme', path: '/programme/cup?sample=full' },
  {
    name: 'programme-folding',
    path: '/programme/cup?sample=folding',
    act: (page) => page.locator('progress').nth(1).waitFor(),
  },
  ...['alibaba-88', 'verizon-up', 'nordstrom', 'aadvantage', 'baman'].map((id) => ({
    name: `programme-${id}`,
    path: `/programme/${id}?sample=full`,
  })),
  { name: 'programme-starbucks', path: '/programme/starbucks?sample=full', act: openBirthday },
  {
    name: 'score-numbers',
    path: '/programme/alibaba-88?sample=full',
    act: (page) => page.locator('summary').first().click(),
  },
  {
    name: 'reward',
    path: '/programme/verizon-up?sample=full',
    act: openRow(/Super ticket|بلیت ویژه/),
  },
  {
    name: 'reward-claimed',
    path: '/programme/starbucks?sample=full',
    act: claimReward(/Customise a drink|دلخواه/),
  },
  { name: 'report', path: '/programme/nordstrom?sample=full', act: openRow(/Make today|امروز روز/) },
  { name: 'why', path: '/programme/starbucks?sample=full', act: openLot },
  { name: 'vouchers', path: '/vouchers?sample=full', act: (page) => page.locator('summary').click() },
  { name: 'vouchers-none', path: '/vouchers?sample=empty' },
  { name: 'voucher', path: '/vouchers?sample=full', act: openVoucher },
  { name: 'voucher-at-till', path: '/vouchers?sample=full', act: showVoucher },
  { name: 'scan', path: '/scan?sample=full&camera=some' },
  { name: 'scan-without-camera', path: '/scan?sample=full&camera=none' },
  { name: 'scan-earned', path: '/scan?sample=full&camera=some', act: paste('EARNED') },
  { name: 'scan-redeemed', path: '/scan?sample=full&camera=some', act: paste('REDEEMED') },
  { name: 'scan-used-before', path: '/scan?sample=full&camera=some', act: paste('USED') },
  { name: 'scan-known', path: '/scan?sample=full&camera=some', act: paste('KNOWN') },
  { name: 'scan-forged', path: '/scan?sample=full&camera=some', act: paste('FORGED') },
  { name: 'pay-ask', path: '/scan?sample=full&camera=some', act: paste('ASKED', '[data-pay]') },
  { name: 'pay-too-much', path: '/scan?sample=full&camera=some', act: paste('TOO MUCH', '[data-pay]') },
  { name: 'pay-code', path: '/scan?sample=full&camera=some', act: payCode },
  { name: 'pay-problem', path: '/scan?sample=full&camera=some', act: payProblem },
  { name: 'challenge', path: '/scan?sample=full&camera=some', act: paste('CHALLENGE', '[data-challenge]') },
  { name: 'check-in', path: '/scan?sample=full&camera=some', act: paste('POSTER') },
  { name: 'me-pin', path: '/me?sample=empty', act: openPin },
  { name: 'me-unlock', path: '/me?sample=full', act: cancelUnlock },
  { name: 'activity', path: '/activity?sample=full' },
  { name: 'activity-none', path: '/activity?sample=empty' },
  {
    name: 'entry',
    path: '/activity?sample=full',
    act: (page) => page.locator('main li button').first().click(),
  },
  {
    name: 'entry-rejected',
    path: '/activity?sample=full',
    act: (page) => page.locator('main li button').nth(3).click(),
  },
  { name: 'what-if', path: '/what-if?sample=full&camera=some', act: words },
  { name: 'what-if-none', path: '/what-if?sample=empty', act: words },
  {
    name: 'what-if-wrong',
    path: '/what-if?sample=full',
    act: (page) => page.locator('button[type=submit]').click(),
  },
  { name: 'what-if-lines', path: '/what-if?sample=full', act: twoLines },
  { name: 'what-if-told', path: '/what-if?sample=full&camera=some', act: askWhatIf },
  { name: 'what-if-scanned', path: '/what-if?sample=full&camera=some', act: scanBasket },
  { name: 'calendar', path: '/calendar?sample=full', act: words },
  { name: 'calendar-none', path: '/calendar?sample=empty', act: words },
  { name: 'calendar-export', path: '/calendar?sample=full', act: openExport },
  { name: 'me', path: '/me?sample=offline' },
  { name: 'inbox', path: '/inbox?sample=full', act: words },
  { name: 'inbox-none', path: '/inbox?sample=empty', act: words },
  { name: 'safety', path: '/safety?sample=full', act: safetySections },
  { name: 'safety-new', path: '/safety?sample=empty', act: words },
  { name: 'recovery-code', path: '/safety?sample=full', act: showCode },
  { name: 'recovery-check', path: '/safety?sample=full', act: checkCode },
  { name: 'backup', path: '/safety?sample=full', act: openBackup },
  { name: 'restore', path: '/safety?sample=full', act: openRestore },
  { name: 'recover', path: '/recover?sample=empty&camera=none', act: words },
  { name: 'recover-incomplete', path: '/recover?sample=empty&camera=none', act: recoverWith('7F3A') },
  { name: 'recover-beside', path: '/recover?sample=empty&camera=none', act: recoverBeside },
  {
    name: 'recovered',
    path: '/recover?sample=empty&camera=none',
    act: recoverWith('7F3A-91C2-K0VD-8TQM-2XJ4-RB6N-5GHW'),
  },
  { name: 'board', path: '/board', act: (page) => page.locator('canvas').waitFor() },
];

/** Goes to a scene and waits until it stands still. */
export async function visit(page: Page, baseUrl: string, { path, act }: Scene): Promise<void> {
  await page.goto(`${baseUrl}${path}`);
  await page.locator('h1').waitFor();
  await act?.(page);
  await makeStill(page);
}

function openRow(name: RegExp): (page: Page) => Promise<void> {
  return async (page) => {
    await page.getByRole('button', { name }).first().click();
    await page.locator('dialog[open]').waitFor();
  };
}

function claimReward(name: RegExp): (page: Page) => Promise<void> {
  return async (page) => {
    await openRow(name)(page);
    await page.locator('dialog[open] dl ~ button').first().click();
    await page.locator('dialog[open] [role=status]').waitFor();
  };
}

async function openBirthday(page: Page): Promise<void> {
  await page.locator('[data-birthday] button').first().click();
  await page.locator('dialog[open] form').waitFor();
}

async function openLot(page: Page): Promise<void> {
  await page.locator('main section button').first().click();
  await page.locator('dialog[open] dl').first().waitFor();
}

async function openVoucher(page: Page): Promise<void> {
  await page.locator('main ul button').first().click();
  await page.locator('dialog[open]').waitFor();
}

async function showVoucher(page: Page): Promise<void> {
  await openVoucher(page);
  await page.locator('dialog[open] button').nth(1).click();
  await page.locator('canvas').waitFor();
}

function search(text: string): (page: Page) => Promise<void> {
  return (page) => page.locator('input[type=search]').fill(text);
}

async function openAssumed(page: Page): Promise<void> {
  await page.locator('summary').click();
}

function check(text: string): (page: Page) => Promise<void> {
  return async (page) => {
    await page.locator('textarea').fill(text);
    await page.locator('form button').click();
    await page.locator('main [role=status], main h3, main dl').first().waitFor();
  };
}

async function payCode(page: Page): Promise<void> {
  await paste('ASKED', '[data-pay]')(page);
  await page.locator('[data-pay] button').first().click();
  await page.locator('[data-shown] canvas').waitFor();
}

async function payProblem(page: Page): Promise<void> {
  await payCode(page);
  await page.locator('[data-shown] button').last().click();
  await page.locator('dialog[open] ul button').nth(1).click();
  await page.locator('[data-problem]').waitFor();
}

async function openPin(page: Page): Promise<void> {
  await page.locator('[data-lock-open=set-pin] button').click();
  await page.locator('dialog[open] input').first().waitFor();
}

/** A lock that is on, and a person who turned away when the phone asked. */
async function cancelUnlock(page: Page): Promise<void> {
  await page.locator('[data-lock-open=remove-passkey] button').click();
  await page.locator('dialog[open] [data-lock] button').first().click();
  await page.locator('dialog[open] [role=status]').waitFor();
}

function paste(text: string, until = '[data-result]'): (page: Page) => Promise<void> {
  return async (page) => {
    await page.locator('section[data-scanner] button').last().click();
    await page.locator('textarea').fill(text);
    await page.locator('form button').click();
    await page.locator(until).waitFor();
  };
}

/** Words of a topic arrive after the screen. */
async function words(page: Page): Promise<void> {
  await page.locator('main form, main time, main h2').first().waitFor();
}

async function askWhatIf(page: Page): Promise<void> {
  await page.locator('form input[inputmode=decimal]').fill('12.40');
  await page.locator('button[type=submit]').click();
  await page.locator('article summary').click();
}

async function twoLines(page: Page): Promise<void> {
  await page.locator('fieldset button').last().click();
  await page.locator('input[type=radio]').last().check();
  await page.locator('input[type=date]').waitFor();
}

async function scanBasket(page: Page): Promise<void> {
  await page.locator('form button').first().click();
  await page.locator('section[data-scanner] button').last().click();
  await page.locator('textarea').fill('PASS');
  await page.locator('dialog form button').click();
  await page.locator('dialog [role=status]').waitFor();
}

async function openExport(page: Page): Promise<void> {
  await page.locator('main li button').nth(1).click();
  await page.locator('dialog[open]').waitFor();
}

async function showCode(page: Page): Promise<void> {
  await words(page);
  await page.locator('main section').first().locator('button').click();
  await page.locator('dialog canvas').waitFor();
}

async function checkCode(page: Page): Promise<void> {
  await showCode(page);
  await page.locator('dialog button').last().click();
  await page.locator('dialog form').waitFor();
}

/** Recovery code, passkey, backup, ledger, storage: the second comes when the phone has said what it can. */
async function safetySections(page: Page): Promise<void> {
  await page.locator('main section').nth(4).waitFor();
}

async function openBackup(page: Page): Promise<void> {
  await safetySections(page);
  await page.locator('main section').nth(2).locator('button').first().click();
  await page.locator('dialog[open] button[type=submit]').click();
  await page.locator('dialog[open] [role=status]').waitFor();
}

async function openRestore(page: Page): Promise<void> {
  await safetySections(page);
  await page.locator('main section').nth(2).locator('button').last().click();
  await page.locator('dialog[open] form').waitFor();
}

function recoverWith(code: string) {
  return async (page: Page) => {
    await words(page);
    await page.locator('textarea').fill(code);
    await page.locator('button[type=submit]').click();
    await page.locator('[role=status]').first().waitFor();
  };
}

/** The other phones go on, and there are as many as may be. */
async function recoverBeside(page: Page): Promise<void> {
  await words(page);
  await page.getByRole('radio').last().check();
  await recoverWith('7F3A-91C2-K0VD-8TQM-2XJ4-RB6N-5GHW')(page);
}
