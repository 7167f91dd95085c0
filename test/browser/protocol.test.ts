// The same tests as in Node, on the WebCrypto of a real browser: engines differ in what they take for a signature.
import '../protocol/key.test.ts';
import '../protocol/message-shape.test.ts';
import '../protocol/request-signature.test.ts';
import '../protocol/verify-at-server.test.ts';
import '../protocol/verify-at-terminal.test.ts';
import '../protocol/verify-at-wallet.test.ts';
