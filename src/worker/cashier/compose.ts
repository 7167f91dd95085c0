import { isKnownKind, isPushable } from '#api/sync.ts';
import type { CashierAddingApi } from '#bridge/cashier-adding.ts';
import type { CashierApi } from '#bridge/cashier-api.ts';
import type { Topic } from '#bridge/changes.ts';
import type { StorageView } from '#bridge/common-views.ts';
import type { CashierRepositories, CashierStores } from '#storage/cashier-stores.ts';
import { createSyncCursor, createSyncOutbox } from '#storage/sync-ports.ts';
import { createSyncer } from '#sync/syncer.ts';
import { type Catalogue, createCatalogue } from '#worker/shared/catalogue.ts';
import { type Connection, createConnection } from '#worker/shared/connection.ts';
import { type DeviceKeys, createDeviceKeys } from '#worker/shared/device-key.ts';
import { type Http, createHttp } from '#worker/shared/http.ts';
import { type Journal, createJournal } from '#worker/shared/journal.ts';
import { createOnce } from '#worker/shared/once.ts';
import { createNews } from '#worker/shared/news.ts';
import { createReplyStore } from '#worker/shared/reply-store.ts';
import type { Surroundings } from '#worker/shared/surroundings.ts';
import { type SyncDriver, createSyncDriver, wantsPatience } from '#worker/shared/sync-driver.ts';
import { type StatusLists, createStatusLists } from '#worker/shared/status-lists.ts';
import { createSyncTransport } from '#worker/shared/sync-transport.ts';
import { addingApi } from './adding/adding-api.ts';
import { firstContact } from './adding/first-contact.ts';
import type { CashierDoctorApi } from '#bridge/cashier-doctor.ts';
import { exportSetAside } from '#worker/shared/export-set-aside.ts';
import { checkTill } from './check-till.ts';
import { createCashierChanges, takeOfferedCertificate } from './changes-of-answer.ts';
import { counterApi } from './counter-api.ts';
import type { DayClock } from './day-limit.ts';
import type { PayDeps } from './deps.ts';
import { createOpenRequests } from './open-requests.ts';
import { outcome } from './outcome.ts';
import { ownKey } from './own-key.ts';
import { pairTill } from './pair.ts';
import { payApi } from './pay-api.ts';
import { readCode } from './read-code.ts';
import { createReadings } from './readings.ts';
import { createReceiptWriter } from './receipt-writer.ts';
import { recordSale } from './record-sale.ts';
import { redeem } from './redeem.ts';
import { refusalCode } from './refusal-code.ts';
import { relayRecords } from './relay.ts';
import { createReplayKeeper } from './replay-keeper.ts';
import { terminalView } from './terminal-view.ts';
import { isPayment, takePayment } from './take-payment.ts';
import { createTillKnowledge } from './till-knowledge.ts';
import { type FindTill, createFindTill } from './till.ts';
import { isStranger } from '#worker/shared/server-key-pin.ts';

export interface CashierSurroundings extends Surroundings {
  readonly clock: DayClock;
  readonly storageView: () => Promise<StorageView>;
}

export interface CashierParts {
  readonly around: CashierSurroundings;
  readonly stores: CashierStores;
  /** Tells every window of the app what to read again. */
  readonly changed: (...topics: readonly Topic[]) => void;
}

export interface CashierWorker {
  readonly api: CashierApi;
  readonly connection: Connection;
  readonly driver: SyncDriver;
}

/** Everything behind the bridge, wired once over the given machine and database. */
export function composeCashier({ around, stores, changed }: CashierParts): CashierWorker {
  const { clock, random, exclusive } = around;
  const connection = createConnection({ stores, clock, onChange: () => changed('connection') });
  const http = createHttp(around, {
    isCut: connection.isCut,
    onAnswer: connection.answered,
    onSilence: connection.silent,
  });
  const keys = createDeviceKeys(stores.store, (task) => exclusive.run('tessera-cashier-key', task));
  const catalogue = createCatalogue({ stores, http, clock });
  const journal = createJournal({ app: 'cashier', stores, exclusive, clock, random });
  const parts: SyncParts = {
    around,
    stores,
    changed,
    connection,
    http,
    keys,
    catalogue,
    journal,
    statusLists: createStatusLists({ stores, http, clock, catalogue }),
  };
  const driver = composeSync(parts);
  const sale = composeSale(parts, driver);
  const api: CashierApi = {
    ...saleApi(sale),
    ...payApi(sale),
    ...counterApi({ ...sale, catalogue: parts.catalogue, changed, onImported: () => driver.appended() }),
    ...composeAdding(parts, sale, driver),
    ...deviceApi(parts, driver, sale.findTill),
  };
  return { api, connection, driver };
}

/** What every use case at the counter works with. */
function composeSale(
  { around, stores, changed, keys, catalogue, journal, statusLists }: SyncParts,
  driver: SyncDriver,
): PayDeps {
  const { clock, random, exclusive } = around;
  const keeper = createReplayKeeper(stores, random);
  const onWritten = (): void => {
    changed('sales', 'connection');
    driver.appended();
  };
  return {
    stores,
    findTill: createFindTill({ stores, keys, catalogue, clock }),
    readings: createReadings(clock),
    requests: createOpenRequests(),
    keeper,
    knowledge: createTillKnowledge(stores, statusLists),
    writer: createReceiptWriter({ stores, journal, keeper, exclusive, clock, onWritten }),
    exclusive,
    clock,
    random,
  };
}

function composeAdding(parts: SyncParts, sale: PayDeps, driver: SyncDriver): CashierAddingApi {
  const { keys, catalogue, changed } = parts;
  return addingApi({
    ...sale,
    keys,
    catalogue,
    onJoined: () => {
      changed('device', 'connection');
      void driver.now();
    },
    onRefused: () => void driver.now(),
  });
}

type DeviceApi = Pick<
  CashierApi,
  | 'terminal'
  | 'connection'
  | 'pair'
  | 'syncNow'
  | 'cutConnection'
  | keyof CashierDoctorApi
  | 'pageVisible'
  | 'lineBack'
  | 'rest'
>;

function deviceApi(parts: SyncParts, driver: SyncDriver, findTill: FindTill): DeviceApi {
  const { around, stores, changed, connection, keys, catalogue, http } = parts;
  const pair = { stores, keys, catalogue, http, clock: around.clock };
  const view = { stores, findTill, storageView: around.storageView, nowMs: around.clock.nowMs };
  return {
    terminal: () => terminalView(view),
    connection: connection.view,
    pair: async (pairingCode, tillName) => {
      const paired = await pairTill(pair, pairingCode, tillName);
      if (!paired.ok) return outcome(paired);
      changed('device', 'connection');
      void driver.now();
      return { ok: true, value: await terminalView(view) };
    },
    syncNow: async () => {
      await driver.now();
      return connection.view();
    },
    cutConnection: async (cut) => {
      await connection.cut(cut);
      if (!cut) void driver.now();
      return connection.view();
    },
    checkTill: () => checkTill({ stores, catalogue, statusLists: parts.statusLists, ...around }),
    exportSetAside: async () => outcome(await exportSetAside({ ...stores, clock: around.clock })),
    pageVisible: async (visible) => driver.visible(visible),
    lineBack: async () => driver.networkUp(),
    rest: stores.rest,
  };
}

type SaleApi = Pick<CashierApi, 'readCode' | 'recordSale' | 'redeem' | 'refusalCode'>;

function saleApi(deps: PayDeps): SaleApi {
  return {
    readCode: async (text, draft) =>
      outcome(isPayment(text) ? await takePayment(deps, text) : await readCode(deps, text, draft)),
    recordSale: async (readingId, draft) => outcome(await recordSale(deps, readingId, draft)),
    redeem: async (readingId, draft) => outcome(await redeem(deps, readingId, draft)),
    refusalCode: async (readingId) => outcome(await refusalCode(deps, readingId)),
  };
}

interface SyncParts extends CashierParts {
  readonly connection: Connection;
  readonly http: Http;
  readonly keys: DeviceKeys;
  readonly catalogue: Catalogue;
  readonly journal: Journal<CashierRepositories>;
  readonly statusLists: StatusLists;
}

/** Prices, trust list and programmes are fetched again once they are this old. */
const CATALOGUE_FRESH_MS = 10 * 60_000;

function composeSync(parts: SyncParts): SyncDriver {
  const { around, stores, changed, connection, http, keys, catalogue, journal, statusLists } = parts;
  const { clock, random, exclusive, timers } = around;
  const signer = async () => (await ownKey({ stores, keys }))?.signer;
  const changes = createCashierChanges({ stores, keys, catalogue, clock });
  const news = createNews(changed);
  const replies = createReplyStore({ stores, journal, signer, changes, clock, onApplied: news.kept });
  const transport = createSyncTransport(http, signer);
  const contact = { stores, keys, catalogue, http, onAnswered: () => changed('device') };
  const relay = { stores, transport, clock, onDecided: () => changed('sales', 'connection') };
  const lookThrough = createOnce(stores.store.lookThrough);
  const syncer = createSyncer({
    transport,
    outbox: createSyncOutbox(stores.store, isPushable),
    cursor: createSyncCursor(stores.store, isKnownKind),
    replies,
    clock,
    random,
  });
  return createSyncDriver({
    app: 'cashier',
    syncer: { drain: (order) => syncer.drain(order).finally(news.ended) },
    connection,
    exclusive,
    timers,
    clock,
    random,
    onBug: around.onBug,
    before: async () => {
      const known = await catalogue.current();
      const ageMs = clock.nowMs() - (known?.fetchedAtMs ?? 0);
      if (ageMs >= CATALOGUE_FRESH_MS || ageMs < 0) {
        const refreshed = await catalogue.refresh();
        if (refreshed.ok && refreshed.value) changed('device');
        if (!refreshed.ok && wantsPatience(refreshed.error)) return refreshed.error;
        // A stranger answers in the server's place: it gets nothing of ours.
        if (!refreshed.ok && isStranger(refreshed.error.kind)) return false;
      }
      if (await takeOfferedCertificate({ stores, keys, catalogue, clock })) changed('device');
      await statusLists.refresh();
      return (await firstContact(contact)) && (await signer()) !== undefined;
    },
    afterSent: async () => {
      await relayRecords(relay);
      await lookThrough();
    },
  });
}
