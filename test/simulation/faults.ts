import type { Dice } from './dice.ts';

/** How bad this world is. Each seed draws its own mix, so that rare faults meet each other in some of them. */
export interface Faults {
  readonly requestLost: number;
  readonly replyLost: number;
  readonly deliveredTwice: number;
  readonly oldDeliveredAgain: number;
  readonly serverCrash: number;
  readonly deviceCrash: number;
  readonly offline: number;
  readonly diskRolledBack: number;
  readonly diskLost: number;
  readonly cloned: number;
  readonly clockMoved: number;
  readonly receiptNotScanned: number;
  readonly backupRestored: number;
  /** By its owner, who has a recovery code. */
  readonly phoneLost: number;
  /** By another phone of its owner. */
  readonly phoneShutOut: number;
  /** By the operator. */
  readonly phoneRevoked: number;
  readonly tillRevoked: number;
  readonly memberErased: number;
  /** Somebody is away until the server no longer keeps their changes. */
  readonly longAbsence: number;
}

export const NO_FAULTS: Faults = {
  requestLost: 0,
  replyLost: 0,
  deliveredTwice: 0,
  oldDeliveredAgain: 0,
  serverCrash: 0,
  deviceCrash: 0,
  offline: 0,
  diskRolledBack: 0,
  diskLost: 0,
  cloned: 0,
  clockMoved: 0,
  receiptNotScanned: 0,
  backupRestored: 0,
  phoneLost: 0,
  phoneShutOut: 0,
  phoneRevoked: 0,
  tillRevoked: 0,
  memberErased: 0,
  longAbsence: 0,
};

export function drawFaults(dice: Dice): Faults {
  const drawn = {
    requestLost: dice.throw() * 0.3,
    replyLost: dice.throw() * 0.3,
    deliveredTwice: dice.throw() * 0.3,
    oldDeliveredAgain: dice.throw() * 0.2,
    serverCrash: dice.throw() * 0.2,
    deviceCrash: dice.throw() * 0.25,
    offline: dice.throw() * 0.8,
    diskRolledBack: dice.chance(0.3) ? dice.throw() * 0.03 : 0,
    diskLost: dice.chance(0.2) ? dice.throw() * 0.01 : 0,
    cloned: dice.chance(0.2) ? dice.throw() * 0.02 : 0,
    clockMoved: dice.chance(0.4) ? dice.throw() * 0.05 : 0,
    receiptNotScanned: dice.throw() * 0.6,
    backupRestored: dice.chance(0.3) ? 0.008 : 0,
    phoneLost: dice.chance(0.4) ? dice.throw() * 0.02 : 0,
    phoneShutOut: dice.chance(0.3) ? dice.throw() * 0.02 : 0,
    phoneRevoked: dice.chance(0.2) ? 0.004 : 0,
    tillRevoked: dice.chance(0.25) ? 0.006 : 0,
    memberErased: dice.chance(0.2) ? 0.005 : 0,
  };
  // Devices send again what was acknowledged in the last 35 days: an older backup than that loses more, as the manual says.
  const longAbsence = dice.chance(0.25) && drawn.backupRestored === 0 ? 0.006 : 0;
  return { ...drawn, longAbsence };
}
