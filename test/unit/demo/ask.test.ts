import { PassThrough } from 'node:stream';

import { agree, type Terminal } from '../../demo/ask';
import { UsageError, help, readOptions, type Options } from '../../demo/options';
import { FACTS } from '../../facts';
import { realGatewayIds } from '../../support/n8n/costs';

/** `npm start -- --real`: what it asks before anything is billed. */

const KEY = 'a-key:of-somebody';

/** A terminal at which somebody enters one line for each question, and what it shows. */
function terminalWith(lines: string[], isTTY = true) {
	const output = new PassThrough();
	const input: Terminal['input'] = Object.assign(new PassThrough(), { isTTY });
	let shown = '';
	output.on('data', (chunk: Buffer) => {
		shown += chunk.toString();
		if (!/[?:)] $/.test(chunk.toString()) || lines.length === 0) return;
		setImmediate(() => (input as PassThrough).write(`${lines.shift()}\n`));
	});
	return { terminal: { input, output }, shown: () => shown };
}

function real(id: string, env: NodeJS.ProcessEnv = {}, ...more: string[]) {
	const options = readOptions(['--real', id, ...more], env) as Options;
	return options.real!;
}

describe.each(['fal', 'kie', 'minimax'] as const)('%s', (id) => {
	const { keyVariable, cost } = FACTS[id].liveRun;

	test('tells the price, asks whether to go on, and then for the key, which is never shown', async () => {
		const { terminal, shown } = terminalWith(['y', KEY]);
		expect(await agree(real(id), terminal)).toMatchObject({ gateway: { id }, key: KEY });
		const places = [cost, 'Go on? (y/N)', keyVariable].map((text) => shown().indexOf(text));
		expect(places).not.toContain(-1);
		expect(places).toEqual([...places].sort((one, other) => one - other));
		expect(shown()).not.toContain(KEY);
	});

	test.each(['', 'n', 'no', 'ye', 'maybe'])(
		'stops at %j, without asking for the key',
		async (answer) => {
			const { terminal, shown } = terminalWith([answer]);
			expect(await agree(real(id), terminal)).toBeUndefined();
			expect(shown()).not.toContain(keyVariable);
		},
	);

	test('takes the key from the environment', async () => {
		const { terminal } = terminalWith(['yes']);
		const agreed = await agree(real(id, { [keyVariable]: ` ${KEY}\n` }), terminal);
		expect(agreed?.key).toBe(KEY);
	});

	test('asks nothing of a script, which has to name the key and to agree', async () => {
		const ask = async (env: NodeJS.ProcessEnv, ...more: string[]) =>
			await agree(real(id, env, ...more), terminalWith([], false).terminal);
		await expect(ask({}, '--yes')).rejects.toThrow(`environment variable ${keyVariable}`);
		await expect(ask({ [keyVariable]: KEY })).rejects.toThrow(/add --yes/);
		expect(await ask({ [keyVariable]: KEY }, '--yes')).toMatchObject({ key: KEY });
	});

	test('needs a key', async () => {
		await expect(agree(real(id), terminalWith(['y', '  ']).terminal)).rejects.toThrow(
			UsageError,
		);
	});
});

test('the help names every gateway with the variable of its key', () => {
	expect(realGatewayIds).toEqual(Object.keys(FACTS));
	for (const [id, { liveRun }] of Object.entries(FACTS)) {
		expect(help).toMatch(new RegExp(`^  ${id} +${liveRun.keyVariable}$`, 'm'));
	}
});

test.each<[string[], RegExp]>([
	[['--real', 'sora'], /There is no gateway "sora"/],
	[['--yes'], /--yes goes with --real/],
	[['--port', 'http'], /--port takes a number/],
	[['--dev', '--real', 'fal'], /npm run dev supports only --port/],
	[['--reel', 'fal'], /reel/],
])('%j is refused', (args, message) => {
	expect(() => readOptions(args, {})).toThrow(message);
});
