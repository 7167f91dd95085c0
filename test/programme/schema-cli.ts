// `npm run programme-schema`: writes the JSON Schema of the programme format where the apps serve it.
import { mkdirSync, writeFileSync } from 'node:fs';
import { programmeJsonSchema } from '#loyalty/programme/json-schema.ts';

mkdirSync('public/schema', { recursive: true });
writeFileSync('public/schema/programme.schema.json', `${JSON.stringify(programmeJsonSchema(), null, 2)}\n`);
