// The way back. Every change of what the fold's state held before the event goes through one of these functions, which note
// how it was; `rewind` takes the changes back, the latest first. What only ever grows (the log, outcomes, postings, counters)
// needs no notes: `way-back.ts` cuts it back by counting. A late event costs the events after it, never the whole history.
import { addToTree } from './sum-tree.ts';

/** Plain data. Four slots per note: kind, what was changed, where, how it was. */
export interface Undo {
  readonly notes: unknown[];
  /** A fold that never goes back (`replay`) keeps no notes. */
  readonly recording: boolean;
}

const FIELD = 0;
const TAIL = 1;
const INSERTED = 2;
const REMOVED = 3;
const KEY = 4;
const NEW_KEY = 5;
const ADDED = 6;
const DROPPED = 7;
const TREE = 8;
const RUN = 9;

export function newUndo(recording: boolean): Undo {
  return { notes: [], recording };
}

export function setField<T extends object, K extends keyof T>(
  undo: Undo,
  target: T,
  key: K,
  value: T[K],
): void {
  if (undo.recording) undo.notes.push(FIELD, target, key, target[key]);
  target[key] = value;
}

/** Before numbers are pushed to a list one by one. */
export function noteTail(undo: Undo, list: unknown[]): void {
  if (undo.recording) undo.notes.push(TAIL, list, undefined, list.length);
}

export function insertRun<T>(undo: Undo, list: T[], index: number, run: readonly T[]): void {
  if (undo.recording) undo.notes.push(RUN, list, index, run.length);
  list.splice(index, 0, ...run);
}

export function pushTo<T>(undo: Undo, list: T[], item: T): void {
  if (undo.recording) undo.notes.push(TAIL, list, undefined, list.length);
  list.push(item);
}

export function insertAt<T>(undo: Undo, list: T[], index: number, item: T): void {
  if (index === list.length) {
    pushTo(undo, list, item);
    return;
  }
  if (undo.recording) undo.notes.push(INSERTED, list, index, undefined);
  list.splice(index, 0, item);
}

export function removeAt<T>(undo: Undo, list: T[], index: number): void {
  if (undo.recording) undo.notes.push(REMOVED, list, index, list[index]);
  if (index === 0) list.shift();
  else list.splice(index, 1);
}

export function clearList(undo: Undo, list: unknown[]): void {
  while (list.length > 0) removeAt(undo, list, list.length - 1);
}

export function setIn<K, V>(undo: Undo, map: Map<K, V>, key: K, value: V): void {
  if (undo.recording) {
    if (map.has(key)) undo.notes.push(KEY, map, key, map.get(key));
    else undo.notes.push(NEW_KEY, map, key, undefined);
  }
  map.set(key, value);
}

export function deleteIn<K, V>(undo: Undo, map: Map<K, V>, key: K): void {
  if (!map.has(key)) return;
  if (undo.recording) undo.notes.push(KEY, map, key, map.get(key));
  map.delete(key);
}

export function addTo<T>(undo: Undo, set: Set<T>, item: T): void {
  if (set.has(item)) return;
  if (undo.recording) undo.notes.push(ADDED, set, item, undefined);
  set.add(item);
}

export function removeFrom<T>(undo: Undo, set: Set<T>, item: T): void {
  if (!set.has(item)) return;
  if (undo.recording) undo.notes.push(DROPPED, set, item, undefined);
  set.delete(item);
}

/** Adds to one place of a sum tree (`sum-tree.ts`); one note instead of one per node. */
export function amendTree(undo: Undo, tree: number[], index: number, delta: number): void {
  if (delta === 0) return;
  if (undo.recording) undo.notes.push(TREE, tree, index, delta);
  addToTree(tree, index, delta);
}

/** Takes back every change noted since the undo log was `position` long. */
export function rewind({ notes }: Undo, position: number): void {
  for (let at = notes.length - 4; at >= position; at -= 4) {
    takeBackNote(notes[at] as number, notes[at + 1], notes[at + 2], notes[at + 3]);
  }
  notes.length = position;
}

function takeBackNote(kind: number, target: unknown, where: unknown, before: unknown): void {
  switch (kind) {
    case FIELD:
      (target as Record<PropertyKey, unknown>)[where as PropertyKey] = before;
      return;
    case TAIL:
      (target as unknown[]).length = before as number;
      return;
    case INSERTED:
      (target as unknown[]).splice(where as number, 1);
      return;
    case RUN:
      (target as unknown[]).splice(where as number, before as number);
      return;
    case REMOVED:
      (target as unknown[]).splice(where as number, 0, before);
      return;
    case KEY:
      (target as Map<unknown, unknown>).set(where, before);
      return;
    case NEW_KEY:
      (target as Map<unknown, unknown>).delete(where);
      return;
    case ADDED:
      (target as Set<unknown>).delete(where);
      return;
    case DROPPED:
      (target as Set<unknown>).add(where);
      return;
    case TREE:
      addToTree(target as number[], where as number, -(before as number));
      return;
  }
}
