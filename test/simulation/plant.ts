// Loaded before the simulation (`node --import`): plants the mutation that the environment names into its module.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { MUTATIONS } from './mutations.ts';

const mutation = MUTATIONS.find(({ name }) => name === process.env['SIMULATION_MUTATION']);
if (mutation === undefined) throw new Error('SIMULATION_MUTATION names no mutation');
const target = pathToFileURL(mutation.file).href;

registerHooks({
  load: (url, context, next) => {
    if (url !== target) return next(url, context);
    const source = readFileSync(fileURLToPath(url), 'utf8');
    if (source.split(mutation.find).length !== 2) throw new Error(`${mutation.name}: its place is gone`);
    return {
      format: 'module-typescript',
      source: source.replace(mutation.find, () => mutation.replace),
      shortCircuit: true,
    };
  },
});
