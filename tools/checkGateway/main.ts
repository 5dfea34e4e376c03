import { isIP } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkedGateways, type CheckedGateway } from './calls';
import { stepsOf, take, type Check } from './check';
import { NoAnswer, type Send } from './send';
import { resultLine, showSteps } from './show';

/** The end of a check: everything as documented, something different, or no check at all. */
export const exitCodes = { pass: 0, different: 1, notChecked: 2 } as const;

/** What the command has from its surroundings. */
export interface Surroundings {
	env: Readonly<Record<string, string | undefined>>;
	print: (line: string) => void;
	isTerminal: boolean;
	send: Send;
	sleep: (milliseconds: number) => Promise<unknown>;
	/** Milliseconds since 1970. */
	now: () => number;
	/** The folder with a folder of recorded answers for each gateway. */
	recordings: string;
}

/** Said instead of a check. */
class NotChecked extends Error {}

const ids = Object.keys(checkedGateways);
const usage = [
	'Usage: npm run check:gateway -- <gateway> [--record] [--base-url <address>]',
	`Gateways: ${ids.join(', ')}`,
	"Makes only free calls, with your key from the gateway's environment variable. Submits nothing.",
	'--record writes the facts of each answer, without secrets, to test/recorded/<gateway>/checks.',
	'--base-url asks another address, such as the simulator of the tests.',
].join('\n');

interface Wish {
	id: string;
	gateway: CheckedGateway;
	record: boolean;
	baseUrl: string;
}

function parsed(args: readonly string[]) {
	try {
		return parseArgs({
			args: [...args],
			allowPositionals: true,
			options: { record: { type: 'boolean' }, 'base-url': { type: 'string' } },
		});
	} catch (error) {
		throw new NotChecked(`${(error as Error).message}\n\n${usage}`);
	}
}

/** A web address without anything behind its path, and without anybody's password. */
function readAddress(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isPlain = url && /^https?:$/.test(url.protocol) && !url.search && !url.hash;
	if (!isPlain || url.username || url.password) {
		throw new NotChecked(`--base-url isn't a plain http(s) address.\n\n${usage}`);
	}
	// The key goes out with every call.
	const isHere = url.hostname === 'localhost' || isIP(url.hostname.replace(/[[\]]/g, '')) !== 0;
	if (url.protocol === 'http:' && !isHere) {
		throw new NotChecked('--base-url must start with https:// unless it is on this machine.');
	}
	return url.href.replace(/\/+$/, '');
}

function readWish(args: readonly string[]): Wish {
	const { values, positionals } = parsed(args);
	const [id, ...more] = positionals;
	if (id === undefined || more.length > 0) throw new NotChecked(usage);
	const gateway = Object.hasOwn(checkedGateways, id) ? checkedGateways[id] : undefined;
	if (!gateway) throw new NotChecked(`There is no gateway "${id}".\n\n${usage}`);
	const { record = false, 'base-url': address } = values;
	if (record && address !== undefined) {
		throw new NotChecked(
			"--record can't be used with --base-url: only the gateway's own answers are facts.",
		);
	}
	const baseUrl = address === undefined ? gateway.baseUrl : readAddress(address);
	return { id, gateway, record, baseUrl };
}

function readKey(id: string, { keyVariable }: CheckedGateway, env: Surroundings['env']): string {
	const key = env[keyVariable]?.trim() ?? '';
	if (key === '') {
		throw new NotChecked(
			`No key: ${keyVariable} isn't set. Run it as\n` +
				`${keyVariable}=<your key> npm run check:gateway -- ${id}`,
		);
	}
	if (/[^\x21-\x7e]/.test(key)) {
		throw new NotChecked(`${keyVariable} holds a character that can't be in a key.`);
	}
	return key;
}

async function run(id: string, check: Check, around: Surroundings): Promise<number> {
	const { print, isTerminal } = around;
	const verdicts: string[] = [];
	let refusedBy: number | undefined;
	await showSteps(stepsOf(check.gateway), {
		async run(step, note) {
			const judgement = await take(step, check, note);
			verdicts.push(judgement.verdict);
			if (verdicts.length === 1 && judgement.isRefusal) refusedBy = judgement.status;
			return resultLine(step, judgement);
		},
		// Without a key that is let in, all other answers would say the same.
		isOver: () => refusedBy !== undefined,
		print,
		isTerminal,
	});
	if (refusedBy !== undefined) {
		const { keyVariable } = check.gateway;
		print(
			`${id} refused the key in ${keyVariable} (HTTP ${refusedBy}). The other calls weren't made.`,
		);
		return exitCodes.different;
	}
	const different = verdicts.filter((verdict) => verdict === 'DIFFERENT').length;
	const passed = verdicts.length - different;
	print(
		`${passed} of ${verdicts.length} answers of ${id} are as documented, ${different} differ`,
	);
	if (check.recordTo !== undefined) print(`Recorded in ${check.recordTo}`);
	return different === 0 ? exitCodes.pass : exitCodes.different;
}

/**
 * Checks a gateway with a user's key, by calls that cost nothing.
 *
 * @param args the words after the command
 * @returns the exit code
 */
export async function main(args: readonly string[], around: Surroundings): Promise<number> {
	const { env, print, send, sleep, now, recordings } = around;
	try {
		const { id, gateway, record, baseUrl } = readWish(args);
		const key = readKey(id, gateway, env);
		const recordTo = record ? { recordTo: join(recordings, id, 'checks') } : {};
		return await run(id, { gateway, key, baseUrl, send, sleep, now, ...recordTo }, around);
	} catch (error) {
		if (error instanceof NotChecked) print(error.message);
		else if (error instanceof NoAnswer) print(`The check broke off: ${error.message}`);
		else throw error;
		return exitCodes.notChecked;
	}
}
