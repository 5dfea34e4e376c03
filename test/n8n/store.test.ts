import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import execa from 'execa';

import { gateways } from '../../gateways';
import { packPackage } from '../support/n8n/pack';

/** What n8n's own check of community packages says, and what a user downloads. */

const repository = resolve(__dirname, '..', '..');

let tarball: string;
let unpacked: string;
beforeAll(async () => {
	tarball = await packPackage();
	unpacked = await mkdtemp(join(tmpdir(), 'unpacked-'));
	await execa('tar', ['-xzf', tarball, '-C', unpacked]);
});
afterAll(async () => {
	await rm(dirname(tarball), { recursive: true, force: true });
	await rm(unpacked, { recursive: true, force: true });
});

async function scan(folder: string, what: 'sources' | 'package'): Promise<unknown> {
	const { stdout } = await execa('node', [join(__dirname, 'scan.mjs'), folder, what], {
		// One of its plugins takes NODE_ENV=test, which jest sets, for its own tests.
		env: { NODE_ENV: 'production' },
	});
	return JSON.parse(stdout);
}

test("n8n's package scanner finds nothing in what is published", async () => {
	expect(await scan(join(unpacked, 'package'), 'package')).toEqual({ passed: true });
});

test("n8n's package scanner finds nothing in the sources", async () => {
	expect(await scan(repository, 'sources')).toEqual({ passed: true });
});

test('the package is small, and holds nothing but what n8n loads', async () => {
	const { size } = await stat(tarball);
	console.log(`The tarball has ${Math.round(size / 1000)} kB`);
	// Each gateway brings some 10 kB of tables and readings; what is more is a file that doesn't belong there.
	expect(size).toBeLessThan(130_000 + 12_000 * gateways.length);
	const files = (await readdir(join(unpacked, 'package'), { recursive: true })).map(String);
	const kinds = /\.(js|json|svg)$|^(README\.md|LICENSE|dist|package\.json)/;
	expect(files.filter((file) => file.includes('.') && !kinds.test(file))).toEqual([]);
	expect(files.filter((file) => /test|simulator|\.map$|\.ts$/.test(file))).toEqual([]);
});
