// A till whose line is dead hands its unsent records to another one of its shop, which may come too late or carry them twice.
import { attempt } from './attempt.ts';
import type { World } from './world.ts';

export async function relayRecords(world: World): Promise<void> {
  const { dice } = world;
  const from = dice.pick(world.tills);
  const others = world.tills.filter((till) => till !== from && (till.shop === from.shop || dice.chance(0.1)));
  if (others.length === 0) return;
  const to = dice.pick(others);
  const exported = await attempt(world, from, 'exports what is unsent', () => from.api().exportUnsent());
  if (exported?.ok !== true) return;
  const { file, code } = exported.value;
  for (let times = dice.chance(0.2) ? 2 : 1; times > 0; times--) {
    const imported = await attempt(world, to, `imports from ${from.name}`, () =>
      to.api().importUnsent(file, code),
    );
    if (imported?.ok !== true) continue;
    world.tally.saw('records relayed');
    const { tillName, records } = imported.value;
    world.tell(`${to.name} carries ${records} records of ${tillName}`);
  }
}
