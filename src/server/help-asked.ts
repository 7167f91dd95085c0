const HELP: readonly string[] = ['--help', '-h'];

/** Whether somebody asks how a tool is called. Then nothing else that they typed is done. */
export function isHelpAsked(args: readonly string[]): boolean {
  return args.some((arg) => HELP.includes(arg));
}
