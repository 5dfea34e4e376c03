import { FACTS } from '../facts';
import {
	BUSY,
	COLUMNS,
	LOST,
	OUTCOMES,
	PASSING,
	REFUSED,
	REFUSED_OR_MOVED,
	type Column,
	type FaultRow,
	type Outcomes,
} from '../facts/faultRows';
import { uploadsPictures, type GatewayFacts } from '../facts/types';
import { GATEWAY_IDS, type GatewayId } from '../support/simulator';

/** A success that can't be read: the submit may have been accepted, and a later status call may read well. */
const BROKEN: Outcomes = {
	submit: 'lost',
	status: 'waits',
	upload: 'fails',
	callback: 'turned away',
};

/** No answer in time; each try takes that long, so few are made. */
const TIMED_OUT: Outcomes = {
	submit: 'lost',
	status: 'waits',
	upload: 'retried, 1',
	callback: 'retried, 1',
};

/**
 * What each fault of a gateway must come to, call by call. These rows are the test: `faults.test.ts` plays every cell
 * on a real n8n. They were written from docs/reliability.md, docs/troubleshooting.md, docs/waiting.md and docs/nodes.md
 * ("Files, size and memory") and from what the gateways document. Where both are silent they say what a user would
 * want: no second bill, and a job that can be picked up by its ID.
 *
 * The rows here count for all gateways. What a gateway documents in its own way, and what only it has, is in `faults` of
 * its facts. A cell counts for the gateways that have such a call: uploads, callbacks, a second call of a status.
 *
 * `submit`: Submit Video, with the fault at every send. Wherever a job may exist, the simulator does accept one.
 * - `refused`        sent once; "Nothing was submitted for this item", and it is true
 * - `refused, 4`     the same after four sends, each of which was certainly not taken
 * - `unclear`        sent once and never again; the message says that a job may exist, and where to look
 * - `adopted`        sent once; the answer is lost, but the job is found in the gateway's queue, and the item is that job
 * - `lost`           `adopted` where the gateway lists what runs, with the submit's reference; else `unclear`
 * - `accepted`       sent once, and the item is the job
 * - `accepted, 4th`  with the fault at the first three sends: sent four times, and the item is the job
 *
 * `status`: Wait For Video with the fault at its first two looks, and Check Video Status with the fault at every
 * look. Every message holds the job ID.
 * - `waits`          Wait For Video goes on and puts the video out; Check Video Status fails after three looks at most
 * - `ends`           both fail at once, since no later look can change the answer
 * - `limit`          Wait For Video holds its time limit; its message tells the last trouble; Check Video Status fails
 * - `job failed`     the job itself has failed: an error of Wait For Video, an item with `failure` of Check Video Status
 * - `processing`     (without an address; Segmind is asked for the result behind the word) Wait For Video goes on; Check Video Status puts the job out as processing, with a warning
 *
 * `result`: the same nodes with the fault at the second call of a status, for gateways whose facts name one. By default
 * it comes to what `status` says. Nothing is submitted again, and every message holds the job ID.
 *
 * `download`: Wait For Video with Download Video. The file is compared byte by byte.
 * - `retried`        the fault comes twice, the third try brings the file; `retried, 1`: it comes once
 * - `goes on`        the same, from the byte where it broke off
 * - `renewed`        the fault comes once; the job is read once more for a fresh address, which brings the file
 * - `saved`          the file is there in spite of the fault
 * - `fails`          after three tries at most; the message holds job ID and address, and how to get a fresh one
 *
 * `upload`: Submit Video with an image that is uploaded first. No cell sends more than one submit.
 * - `retried`, `retried, 1`  as above; then the job is submitted
 * - `fails`          after three tries at most; nothing is submitted
 *
 * `callback`: Video Callback Trigger, which reads the job once more before it believes a callback. However often the callback
 * is delivered, the workflow starts once.
 * - `retried`, `retried, 1`  as above; the workflow starts with the video
 * - `turned away`    the execution fails or ends without an item; the next delivery after the fault starts the workflow
 * - `job failed`     the workflow starts with the failed job
 *
 * `message`: what it must hold, several parts separated by commas. `fix`: the same for what the user can do about
 * it; the mends of `unclear` and of downloads are the same for all and stand above. A slash separates alternatives.
 * A file host knows nothing of credits and plans: of a download's message only the HTTP status is asked there.
 */
const COMMON: readonly FaultRow[] = [
	{ fault: '400', ...REFUSED, message: 'HTTP 400', fix: 'correct' },
	{
		fault: '401 that repeats the key',
		...REFUSED,
		message: 'HTTP 401',
		fix: 'check, credential',
	},
	{
		fault: '404',
		submit: 'refused',
		download: 'renewed',
		upload: 'fails',
		message: 'HTTP 404',
		fix: 'base url',
	},
	{ fault: '404', status: 'ends', callback: 'turned away', message: 'HTTP 404', fix: 'job id' },
	{ fault: '404 right after the submit', status: 'waits', message: 'HTTP 404', fix: 'job id' },
	{ fault: '408', ...LOST, download: undefined, message: 'HTTP 408', fix: 'later' },
	{ fault: '409', submit: 'lost', message: 'HTTP 409' },
	{ fault: '410', ...REFUSED_OR_MOVED, message: 'HTTP 410', fix: 'another model' },
	{ fault: '425', submit: 'lost', status: 'waits', message: 'HTTP 425', fix: 'later' },
	{ fault: '429', ...BUSY, message: 'HTTP 429', fix: 'wait/fewer' },
	{
		fault: '429 without end',
		submit: 'refused, 4',
		download: 'fails',
		upload: 'fails',
		callback: 'turned away',
		message: 'HTTP 429',
		fix: 'wait/fewer',
	},
	{ fault: '429, Retry-After 6 s', ...BUSY, message: 'HTTP 429', fix: 'wait/fewer' },
	{ fault: '429, Retry-After as a date', ...BUSY, message: 'HTTP 429', fix: 'wait/fewer' },
	{ fault: '429, Retry-After -5', ...BUSY, message: 'HTTP 429', fix: 'wait/fewer' },
	{
		fault: '429, Retry-After of a day',
		...REFUSED,
		status: 'limit',
		message: 'HTTP 429',
		fix: 'wait/fewer',
	},
	{ fault: '499', submit: 'lost', status: 'waits', message: 'HTTP 499', fix: 'later' },
	{ fault: '502', ...LOST, message: 'HTTP 502', fix: 'later' },
	{ fault: '503', ...PASSING, message: 'HTTP 503', fix: 'later' },
	{ fault: '503 of a proxy', ...LOST, message: 'HTTP 503', fix: 'later' },
	{ fault: '504', ...LOST, message: 'HTTP 504', fix: 'later' },
	{ fault: 'HTML with 200', ...BROKEN, message: 'an HTML page', fix: 'base url' },
	{ fault: 'HTML with 200', download: 'fails', message: 'web page' },
	{ fault: 'empty 200', ...BROKEN, message: 'a broken response', fix: 'base url' },
	{ fault: 'empty 200', download: 'fails', message: 'empty' },
	{
		fault: 'cut off in the middle',
		...BROKEN,
		download: 'goes on',
		message: 'a broken response',
		fix: 'base url',
	},
	{
		fault: 'wrong types',
		...BROKEN,
		message: 'unknown format/a response without',
		fix: 'base url',
	},
	{ fault: 'answer after 8 s', submit: 'accepted', download: 'saved' },
	{
		fault: 'reset before it was read',
		...LOST,
		submit: 'unclear',
		message: 'connection reset',
		fix: 'later',
	},
	{
		fault: 'reset after it was read',
		...LOST,
		submit: 'unclear',
		message: 'connection reset',
		fix: 'later',
	},
	{
		fault: 'reset after it was carried out',
		submit: 'lost',
		upload: 'retried',
		message: 'connection reset',
		fix: 'later',
	},
	{
		fault: 'silence until the time-out',
		...TIMED_OUT,
		download: 'retried, 1',
		message: "didn't respond in time",
		fix: 'later',
	},
	{
		fault: 'a byte a second, without end',
		...TIMED_OUT,
		message: "didn't respond in time",
		fix: 'later',
	},
	{ fault: 'a slow file', download: 'saved' },
	{ fault: '304', ...LOST, download: 'fails', message: 'HTTP 304', fix: 'later' },
	{
		fault: 'redirect',
		...REFUSED,
		submit: 'lost',
		download: 'saved',
		message: 'another address',
		fix: 'base url',
	},
	{ fault: 'redirect 307', submit: 'refused', message: 'another address', fix: 'base url' },
	{ fault: 'refusal with a job', submit: 'lost', message: 'HTTP 400, j-4711' },
	{ fault: 'gzip bomb of 1 GB', ...BROKEN, message: 'too long' },
	{
		fault: 'gzip bomb of 1 GB',
		download: 'fails',
		message: 'larger than 20 MB',
		fix: 'raise, max size',
	},
	{ fault: '100 MB of JSON', ...BROKEN, message: 'too long' },
	{ fault: '100 MB of JSON', download: 'fails', message: 'a JSON file instead of a video' },
];

/** A word of the columns, as it is played. */
export type Outcome = Exclude<(typeof OUTCOMES)[Column][number], 'lost'>;

/** A fault at one call of one gateway, and what it must come to. */
export interface Cell {
	fault: string;
	gateway: GatewayId;
	column: Column;
	outcome: Outcome;
	/** Each list holds alternatives, in lower case; one of each must stand in the message. */
	message: string[][];
	fix: string[][];
}

const partsOf = (text: string | undefined): string[][] =>
	text === undefined
		? []
		: text.split(',').map((part) => part.split('/').map((word) => word.trim().toLowerCase()));

const has = (id: GatewayId, column: Column): boolean => {
	const { callback, secondCall, ...facts }: GatewayFacts = FACTS[id];
	switch (column) {
		case 'upload':
			return uploadsPictures(facts);
		case 'callback':
			return callback !== undefined;
		case 'result':
			return secondCall !== undefined;
		default:
			return true;
	}
};

/** Whether a second call that is refused for good leaves the job as it is. */
const isKept = (row: FaultRow, id: GatewayId): boolean => {
	const { secondCall }: GatewayFacts = FACTS[id];
	return secondCall?.endsNothing === true && (row.result ?? row.status) === 'ends';
};

const resultOf = (row: FaultRow, id: GatewayId): FaultRow['result'] =>
	isKept(row, id) ? 'waits' : (row.result ?? row.status);

/** What a row says of one call of one gateway. */
function outcomeOf(row: FaultRow, column: Column, id: GatewayId): Outcome | undefined {
	if (!has(id, column)) return undefined;
	const word = column === 'result' ? resultOf(row, id) : row[column];
	if (word !== 'lost') return word;
	// Only a job that is listed with the submit's reference can be found again.
	return FACTS[id].capabilities.includes('references') ? 'adopted' : 'unclear';
}

/** Where both calls of a status are refused, the first refusal is what the user is told. */
function wordsOf(row: FaultRow, column: Column, outcome: Outcome, id: GatewayId) {
	const { secondCall }: GatewayFacts = FACTS[id];
	if (column === 'result' && secondCall?.endsNothing) {
		// What would end another call has the advice of the job: to check it again later.
		return { ...row, fix: row.fix?.replaceAll(/(?=,|$)/g, '/later') };
	}
	const isFirst = column === 'result' && outcome === 'ends' && row.fault.startsWith('4');
	return (isFirst && secondCall?.firstRefusal) || row;
}

const cellsOf = (row: FaultRow, id: GatewayId): Cell[] =>
	COLUMNS.flatMap((column) => {
		const outcome = outcomeOf(row, column, id);
		if (outcome === undefined) return [];
		const { message, fix } = wordsOf(row, column, outcome, id);
		return [
			{
				fault: row.fault,
				gateway: id,
				column,
				outcome,
				message: partsOf(message),
				fix: partsOf(fix),
			},
		];
	});

/** Every cell, gateway by gateway. */
export const cells: readonly Cell[] = GATEWAY_IDS.flatMap((id) =>
	[...COMMON, ...FACTS[id].faults].flatMap((row) => cellsOf(row, id)),
);

/** Faults that every gateway must have a row for, also where its row says that they are nothing special. */
const FOR_ALL = ['402', '403', '406', '412', '422', '500', '596', 'unknown status word'];

for (const fault of FOR_ALL) {
	for (const id of GATEWAY_IDS) {
		if (FACTS[id].faults.some((row) => row.fault === fault)) continue;
		throw new Error(`test/facts/${id}.ts, faults: no row for the fault ${fault}`);
	}
}
