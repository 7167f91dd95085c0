// The same state, bit by bit, and the same laws as in Node: no engine may count differently.
import '../loyalty/engine/state-hash.test.ts';
import '../loyalty/engine/ledger.test.ts';
import '../loyalty/time/calendar.test.ts';
