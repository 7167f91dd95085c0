import type { StorageView } from '#bridge/common-views.ts';
import type { WalletRepositories, WalletStores } from '#storage/wallet-stores.ts';
import type { Broadcast } from '#worker/shared/broadcast.ts';
import type { Catalogue } from '#worker/shared/catalogue.ts';
import type { DeviceKeys } from '#worker/shared/device-key.ts';
import type { Http } from '#worker/shared/http.ts';
import type { Journal } from '#worker/shared/journal.ts';
import type { UsableCatalogue } from '#worker/shared/programmes.ts';
import type { StatusLists } from '#worker/shared/status-lists.ts';
import type { Surroundings } from '#worker/shared/surroundings.ts';
import type { addedFrom } from './added-programmes.ts';

/** What the use cases of the wallet work with; each takes the part it needs. */
export interface WalletDeps {
  readonly around: Surroundings;
  readonly stores: WalletStores;
  readonly keys: DeviceKeys;
  readonly http: Http;
  readonly journal: Journal<WalletRepositories>;
  readonly catalogue: Catalogue;
  readonly statusLists: StatusLists;
  /** The current catalogue's programmes; empty before the first contact. */
  readonly usable: () => Promise<UsableCatalogue>;
  /** Rows of programmes from files, judged. */
  readonly addedFrom: typeof addedFrom;
  readonly broadcast: Pick<Broadcast, 'changed'>;
  /** A record waits to be sent. */
  readonly onAppended: () => void;
  readonly storageView: () => Promise<StorageView>;
}
