// Only plain data crosses the worker boundary: proved by the compiler, for every method of both apps.
import { expect, expectTypeOf, it } from 'vitest';
import type { CashierApi } from '#bridge/cashier-api.ts';
import type { WalletApi } from '#bridge/wallet-api.ts';

type Plain = string | number | boolean | bigint | null | undefined | void;
type Cloneable<T> = T extends Plain | Uint8Array | ArrayBuffer
  ? T
  : T extends (...args: never[]) => unknown
    ? never
    : T extends object
      ? { [K in keyof T]: Cloneable<T[K]> }
      : never;
type Crossing<A> = {
  [K in keyof A]: A[K] extends (...args: infer P) => Promise<infer R>
    ? P extends Cloneable<P>
      ? R extends Cloneable<R>
        ? 'crosses'
        : 'its result cannot be cloned'
      : 'an argument cannot be cloned'
    : 'must return a promise';
}[keyof A];

interface Broken {
  readonly takesFunction: (onDone: () => void) => Promise<number>;
  readonly givesFunction: () => Promise<{ readonly undo: () => void }>;
  readonly waitsForNobody: () => number;
}

it('every method of the workers takes and gives what structured clone keeps', () => {
  expectTypeOf<Crossing<WalletApi>>().toEqualTypeOf<'crosses'>();
  expectTypeOf<Crossing<CashierApi>>().toEqualTypeOf<'crosses'>();
});

it('the measure finds what does not cross', () => {
  expectTypeOf<Crossing<Pick<Broken, 'takesFunction'>>>().toEqualTypeOf<'an argument cannot be cloned'>();
  expectTypeOf<Crossing<Pick<Broken, 'givesFunction'>>>().toEqualTypeOf<'its result cannot be cloned'>();
  expectTypeOf<Crossing<Pick<Broken, 'waitsForNobody'>>>().toEqualTypeOf<'must return a promise'>();
  expect(() => structuredClone({ undo: () => undefined })).toThrow('could not be cloned');
});
