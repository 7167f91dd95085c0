// One step of the world: somebody does something, and perhaps the device dies in the middle of it.
import type { Dice } from './dice.ts';
import { redeemVoucher, sell, showOldCode } from './counter.ts';
import { PROGRAMMES } from './database.ts';
import { payWithPoints } from './pay.ts';
import { stateSomething } from './statements.ts';
import { takeBack } from './undo.ts';
import { checkIn } from './visit.ts';
import { cloneWallet, goAway, loseDisk, moveClock, putBackBackup, putBackDisk, saveDisk } from './mishaps.ts';
import { attempt, attemptAsMember } from './attempt.ts';
import { runCampaign } from './campaigns.ts';
import { eraseMember, revokePhone, revokeTill } from './authority.ts';
import { updateDue } from './old-devices.ts';
import { moveVoucher, shutOutPhone } from './phones.ts';
import { losePhone, setRecoveryCode } from './recovery.ts';
import { relayRecords } from './relay.ts';
import type { World } from './world.ts';

interface Choice {
  readonly weight: number;
  readonly act: (world: World) => Promise<void>;
}

const HOUR_MS = 3_600_000;

const CHOICES: readonly Choice[] = [
  { weight: 24, act: sell },
  { weight: 14, act: redeemVoucher },
  { weight: 11, act: payWithPoints },
  { weight: 5, act: showOldCode },
  { weight: 7, act: join },
  { weight: 6, act: stateSomething },
  { weight: 5, act: takeBack },
  { weight: 3, act: checkIn },
  { weight: 3, act: moveVoucher },
  { weight: 2, act: setRecoveryCode },
  { weight: 2, act: relayRecords },
  { weight: 1, act: runCampaign },
  { weight: 22, act: syncWallet },
  { weight: 16, act: syncTill },
  { weight: 6, act: changeConnection },
  { weight: 3, act: restart },
  { weight: 2, act: saveDisk },
];

/** Draws and does one step. Time goes on by seconds, now and then by hours. */
export async function actOnce(world: World): Promise<void> {
  await updateDue(world);
  const { dice, faults } = world;
  world.pass(dice.chance(0.05) ? dice.below(12) * HOUR_MS : 1_000 + dice.below(90_000));
  const mishap = drawMishap(dice, faults);
  if (mishap !== undefined) return mishap(world);
  return drawChoice(dice).act(world);
}

function drawMishap(dice: Dice, faults: World['faults']): Choice['act'] | undefined {
  const mishaps: readonly [number, Choice['act']][] = [
    [faults.diskRolledBack, putBackDisk],
    [faults.diskLost, loseDisk],
    [faults.cloned, cloneWallet],
    [faults.clockMoved, moveClock],
    [faults.backupRestored, putBackBackup],
    [faults.longAbsence, goAway],
    [faults.phoneLost, losePhone],
    [faults.phoneShutOut, shutOutPhone],
    [faults.phoneRevoked, revokePhone],
    [faults.tillRevoked, revokeTill],
    [faults.memberErased, eraseMember],
  ];
  return mishaps.find(([probability]) => dice.chance(probability))?.[1];
}

const TOTAL_WEIGHT = CHOICES.reduce((sum, { weight }) => sum + weight, 0);

function drawChoice(dice: Dice): Choice {
  let left = dice.below(TOTAL_WEIGHT);
  return CHOICES.find(({ weight }) => (left -= weight) < 0)!;
}

async function join(world: World): Promise<void> {
  const wallet = world.dice.pick(world.wallets);
  const programmeId = world.dice.pick(PROGRAMMES);
  const { answer, memberId } = await attemptAsMember(world, wallet, `joins ${programmeId}`, () =>
    wallet.api().join(programmeId),
  );
  if (answer?.ok === true) {
    world.tally.saw('joined');
    world.promises.add({
      device: wallet.name,
      kind: 'join',
      subject: programmeId,
      memberId,
      words: `${wallet.name} joined ${programmeId}`,
    });
  }
}

async function syncWallet(world: World): Promise<void> {
  const wallet = world.dice.pick(world.wallets);
  await attempt(world, wallet, 'syncs', () => wallet.api().syncNow());
}

async function syncTill(world: World): Promise<void> {
  const till = world.dice.pick(world.tills);
  await attempt(world, till, 'syncs', () => till.api().syncNow());
}

async function changeConnection(world: World): Promise<void> {
  const { dice, faults } = world;
  const device = dice.pick([...world.wallets, ...world.tills]);
  device.online = !dice.chance(faults.offline);
  world.tell(`${device.name} is ${device.online ? 'online' : 'offline'}`);
}

async function restart(world: World): Promise<void> {
  const device = world.dice.pick([...world.wallets, ...world.tills]);
  device.restart();
  world.tell(`${device.name} restarts`);
}
