// What unlocks the phone: over a voucher without a signal, and as the way back when the phone is gone.
import { type CDPSession, expect, type Page, test } from '@playwright/test';
import { words as lockWords } from '#i18n/topics/lock/en.ts';
import { words as devices } from '#i18n/topics/devices/en.ts';
import { words as passkey } from '#i18n/topics/passkey/en.ts';
import { words as safety } from '#i18n/topics/safety/en.ts';
import { walletEn as words } from '#i18n/wallet/en.ts';
import { createServerProcess, type ServerProcess } from '../support/server-process.ts';
import { createDevice, type Device, ENGINE, PHONE } from './support/device.ts';
import { readyForOffline } from './support/offline.ts';
import * as wallet from './support/wallet-person.ts';

test.describe.configure({ mode: 'serial' });

const WELCOME = '€2 off from €8';
const NO_AUTHENTICATOR = 'Firefox lets no test stand in for the phone’s own lock';

/** A phone's own lock, as the person answers it. */
interface PhoneLock {
  readonly session: CDPSession;
  readonly authenticatorId: string;
}

let server: ServerProcess;
let phone: Device;
let lock: PhoneLock;

test.beforeAll(async () => {
  if (ENGINE === 'firefox') console.log(`skipped: ${NO_AUTHENTICATOR}`);
  test.skip(ENGINE === 'firefox', NO_AUTHENTICATOR);
  server = await createServerProcess();
  await server.start();
  phone = (await createDevice({ locale: 'en-GB', viewport: PHONE }))!;
  lock = await phoneLock(phone.page);
});

test.afterAll(async () => {
  await phone?.end();
  await server?.end();
});

test('without a signal, a voucher opens by what unlocks the phone and by nothing less', async () => {
  const { page } = phone;
  await page.goto(`${server.url}/catalogue`);
  await wallet.join(page, 'Copper Cup');
  // With its credential, before nobody can be asked for it any more.
  await page.goto(`${server.url}/vouchers`);
  await expect(page.getByRole('button', { name: WELCOME })).toBeVisible();
  await expect(page.getByText(words.voucher.waiting)).toHaveCount(0);
  await page.goto(`${server.url}/me`);
  await readyForOffline(page);
  await phone.airplane(true);
  await page.getByRole('button', { name: passkey.lock.set }).click();
  await page.getByRole('button', { name: passkey.lock.setGo }).click();
  await expect(page.getByText(lockWords.on, { exact: true })).toBeVisible();
  await page.goto(`${server.url}/vouchers`);
  await page.getByRole('button', { name: WELCOME }).first().click();
  await page.getByRole('button', { name: words.voucher.show }).click();
  const unlock = page.getByRole('button', { name: passkey.lock.unlock });
  await expect(unlock).toBeVisible();
  await answers(lock, false);
  await unlock.click();
  await expect(page.getByText(passkey.faults.passkey_cancelled.headline)).toBeVisible();
  await expect(wallet.code(page)).toHaveCount(0);
  await answers(lock, true);
  await unlock.click();
  await expect(wallet.code(page)).toBeVisible();
});

test('a new phone with the same passkey brings everything back, the lost one is shut out', async () => {
  const { page } = phone;
  await phone.airplane(false);
  await page.goto(`${server.url}/safety`);
  await page.getByRole('button', { name: passkey.recovery.make }).click();
  await expect(page.getByText(passkey.recovery.made)).toBeVisible();
  const fresh = (await createDevice({ locale: 'en-GB', viewport: PHONE }))!;
  try {
    await carryPasskeys(lock, await phoneLock(fresh.page));
    await fresh.page.goto(`${server.url}/recover`);
    await fresh.page.getByRole('button', { name: passkey.recovery.use }).click();
    await expect(fresh.page.getByText(safety.recover.done('').trim(), { exact: false })).toBeVisible();
    await wallet.showVoucher(fresh.page, server.url, WELCOME);
  } finally {
    await fresh.end();
  }
  await page.goto(`${server.url}/me`);
  await page.getByRole('button', { name: words.me.syncNow }).click();
  await page.goto(server.url);
  await expect(page.getByText(devices.goneTitle)).toBeVisible();
});

/** A phone that asks its person and is answered at once. */
async function phoneLock(page: Page): Promise<PhoneLock> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return { session, authenticatorId };
}

function answers({ session, authenticatorId }: PhoneLock, isUserVerified: boolean): Promise<unknown> {
  return session.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
}

/** What the account of the phone's maker does: passkeys that it lists come to the next phone; the lock's own does not. */
async function carryPasskeys(from: PhoneLock, to: PhoneLock): Promise<void> {
  const { credentials } = await from.session.send('WebAuthn.getCredentials', {
    authenticatorId: from.authenticatorId,
  });
  const listed = credentials.filter(({ isResidentCredential }) => isResidentCredential);
  expect(listed).toHaveLength(1);
  expect(credentials).toHaveLength(2);
  await to.session.send('WebAuthn.addCredential', {
    authenticatorId: to.authenticatorId,
    credential: listed[0]!,
  });
}
