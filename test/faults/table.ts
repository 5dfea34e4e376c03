import { gateways } from '../../gateways';
import { GATEWAY_IDS, type GatewayId } from '../support/simulator';

/**
 * What each fault of a gateway must come to, call by call. This table is the test: `faults.test.ts` plays every cell
 * on a real n8n. It was written from the README ("Billing and retries", "Errors and their mends", "Waiting", "Size
 * and memory") and from what the gateways document (MiniMax's codes: platform.minimax.io, errorcode). Where both
 * are silent it says what a user would want: no second bill, and a job that can be picked up by its ID.
 *
 * `gateways`: `all`, or those that document the fault differently. A cell counts for the gateways that have such a
 * call: uploads are Segmind's and useapi.net's, callbacks AIgateway's, Pixazo's and useapi.net's. `-`: no such cell.
 * Where one gateway is an exception, its word follows: only useapi.net lists what runs, with the submit's reference.
 *
 * `submit`: Submit Video, with the fault at every send. Wherever a job may exist, the simulator does accept one.
 * - `refused`        sent once; "Nothing was submitted for this item", and it is true
 * - `refused, 4`     the same after four sends, each of which was certainly not taken
 * - `unclear`        sent once and never again; the message says that a job may exist, and where to look
 * - `adopted`        sent once; the answer is lost, but the job is found in the gateway's queue, and the item is that job
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
 * `callback`: Video Trigger, which reads the job once more before it believes a callback. However often the callback
 * is delivered, the workflow starts once.
 * - `retried`, `retried, 1`  as above; the workflow starts with the video
 * - `turned away`    the execution fails or ends without an item; the next delivery after the fault starts the workflow
 * - `job failed`     the workflow starts with the failed job
 *
 * `message`: what it must hold, several parts separated by commas. `fix`: the same for what the user can do about
 * it; the mends of `unclear` and of downloads are the same for all and stand above. A slash separates alternatives.
 * A file host knows nothing of credits and plans: of a download's message only the HTTP status is asked there.
 */
const TABLE = `
fault                          | gateways                 | submit                  | status     | download   | upload     | callback    | message                 | fix
400                            | all                      | refused                 | ends       | fails      | fails      | turned away | HTTP 400                | change
401 that repeats the key       | all                      | refused                 | ends       | fails      | fails      | turned away | HTTP 401                | check, credential
402                            | aigateway pixazo         | refused                 | ends       | fails      | -          | turned away | HTTP 402, no credit     | top up
402                            | aimlapi segmind          | refused                 | ends       | fails      | fails      | -           | HTTP 402                | top up
402                            | useapi                   | refused                 | ends       | fails      | fails      | turned away | HTTP 402, subscription  | renew
403                            | aigateway pixazo segmind | refused                 | ends       | renewed    | fails      | turned away | HTTP 403                | scope/subscribe/plan
403                            | aimlapi                  | refused                 | ends       | renewed    | -          | -           | HTTP 403, no credit     | top up
403                            | useapi                   | refused                 | ends       | renewed    | fails      | turned away | HTTP 403                | plan/check
404                            | all                      | refused                 | -          | renewed    | fails      | -           | HTTP 404                | base url
404                            | all                      | -                       | ends       | -          | -          | turned away | HTTP 404                | job id
404 right after the submit     | all                      | -                       | waits      | -          | -          | -           | HTTP 404                | job id
406                            | segmind                  | refused                 | ends       | fails      | fails      | -           | HTTP 406, credits       | check the credits
406                            | aigateway aimlapi pixazo | refused                 | ends       | fails      | -          | turned away | HTTP 406                | change
406                            | useapi                   | refused                 | ends       | fails      | fails      | turned away | HTTP 406                | change
408                            | all                      | unclear; useapi adopted | waits      | -          | retried    | retried     | HTTP 408                | later
409                            | all                      | unclear; useapi adopted | -          | -          | -          | -           | HTTP 409                | -
410                            | all                      | refused                 | ends       | renewed    | fails      | turned away | HTTP 410                | another model
412                            | useapi                   | refused                 | ends       | fails      | fails      | turned away | HTTP 412, credits       | buy credits
412                            | aigateway aimlapi pixazo | refused                 | ends       | fails      | -          | turned away | HTTP 412                | change
412                            | segmind                  | refused                 | ends       | fails      | fails      | -           | HTTP 412                | change
422                            | useapi                   | refused                 | ends       | fails      | fails      | turned away | HTTP 422                | change prompt
422                            | aigateway aimlapi pixazo | refused                 | ends       | fails      | -          | turned away | HTTP 422                | change
422                            | segmind                  | refused                 | ends       | fails      | fails      | -           | HTTP 422                | change
422 with the failed request    | segmind                  | -                       | job failed | -          | -          | -           | generation failed       | -
425                            | all                      | unclear; useapi adopted | waits      | -          | -          | -           | HTTP 425                | later
429                            | all                      | accepted, 4th           | waits      | retried    | retried    | retried     | HTTP 429                | wait/fewer
429 without end                | all                      | refused, 4              | -          | fails      | fails      | turned away | HTTP 429                | wait/fewer
429, Retry-After 6 s           | all                      | accepted, 4th           | waits      | retried    | retried    | retried     | HTTP 429                | wait/fewer
429, Retry-After as a date     | all                      | accepted, 4th           | waits      | retried    | retried    | retried     | HTTP 429                | wait/fewer
429, reset at (UTC)            | segmind                  | accepted, 4th           | waits      | -          | retried    | -           | HTTP 429                | wait/fewer
429, Retry-After -5            | all                      | accepted, 4th           | waits      | retried    | retried    | retried     | HTTP 429                | wait/fewer
429, Retry-After of a day      | all                      | refused                 | limit      | fails      | fails      | turned away | HTTP 429                | wait/fewer
499                            | all                      | unclear; useapi adopted | waits      | -          | -          | -           | HTTP 499                | later
500                            | aigateway segmind        | refused                 | waits      | retried    | retried    | retried     | HTTP 500                | later
500                            | aimlapi pixazo useapi    | unclear; useapi adopted | waits      | retried    | retried    | retried     | HTTP 500                | later
502                            | all                      | unclear; useapi adopted | waits      | retried    | retried    | retried     | HTTP 502                | later
503                            | all                      | refused                 | waits      | retried    | retried    | retried     | HTTP 503                | later
503 of a proxy                 | all                      | unclear; useapi adopted | waits      | retried    | retried    | retried     | HTTP 503                | later
504                            | all                      | unclear; useapi adopted | waits      | retried    | retried    | retried     | HTTP 504                | later
596                            | useapi                   | refused                 | ends       | retried    | fails      | turned away | HTTP 596, on hold       | pause for a few hours
596                            | aigateway aimlapi pixazo | unclear                 | waits      | retried    | -          | retried     | HTTP 596                | later
596                            | segmind                  | unclear                 | waits      | retried    | retried    | -           | HTTP 596                | later
HTML with 200                  | all                      | unclear; useapi adopted | waits      | -          | fails      | turned away | an HTML page            | base url
HTML with 200                  | all                      | -                       | -          | fails      | -          | -           | web page                | -
empty 200                      | all                      | unclear; useapi adopted | waits      | -          | fails      | turned away | a broken answer         | base url
empty 200                      | all                      | -                       | -          | fails      | -          | -           | empty                   | -
cut off in the middle          | all                      | unclear; useapi adopted | waits      | goes on    | fails      | turned away | a broken answer         | base url
wrong types                    | all                      | unclear; useapi adopted | waits      | -          | fails      | turned away | unknown shape           | base url
unknown status word            | aigateway aimlapi        | accepted                | processing | -          | -          | turned away | unknown status          | -
unknown status word            | segmind                  | accepted                | -          | -          | -          | -           | unknown status          | -
unknown status word            | pixazo useapi            | -                       | processing | -          | -          | turned away | unknown status          | -
answer after 8 s               | all                      | accepted                | -          | saved      | -          | -           | -                       | -
code 1000                      | pixazo                   | unclear                 | waits      | -          | -          | retried     | code 1000               | later
code 1001                      | pixazo                   | unclear                 | waits      | -          | -          | retried     | code 1001               | later
code 1002                      | pixazo                   | accepted, 4th           | waits      | -          | -          | retried     | code 1002               | wait
code 1004                      | pixazo                   | refused                 | ends       | -          | -          | turned away | code 1004               | check, credential
code 1008                      | pixazo                   | refused                 | ends       | -          | -          | turned away | code 1008, no credit    | top up
code 1013                      | pixazo                   | refused                 | waits      | -          | -          | retried     | code 1013               | later
code 1024                      | pixazo                   | refused                 | waits      | -          | -          | retried     | code 1024               | later
code 1026                      | pixazo                   | refused                 | job failed | -          | -          | job failed  | code 1026               | change the prompt
code 1027                      | pixazo                   | refused                 | job failed | -          | -          | job failed  | code 1027               | change the prompt
code 1028                      | pixazo                   | refused                 | ends       | -          | -          | turned away | code 1028               | wait until/larger plan
code 1030                      | pixazo                   | refused                 | ends       | -          | -          | turned away | code 1030               | wait until/larger plan
code 1033                      | pixazo                   | refused                 | waits      | -          | -          | retried     | code 1033               | later
code 1039                      | pixazo                   | accepted, 4th           | waits      | -          | -          | retried     | code 1039               | wait
code 1041                      | pixazo                   | accepted, 4th           | waits      | -          | -          | retried     | code 1041               | wait
code 1042                      | pixazo                   | refused                 | -          | -          | -          | -           | code 1042               | remove
code 2013                      | pixazo                   | refused                 | -          | -          | -          | -           | code 2013               | change
code 2013                      | pixazo                   | -                       | ends       | -          | -          | turned away | code 2013               | job id
code 2045                      | pixazo                   | accepted, 4th           | waits      | -          | -          | retried     | code 2045               | wait
code 2049                      | pixazo                   | refused                 | ends       | -          | -          | turned away | code 2049               | check, credential
code 2056                      | pixazo                   | refused                 | ends       | -          | -          | turned away | code 2056               | wait for/larger plan
code 2061                      | pixazo                   | refused                 | ends       | -          | -          | turned away | code 2061               | another model
code 7777                      | pixazo                   | unclear                 | waits      | -          | -          | retried     | code 7777               | list of minimax
reset before it was read       | all                      | unclear                 | waits      | retried    | retried    | retried     | connection reset        | later
reset after it was read        | all                      | unclear                 | waits      | retried    | retried    | retried     | connection reset        | later
reset after it was carried out | all                      | unclear; useapi adopted | -          | -          | retried    | -           | connection reset        | later
silence until the time-out     | all                      | unclear; useapi adopted | waits      | retried, 1 | retried, 1 | retried, 1  | not answer in time      | later
a byte a second, without end   | all                      | unclear; useapi adopted | waits      | -          | retried, 1 | retried, 1  | not answer in time      | later
a slow file                    | all                      | -                       | -          | saved      | -          | -           | -                       | -
304                            | all                      | unclear; useapi adopted | waits      | fails      | retried    | retried     | HTTP 304                | later
redirect                       | all                      | unclear; useapi adopted | ends       | saved      | fails      | turned away | another address         | base url
redirect 307                   | all                      | refused                 | -          | -          | -          | -           | another address         | base url
refusal with a job             | all                      | unclear; useapi adopted | -          | -          | -          | -           | HTTP 400, j-4711        | -
code 1033 with a task_id       | pixazo                   | unclear                 | -          | -          | -          | -           | code 1033, 111736470000 | -
gzip bomb of 1 GB              | all                      | unclear; useapi adopted | waits      | -          | fails      | turned away | too long                | -
gzip bomb of 1 GB              | all                      | -                       | -          | fails      | -          | -           | larger than 20 MB       | raise, max size
100 MB of JSON                 | all                      | unclear; useapi adopted | waits      | -          | fails      | turned away | too long                | -
100 MB of JSON                 | all                      | -                       | -          | fails      | -          | -           | JSON instead of a video | -
`;

const COLUMNS = ['submit', 'status', 'download', 'upload', 'callback'] as const;
type Column = (typeof COLUMNS)[number];

const OUTCOMES = {
	submit: ['refused', 'refused, 4', 'unclear', 'adopted', 'accepted', 'accepted, 4th'],
	status: ['waits', 'ends', 'limit', 'job failed', 'processing'],
	download: ['retried', 'retried, 1', 'goes on', 'renewed', 'saved', 'fails'],
	upload: ['retried', 'retried, 1', 'fails'],
	callback: ['retried', 'retried, 1', 'turned away', 'job failed'],
} as const satisfies Record<Column, readonly string[]>;

/** A word of the table's columns. */
export type Outcome = (typeof OUTCOMES)[Column][number];

const idsOf = (some: typeof gateways) => some.map(({ id }) => id as GatewayId);

const GATEWAYS_WITH: Record<Column, readonly GatewayId[]> = {
	submit: GATEWAY_IDS,
	status: GATEWAY_IDS,
	download: GATEWAY_IDS,
	upload: idsOf(gateways.filter(({ upload }) => upload)),
	callback: idsOf(gateways.filter(({ callbacks }) => callbacks !== 'none')),
};

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

function partsOf(text: string): string[][] {
	return text === '-'
		? []
		: text.split(',').map((part) => part.split('/').map((word) => word.trim().toLowerCase()));
}

function outcomeOf(column: Column, words: string, gateway: GatewayId): Outcome | undefined {
	const [common = '', ...exceptions] = words.split('; ');
	const own = exceptions.find((exception) => exception.startsWith(`${gateway} `));
	const word = own?.slice(gateway.length + 1) ?? common;
	if (word === '-') return undefined;
	const known = OUTCOMES[column].find((outcome) => outcome === word);
	if (known === undefined) throw new Error(`"${word}" is no outcome of a ${column}`);
	return known;
}

function gatewaysOf(words: string): readonly GatewayId[] {
	if (words === 'all') return GATEWAY_IDS;
	return words.split(' ').map((word) => {
		const known = GATEWAY_IDS.find((id) => id === word);
		if (known === undefined) throw new Error(`"${word}" is no gateway`);
		return known;
	});
}

function cellsOf(line: string): Cell[] {
	const [fault = '', gateways = '', ...more] = line.split('|').map((text) => text.trim());
	const [message = '', fix = ''] = more.slice(COLUMNS.length);
	return COLUMNS.flatMap((column, index) =>
		gatewaysOf(gateways)
			.filter((gateway) => GATEWAYS_WITH[column].includes(gateway))
			.flatMap((gateway) => {
				const outcome = outcomeOf(column, more[index] ?? '', gateway);
				return outcome === undefined
					? []
					: [
							{
								fault,
								gateway,
								column,
								outcome,
								message: partsOf(message),
								fix: partsOf(fix),
							},
						];
			}),
	);
}

/** Every cell of the table. */
export const cells: readonly Cell[] = TABLE.trim().split('\n').slice(1).flatMap(cellsOf);

/** Faults that every gateway must have a row for, also where its row says that they are nothing special. */
const FOR_ALL = ['402', '403', '406', '412', '422', '500', '596', 'unknown status word'];

for (const fault of FOR_ALL) {
	for (const id of GATEWAY_IDS) {
		if (cells.some((cell) => cell.fault === fault && cell.gateway === id)) continue;
		throw new Error(`test/faults/table.ts: no row for gateway ${id} with the fault ${fault}`);
	}
}
