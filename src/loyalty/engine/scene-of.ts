import { versionAt, type LoadedProgramme } from './loaded.ts';
import type { EventView } from './event-view.ts';
import type { Fold, Scene, SceneCut } from './scene.ts';
import type { Member } from './state.ts';

/** The scene of one member in one programme, in the version in force at the cut. */
export function sceneOf(
  fold: Fold,
  programme: LoadedProgramme,
  member: Member,
  at: { readonly cut: SceneCut; readonly event?: EventView | undefined },
): Scene {
  return {
    fold,
    programme,
    version: versionAt(programme, at.cut.atMs),
    member,
    account: member.accounts[programme.index]!,
    cut: at.cut,
    event: at.event,
  };
}

/** The same member, cut and event, in another programme. */
export function sceneIn(scene: Scene, programme: LoadedProgramme): Scene {
  if (programme === scene.programme) return scene;
  return sceneOf(scene.fold, programme, scene.member, scene);
}

export function cutAfter(atMs: number): SceneCut {
  return { atMs, before: false, sequence: Infinity };
}

export function cutBefore(atMs: number): SceneCut {
  return { atMs, before: true, sequence: Infinity };
}
