// Hands the tests the database that the command was given. They work in schemas of their own with random names.
import type { TestProject } from 'vitest/node';

export function setup(project: TestProject): void {
  const url = process.env['CONFORMANCE_URL'];
  if (url === undefined) throw new Error('run it by npm run conformance');
  project.provide('postgres', { url });
}
