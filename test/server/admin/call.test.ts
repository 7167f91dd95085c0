import { describe, expect, it } from 'vitest';
import { helpFor, readCall } from '#server/admin/call.ts';
import { COMMANDS } from '#server/admin/usage.ts';

function refusalOf(...args: string[]): string {
  const call = readCall(args);
  return call.ok ? 'understood' : call.error.message;
}

describe('a call of the admin command', () => {
  it('is the command that its first words name, with what follows them', () => {
    const call = readCall(['terminal', 'revoke', 'copper-cup', '12', '--stolen', '--data', './elsewhere']);
    expect(call).toMatchObject({
      ok: true,
      value: {
        command: { words: ['terminal', 'revoke'] },
        args: ['copper-cup', '12'],
        options: {},
        switches: new Set(['stolen']),
        dataDir: './elsewhere',
      },
    });
  });

  it('finds every command by its words', () => {
    for (const { words, args } of COMMANDS) {
      const call = readCall([...words, ...args]);
      expect(call.ok && call.value.command.words, words.join(' ')).toEqual(words);
    }
  });

  it('names the option that nobody knows, and those that the command takes', () => {
    const refusal = refusalOf('terminal', 'revoke', 'copper-cup', '12', '--stole');
    expect(refusal).toContain("'--stole'");
    expect(refusal).toContain('terminal revoke MERCHANT NUMBER');
    expect(refusal).toContain('[--stolen]');
    expect(refusal).not.toContain('terminal pair');
    expect(refusalOf('terminal', 'pair', 'copper-cup', '--name')).toContain('terminal pair MERCHANT');
  });

  it('says of an option without a command where all of them are named', () => {
    expect(refusalOf('--stole')).toContain('names every command');
  });

  it('names the option that belongs to another command, and how this one is called', () => {
    const refusal = refusalOf('terminal', 'revoke', 'copper-cup', '12', '--stock', '5');
    expect(refusal).toContain('--stock');
    expect(refusal).toContain('terminal revoke MERCHANT NUMBER');
  });

  it('shows the commands that begin alike', () => {
    const refusal = refusalOf('terminal', 'revok', 'copper-cup', '12');
    expect(refusal).toContain('"terminal revok"');
    expect(refusal).toContain('terminal revoke MERCHANT NUMBER');
    expect(refusal).not.toContain('voucher');
  });

  it('says how a command is called that was given too little or too much', () => {
    expect(refusalOf('terminal', 'revoke')).toContain('terminal revoke MERCHANT NUMBER');
    expect(refusalOf('terminal', 'revoke', 'copper-cup', '12', '13')).toContain(
      'terminal revoke MERCHANT NUMBER',
    );
  });

  it('takes no reason that the audit log could not show on a line', () => {
    for (const reason of ['', ' ', 'two\nlines', 'x'.repeat(201)])
      expect(refusalOf('member', 'erase', 'abc', '--reason', reason)).toContain('1 to 200 characters');
    expect(readCall(['member', 'erase', 'abc', '--reason', 'x'.repeat(200)]).ok).toBe(true);
  });

  it('is help to whoever asks: of every command, or of those that begin so', () => {
    for (const args of [['help'], ['--help'], ['-h'], ['help', 'nothing-like-it']])
      for (const { about } of COMMANDS) expect(helpFor(args)).toContain(about);
    for (const args of [
      ['help', 'terminal'],
      ['terminal', '--help'],
    ]) {
      expect(helpFor(args)).toContain('terminal revoke MERCHANT NUMBER');
      expect(helpFor(args)).not.toContain('merchant add');
    }
    expect(helpFor(['terminal', 'revoke', 'copper-cup', '2', '--help'])).toMatch(
      /^ {2}terminal revoke.*\n.*$/,
    );
    expect(helpFor(['terminal', 'pair', 'help'])).toBeUndefined();
  });

  it('shows all of them to whoever names none', () => {
    const refusal = refusalOf();
    for (const { about } of COMMANDS) expect(refusal).toContain(about);
  });
});
