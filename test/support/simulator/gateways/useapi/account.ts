import { randomInt } from 'node:crypto';
import type { Ground, Refusal } from '../../gateway';
import { stageOf } from '../../jobs';
import type { SimulatedJob } from '../../types';
import type { StoredFile } from './rules';

/** The owner of the key, as ids start with. */
export const USER = 'user:1234';
/** The one account at hailuoai.video that is configured. */
export const ACCOUNT = '987654321';
/** A token of the form that useapi.net gives out. */
export const API_KEY = `${USER}-Zq8vT1cXw5LrN0yK`;
/** The header that carries a token. */
export const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

/** Opens the account at hailuoai.video: a secret, which a client must keep to itself. */
export const ACCOUNT_JWT = 'eyJhbGciOiJIUzI1NiJ9.c2ltdWxhdGVkLWhhaWx1b2Fp.bm90LWZvci1pdGVtcw';

/** Where no `maxJobs` is sent, the account's own value counts; 3 is recommended for a paid plan. */
export const ACCOUNT_MAX_JOBS = 3;

/**
 * Images that the account has from earlier uploads, 1280x720 pixels each, so that they fit every
 * model.
 */
export const USEAPI_FILE_IDS: readonly string[] = Array.from(
	{ length: 14 },
	(_, index) => `${USER}-minimax:${ACCOUNT}-file:${4400112233445501n + BigInt(index)}`,
);

/** A random number of so many digits, as text. */
export const digits = (count: number) =>
	String(randomInt(1, 10)) + Array.from({ length: count - 1 }, () => randomInt(10)).join('');

/** What POST account has set. */
interface AccountSettings {
	name: string;
	replyUrl?: string | undefined;
	updated?: string;
}

/** The account as it is now: its files, settings and videos. */
export interface Account {
	ground: Ground;
	files: Map<string, StoredFile>;
	settings: () => AccountSettings;
	change: (settings: AccountSettings) => void;
	jobs: () => SimulatedJob[];
	running: () => SimulatedJob[];
	reset: () => void;
}

/** Opens the account, with its first settings and `USEAPI_FILE_IDS`. */
export function openAccount(ground: Ground): Account {
	const files = new Map<string, StoredFile>();
	let settings: AccountSettings;

	function reset() {
		settings = { name: 'Your Name' };
		files.clear();
		for (const id of USEAPI_FILE_IDS) {
			files.set(id, { contentType: 'image/png', width: 1280, height: 720 });
		}
	}
	reset();

	const jobs = () => ground.jobs.filter((job) => job.gateway === 'useapi');
	return {
		ground,
		files,
		settings: () => settings,
		change: (changed) => {
			settings = changed;
		},
		jobs,
		running: () => jobs().filter((job) => stageOf(job) !== 'ended'),
		reset,
	};
}

/** The refusal of a call that names another account. */
export const wrongAccount = (account: string | undefined): Refusal | undefined =>
	account === undefined || account === ACCOUNT
		? undefined
		: { refused: `account ${account} is not configured` };
