import { randomInt } from 'node:crypto';
import type { Ground, Refusal } from '../../gateway';
import { stageOf } from '../../jobs';
import type { SimulatedJob } from '../../types';
import type { StoredFile } from './rules';

/** The owner of the key, as ids start with. */
export const USER = 'user:1234';
/** The account at hailuoai.video that is connected. */
export const ACCOUNT = '987654321';
/** Another one, where a test connects it. */
export const SECOND_ACCOUNT = '123456789';
/** A token of the form that useapi.net gives out. */
export const API_KEY = `${USER}-Zq8vT1cXw5LrN0yK`;
/** The header that carries a token. */
export const keyHeaders = (apiKey: string) => ({ Authorization: `Bearer ${apiKey}` });

/** Opens the account at hailuoai.video: a secret, which a client must keep to itself. */
export const ACCOUNT_JWT = 'eyJhbGciOiJIUzI1NiJ9.c2ltdWxhdGVkLWhhaWx1b2Fp.bm90LWZvci1pdGVtcw';

/** Where no `maxJobs` is sent, the account's own value counts; 3 is recommended for a paid plan. */
export const ACCOUNT_MAX_JOBS = 3;

const filesOf = (account: string, length: number): readonly string[] =>
	Array.from(
		{ length },
		(_, index) => `${USER}-minimax:${account}-file:${4400112233445501n + BigInt(index)}`,
	);

/**
 * Images that the account has from earlier uploads, 1280x720 pixels each, so that they fit every
 * model.
 */
export const USEAPI_FILE_IDS: readonly string[] = filesOf(ACCOUNT, 14);

/** The other account, with an image that it has. */
export const USEAPI_SECOND_ACCOUNT = {
	account: SECOND_ACCOUNT,
	fileId: filesOf(SECOND_ACCOUNT, 1)[0]!,
} as const;

/** A random number of so many digits, as text. */
export const digits = (count: number) =>
	String(randomInt(1, 10)) + Array.from({ length: count - 1 }, () => randomInt(10)).join('');

/** What POST account has set. */
interface AccountSettings {
	name: string;
	replyUrl?: string | undefined;
	updated?: string;
}

/** The owner's account at useapi.net as it is now: its settings, and what those at hailuoai.video have and do. */
export interface Account {
	ground: Ground;
	/** The accounts at hailuoai.video. */
	connected: () => readonly string[];
	/** By their IDs, of all of them. */
	files: Map<string, StoredFile>;
	settings: () => AccountSettings;
	change: (settings: AccountSettings) => void;
	/** Of one account, or of all. */
	jobs: (account?: string) => SimulatedJob[];
	running: (account?: string) => SimulatedJob[];
	reset: () => void;
}

/** Whether a file or a video is one of this account. */
export const isOf = (account: string, id: string): boolean => id.includes(`-minimax:${account}-`);

/** Opens the account, with its first settings and files. */
export function openAccount(ground: Ground): Account {
	const files = new Map<string, StoredFile>();
	let settings: AccountSettings;

	function reset() {
		settings = { name: 'Your Name' };
		files.clear();
		for (const id of [...USEAPI_FILE_IDS, USEAPI_SECOND_ACCOUNT.fileId]) {
			files.set(id, { contentType: 'image/png', width: 1280, height: 720 });
		}
	}
	reset();

	const jobs = (account?: string) =>
		ground.jobs.filter(
			({ gateway, jobId }) =>
				gateway === 'useapi' && (account === undefined || isOf(account, jobId)),
		);
	return {
		ground,
		connected: () => (ground.secondAccount() ? [ACCOUNT, SECOND_ACCOUNT] : [ACCOUNT]),
		files,
		settings: () => settings,
		change: (changed) => {
			settings = changed;
		},
		jobs,
		running: (account) => jobs(account).filter((job) => stageOf(job) !== 'ended'),
		reset,
	};
}

/** The refusal of a call that names an account which isn't connected. */
export const wrongAccount = (
	{ connected }: Account,
	account: string | undefined,
): Refusal | undefined =>
	account === undefined || connected().includes(account)
		? undefined
		: { refused: `account ${account} is not configured` };

/** The one account that a call is about, which must be named where several are connected. */
export function oneAccount(
	own: Account,
	account: string | undefined,
): { account: string } | Refusal {
	const wrong = wrongAccount(own, account);
	if (wrong) return wrong;
	const [only = ACCOUNT, ...others] = own.connected();
	return account === undefined && others.length > 0
		? { refused: 'account is required with several accounts' }
		: { account: account ?? only };
}
