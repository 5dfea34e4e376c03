import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

import { gateways } from '../../../gateways';

/** docs/examples.md leads to every example, and shows only pictures that are there. */

const root = join(__dirname, '../../..');
const docs = readFileSync(join(root, 'docs/examples.md'), 'utf8');
// One row stands for the examples of the gateways.
const names = readdirSync(join(root, 'examples')).filter(
	(file) => !gateways.some(({ id }) => file === `${id}.json`),
);

test.each(names)('docs/examples.md lists %s', (name) => {
	expect(docs).toContain(`](../examples/${name})`);
});

test('every picture and example of docs/examples.md exists', () => {
	const paths = [...docs.matchAll(/\]\(((?:images|\.\.\/examples)\/[^)]+)\)/g)];
	const missing = paths.filter(([, path]) => !existsSync(join(root, 'docs', path!)));
	expect(paths.length).toBeGreaterThan(20);
	expect(missing).toEqual([]);
});
