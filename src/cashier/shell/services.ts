// What the screens need of the device. The composition root makes the real ones, a test its own.
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { CashierApi } from '#bridge/cashier-api.ts';
import type { Specimen } from '#bridge/cashier-training.ts';
import type { CodeView } from '#bridge/common-views.ts';
import type { OpenScanner, StillInputs } from '#ui/scanner-control.ts';
import type { ChangeFeed } from '#ui/use-view.ts';
import type { DeviceProbe } from '#cashier/doctor/device-probe.ts';
import type { Feedback } from './feedback.ts';

export interface Services {
  readonly api: CashierApi;
  readonly changes: ChangeFeed;
  readonly openScanner: OpenScanner;
  readonly inputs: StillInputs;
  readonly listenToWedge: ListenToWedge;
  readonly feedback: Feedback;
  readonly nowMs: () => number;
  /** Leaves the page for another one, once the worker is at rest. */
  readonly leaveFor: (address: string) => void;
  readonly training?: Training;
  /** For the self-test; loaded when it is first opened. */
  readonly openProbe: () => Promise<DeviceProbe>;
}

/**
 * Calls back for each code that a hardware scanner types, and when one may have begun; the answer stops listening.
 * `onScan` says whether it has taken the code: the cashier hears when nobody has.
 */
export type ListenToWedge = (onScan: (text: string) => boolean, onBegin?: () => void) => () => void;

/** Present only where the till is one to practise on. */
export interface Training {
  readonly specimen: (kind: Specimen) => Promise<CodeView>;
  /** As if a hardware scanner had typed it. */
  readonly scan: (text: string) => void;
  readonly leave: () => void;
}

export const ServicesContext = createContext<Services | undefined>(undefined);

export function useServices(): Services {
  const services = useContext(ServicesContext);
  if (services === undefined) throw new Error('bug: no services around this component');
  return services;
}
