// The tables, as Kysely sees them. What they mean is in ../README.md; each has its migration.
// Keys of member data begin with `bucket`: the first ten bits of SHA-256 of the member (or device) id.
import type { ColumnType, Generated } from 'kysely';
import type { SaleFields } from '#loyalty/ledger/receipt-events.ts';
import type { SalesLimits } from '#protocol/messages.ts';
import type { DecisionStatus, RedemptionTable, SaleTable, UndoTable } from './receipt-tables.ts';
import type {
  AllowanceTable,
  EquivocationTable,
  HoldTable,
  MemberTierTable,
  PaymentTable,
  StatusEntryTable,
  StatusMarkTable,
  TerminalDayTable,
  TerminalReceiptTable,
} from './spending-tables.ts';
import type {
  AuditTable,
  DeliveryTable,
  DeviceLinkTable,
  ErasedMemberTable,
  MemberPasskeyTable,
  MemberRecoveryTable,
  OperatorTable,
  RecoveryKeyTable,
} from './operations-tables.ts';

export interface Database {
  readonly server_state: ServerStateTable;
  readonly merchant: MerchantTable;
  readonly programme: ProgrammeTable;
  readonly terminal: TerminalTable;
  readonly pairing_code: PairingCodeTable;
  readonly member: MemberTable;
  readonly member_device: MemberDeviceTable;
  readonly device: DeviceTable;
  readonly event: EventTable;
  readonly claim: ClaimTable;
  readonly member_event: MemberEventTable;
  readonly member_fold: MemberFoldTable;
  readonly ledger: LedgerTable;
  readonly balance: BalanceTable;
  readonly voucher: VoucherTable;
  readonly credential: CredentialTable;
  readonly change: ChangeTable;
  readonly member_file: MemberFileTable;
  readonly device_link: DeviceLinkTable;
  readonly recovery_key: RecoveryKeyTable;
  readonly member_recovery: MemberRecoveryTable;
  readonly member_passkey: MemberPasskeyTable;
  readonly erased_member: ErasedMemberTable;
  readonly delegation: DelegationTable;
  readonly reward_stock: RewardStockTable;
  readonly campaign_stock: CampaignStockTable;
  readonly delivery: DeliveryTable;
  readonly audit: AuditTable;
  readonly operator: OperatorTable;
  readonly sale: SaleTable;
  readonly undo: UndoTable;
  readonly redemption: RedemptionTable;
  readonly allowance: AllowanceTable;
  readonly hold: HoldTable;
  readonly payment: PaymentTable;
  readonly equivocation: EquivocationTable;
  readonly status_entry: StatusEntryTable;
  readonly status_mark: StatusMarkTable;
  readonly terminal_day: TerminalDayTable;
  readonly terminal_receipt: TerminalReceiptTable;
  readonly member_tier: MemberTierTable;
}

/** Read as parsed JSON, written as text: `pg` would turn a JavaScript array into a PostgreSQL one. */
type Json<T> = ColumnType<T, string, string>;
type JsonWithDefault<T> = ColumnType<T, string | undefined, string>;
/** Epoch milliseconds as bigint: the same number that the code works with, no zones on the way. */
type Millis = number;

interface ServerStateTable {
  name: string;
  value: string;
}

interface MerchantTable {
  id: string;
  slug: string;
  name: string;
  currency_code: string;
  currency_exponent: number;
  categories: Json<readonly string[]>;
  root_key: Buffer;
  /** Hex, newest first. */
  former_root_keys: ColumnType<readonly string[], string | undefined, string>;
}

interface ProgrammeTable {
  id: string;
  number: number;
  definition: Json<Readonly<Record<string, unknown>>>;
  presentation: Json<Readonly<Record<string, unknown>>>;
  merchants: Json<readonly string[]>;
  sales: JsonWithDefault<SaleFields>;
  /** Null in rows of before version 0064, unless the audit log knew. */
  published_at: ColumnType<Millis | null, Millis | null | undefined, Millis | null>;
}

interface TerminalTable {
  merchant_id: string;
  till_number: number;
  serial: number;
  name: string;
  device_id: string;
  paired_at: Millis;
  revoked_at: ColumnType<Millis | null, Millis | null | undefined, Millis | null>;
  sales_limits: ColumnType<SalesLimits | null, string | undefined, string | null>;
}

/** A till that another till has added; `serial` is also that of its row in `terminal`, once it has come itself. */
interface DelegationTable {
  serial: number;
  merchant_id: string;
  parent_serial: number;
  /** Absent, like `admitted_at`, of one that was disowned before anybody brought it. */
  terminal_key: Buffer | null;
  admitted_at: Millis | null;
  /** The operator stands by it: full limits. */
  confirmed_at: Millis | null;
  /** The till that signed for it says it was a mistake. */
  disowned_at: Millis | null;
}

interface PairingCodeTable {
  code_hash: Buffer;
  merchant_id: string;
  till_name: string | null;
  expires_at: Millis;
  used_at: Millis | null;
  used_by: string | null;
}

interface MemberTable {
  bucket: number;
  id: string;
  joined_at: Millis;
  settled_at: Generated<Millis>;
}

interface MemberDeviceTable {
  bucket: number;
  member: string;
  device: string;
  /** What its owner calls it. */
  name: ColumnType<string | null, string | undefined, string>;
}

interface DeviceTable {
  bucket: number;
  /** Hex of the key's thumbprint (RFC 9679). */
  id: string;
  role: 'wallet' | 'terminal';
  public_key: Buffer;
  /** Wallets: the member; terminals: the merchant. */
  owner: string;
  assurance: number;
  epoch: Generated<number>;
  last_seq: Generated<number>;
  stream_head: Generated<number>;
  server_time_proved: Millis;
  revoked_at: Millis | null;
  certificate_until: Generated<Millis>;
  frozen_at: Generated<Millis | null>;
  /** When it last synced, to within some minutes; null before it first did. */
  seen_at: Generated<Millis | null>;
}

interface EventTable {
  bucket: number;
  id: string;
  device: string;
  epoch: number;
  seq: number;
  kind: string;
  hash: Buffer;
  status: DecisionStatus;
  code: string | null;
  occurred_at: Millis | null;
  received_at: Millis;
  cose: Buffer;
}

interface ClaimTable {
  bucket: number;
  kind: string;
  subject: Buffer;
  holder: string;
  event: string;
  /** Of one that only outlives a crash. */
  at_ms: number | null;
}

interface MemberEventTable {
  bucket: number;
  member: string;
  id: string;
  body: Json<unknown>;
  /** When it happened; null in rows of before version 0019. */
  at_ms: Millis | null;
}

interface MemberFoldTable {
  bucket: number;
  member: string;
  format: number;
  events: number;
  floor_ms: Millis;
  floor_id: string;
  body: Buffer;
}

interface LedgerTable {
  bucket: number;
  event: string;
  leg: number;
  account: string;
  amount: number;
}

interface BalanceTable {
  bucket: number;
  account: string;
  amount: number;
}

interface VoucherTable {
  bucket: number;
  /** Hex of the 12 bytes of the credential's cti; the first two are the bucket. */
  id: string;
  member: string;
  programme: string;
  voucher: string;
  instance_key: string;
  issued_at: Millis;
  /** Of one that a campaign gave, when no device has it any more. */
  terms: ColumnType<Buffer | null, Buffer | null | undefined, Buffer | null>;
}

interface RewardStockTable {
  bucket: number;
  programme: string;
  reward: string;
  /** One drop of the reward. */
  batch: string;
  taken: number;
}

interface CampaignStockTable {
  bucket: number;
  programme: string;
  voucher: string;
  campaign: string;
  taken: number;
}

interface CredentialTable {
  bucket: number;
  voucher: string;
  device: string;
  cose: Buffer;
}

interface MemberFileTable {
  bucket: number;
  member: string;
  seq: number;
  body: Json<unknown>;
}

interface ChangeTable {
  bucket: number;
  stream: string;
  seq: number;
  body: Json<unknown>;
  /** Null in rows of before version 0041. */
  at_ms: Millis | null;
}
