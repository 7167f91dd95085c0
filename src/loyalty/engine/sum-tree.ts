// Sums and maxima over any stretch of a growing list in O(log n): binary indexed trees (Fenwick 1994) as plain arrays.
// Node i (from 0) covers the lowbit(i + 1) items that end with item i, so that appending never touches an earlier node.
import { add } from './rational.ts';

/** The node that the next item of a sum tree gets. */
export function nextSumNode(tree: readonly number[], value: number): number {
  const place = tree.length + 1;
  let node = value;
  for (let k = 1; k < lowBit(place); k <<= 1) node = add(node, tree[place - k - 1]!);
  return node;
}

export function addToTree(tree: number[], index: number, delta: number): void {
  for (let place = index + 1; place <= tree.length; place += lowBit(place))
    tree[place - 1] = add(tree[place - 1]!, delta);
}

/** The sum of the items from `from` up to but not including `to`. */
export function sumIn(tree: readonly number[], from: number, to: number): number {
  return from >= to ? 0 : add(sumBefore(tree, to), -sumBefore(tree, from));
}

function sumBefore(tree: readonly number[], end: number): number {
  let sum = 0;
  for (let place = end; place > 0; place -= lowBit(place)) sum = add(sum, tree[place - 1]!);
  return sum;
}

/** The value of item `index` of the list that a maximum tree is kept for. */
export type ValueAt = (index: number) => number;

/** The maximum of a node's items; of the next item's node when `index` is the tree's length. */
export function maxNode(tree: readonly number[], index: number, valueAt: ValueAt): number {
  const place = index + 1;
  let node = valueAt(index);
  for (let k = 1; k < lowBit(place); k <<= 1) node = Math.max(node, tree[place - k - 1]!);
  return node;
}

/** The nodes that cover an item, from the smallest: after a change they are computed anew in this order. */
export function nodesOver(tree: readonly number[], index: number): readonly number[] {
  const nodes: number[] = [];
  for (let place = index + 1; place <= tree.length; place += lowBit(place)) nodes.push(place - 1);
  return nodes;
}

/** The largest item from `from` up to but not including `to`, at least 0. */
export function maxIn(
  tree: readonly number[],
  valueAt: ValueAt,
  { from, to }: { readonly from: number; readonly to: number },
): number {
  let max = 0;
  let place = to;
  while (place > from) {
    const start = place - lowBit(place);
    max = Math.max(max, start >= from ? tree[place - 1]! : valueAt(place - 1));
    place = start >= from ? start : place - 1;
  }
  return max;
}

function lowBit(place: number): number {
  return place & -place;
}
