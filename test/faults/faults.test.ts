import { inspect } from 'node:util';

import { findGateway } from '../../gateways';
import { FACTS } from '../facts';
import type { GatewayFacts } from '../facts/types';
import { startStage, type Stage } from '../n8n/stage';
import { CLIP, GATEWAY_IDS, type GatewayId, type RecordedRequest } from '../support/simulator';
import { faults, largestRead } from './faults';
import { play } from './play';
import type { Played, Seen } from './seen';
import type { Cell } from './table';
import { isElsewhere, titleOf, trials, wantedWords, type Trial } from './trials';

/**
 * The cells of `table.ts` on a real n8n, all side by side, so that time-outs are waited for once: each item meets
 * its own fault, which the simulator plays for its prompt, its image or its job. The gate plays a fifth of them, and
 * `CASES=all` all.
 */

let stage: Stage;
const seenBy = new Map<Trial, Seen>();
const played: Played = { seen: seenBy, executions: [], seconds: new Map() };
/** Bytes by which n8n grew at its peak while it was sent what is too large to hold, by the fault. */
const growth = new Map<string, number>();

/** Faults that are too large to hold, played apart from the others to see what they do to n8n's memory. */
const HEAVY = Object.keys(faults).filter((name) => faults[name]!.isHeavy);

/** Of those, some ten go on at a time: each may hold its 8 MB. */
const TOGETHER: readonly GatewayId[][] = [
	['useapi'],
	['aigateway', 'pixazo'],
	['aimlapi', 'segmind'],
];
const FEW_GATEWAYS: readonly GatewayId[][] = [
	...TOGETHER,
	...GATEWAY_IDS.filter((id) => !TOGETHER.flat().includes(id)).map((id) => [id]),
];

/** Faults that are played before all others, while little goes on. */
const FIRST = ['400', ...Object.keys(faults).filter((name) => faults[name]!.isFresh)];

const MEGABYTE = 1024 * 1024;
const megabytes = (bytes: number) => `${(bytes / MEGABYTE).toFixed(0)} MB`;

async function playAll(some: readonly Trial[]): Promise<void> {
	const { seen, executions, seconds } = await play(stage, some);
	for (const [trial, one] of seen) seenBy.set(trial, one);
	played.executions.push(...executions);
	for (const [bundle, one] of seconds) played.seconds.set(bundle, one);
}

beforeAll(async () => {
	stage = await startStage();
	const { n8n, simulator } = stage;
	// A submit's job runs, so that it stands in the queue.
	simulator.plan = ({ prompt = '' }) => ({ seconds: prompt.startsWith('submit') ? 900 : 0 });
	const named = (names: readonly string[]) =>
		trials.filter(({ cell }) => names.includes(cell.fault));
	// What n8n loads for its first executions is not a fault's doing. What counts by the second comes now, too.
	await playAll(named(FIRST));
	const memory: string[] = [];
	for (const name of HEAVY) {
		for (const some of FEW_GATEWAYS) {
			await n8n.resetPeakRss();
			const before = await n8n.rssBytes();
			await playAll(named([name]).filter(({ cell }) => some.includes(cell.gateway)));
			const after = await n8n.peakRssBytes();
			growth.set(name, Math.max(growth.get(name) ?? 0, after - before));
			memory.push(
				`${name}: n8n from ${megabytes(before)} to ${megabytes(after)} at its peak`,
			);
		}
	}
	await playAll(trials.filter((trial) => !seenBy.has(trial)));
	console.log(
		[
			`${trials.length} trials of ${new Set(trials.map(({ cell }) => cell)).size} cells in ${played.executions.length} executions`,
			...memory,
			...[...played.seconds]
				.sort(([, left], [, right]) => right - left)
				.slice(0, 5)
				.map(([bundle, seconds]) => `${bundle}: ${seconds.toFixed(1)} s`),
		].join('\n'),
	);
}, 900_000);

afterAll(async () => {
	await stage?.close();
});

/** The parts that a message lacks. */
function lacking(text: string | undefined, parts: readonly string[][]): string[] {
	const lower = text?.toLowerCase() ?? '';
	return parts.filter((part) => !part.some((word) => lower.includes(word))).map(String);
}

/** Where a refused status call is followed by another one, that is refused, too. */
function callsOfLook({ gateway, fault, column }: Cell): number {
	const { secondCall }: GatewayFacts = FACTS[gateway];
	return column === 'status' && secondCall?.afterRefusal && fault.startsWith('4') ? 2 : 1;
}

/** A trial's sends in order keep the distance that the gateway has asked for. */
function expectRest({ fault }: Trial, { sends }: Seen): void {
	const { rest } = fault;
	if (rest === undefined) return;
	for (const [index, { at }] of sends.entries()) {
		const { fault: wasFault, at: before } = sends[index - 1] ?? {};
		if (wasFault !== undefined && before !== undefined) {
			expect((at - before) / 1000).toBeGreaterThanOrEqual(rest - 0.1);
		}
	}
}

/** The message of an item that failed: what happened, and by default the fix; whose job, and what an If node sees of it. */
function expectMessage({ cell }: Trial, seen: Seen, fix: readonly string[][] = cell.fix): void {
	const { label } = findGateway(cell.gateway)!;
	expect(seen.item).toBeUndefined();
	expect(seen.error).toContain(label);
	expect(lacking(seen.error, [...cell.message, ...fix])).toEqual([]);
	if (seen.given) expect(seen.error).toContain(seen.given.jobId);
	expect(seen.details).toMatchObject({
		gateway: cell.gateway,
		accepted: seen.given || cell.outcome === 'unclear' ? 'maybe' : 'no',
		...(seen.given ? { jobId: seen.given.jobId } : {}),
		...(cell.outcome === 'unclear' ? { code: 'unclear', retryable: false } : {}),
	});
}

/** The item of a job that became a video. */
function expectVideo({ given, item, error }: Seen): void {
	expect(error).toBeUndefined();
	expect(item!.json).toMatchObject({ jobId: given!.jobId, status: 'completed' });
}

function expectSubmit(trial: Trial, seen: Seen): void {
	const { cell } = trial;
	const { outcome } = cell;
	const { jobs, sends, item, error } = seen;
	const isRepeated = outcome === 'refused, 4' || outcome === 'accepted, 4th';
	expect(sends).toHaveLength(isRepeated ? 4 : 1);
	expectRest(trial, seen);
	if (outcome === 'adopted' || outcome === 'accepted' || outcome === 'accepted, 4th') {
		expect(error).toBeUndefined();
		expect(jobs).toHaveLength(1);
		expect(item!.json).toMatchObject({ gateway: cell.gateway, jobId: jobs[0]!.jobId });
		const warnings = [
			...(isRepeated ? [] : cell.message),
			...(outcome === 'adopted' ? [['found in the queue']] : []),
		];
		expect(lacking(String(item!.json.warnings), warnings)).toEqual([]);
		return;
	}
	if (outcome === 'unclear') {
		const { dashboard } = findGateway(cell.gateway)!;
		expect(jobs.length).toBeLessThanOrEqual(1);
		expectMessage(trial, seen, [
			["the job may exist and be billed, so it wasn't sent again"],
			[`Check ${dashboard} before you submit it again`.toLowerCase()],
		]);
		return;
	}
	expect(jobs).toEqual([]);
	expectMessage(trial, seen);
	expect(error).toContain('Nothing was submitted for this item.');
}

function expectWait(trial: Trial, seen: Seen): void {
	const { cell } = trial;
	expect(seen.jobs).toEqual([]);
	const faulty = seen.sends.filter(({ fault }) => fault !== undefined).length;
	expectRest(trial, seen);
	switch (cell.outcome) {
		case 'waits':
		case 'processing':
			expect(faulty).toBe(2);
			expectVideo(seen);
			return;
		case 'limit':
			expectMessage(trial, seen, [...cell.fix, ["wasn't ready within 0.2 minutes"]]);
			expect(seen.error).toMatch(/run Wait For Video or Check Video Status with this Job ID/);
			return;
		default:
			expect(seen.sends).toHaveLength(callsOfLook(cell));
			expectMessage(trial, seen);
	}
}

function expectCheck(trial: Trial, seen: Seen): void {
	const { cell } = trial;
	const { given, item } = seen;
	expect(seen.jobs).toEqual([]);
	if (cell.outcome === 'job failed') {
		expect(item!.json).toMatchObject({ jobId: given!.jobId, status: 'failed' });
		const { message } = item!.json.failure as { message: string };
		expect(lacking(message, [...cell.message, ...cell.fix])).toEqual([]);
		return;
	}
	if (cell.outcome === 'processing') {
		expect(item!.json).toMatchObject({ jobId: given!.jobId, status: 'processing' });
		expect(lacking(String(item!.json.warnings), cell.message)).toEqual([]);
		return;
	}
	expect(seen.sends.length).toBeLessThanOrEqual(3);
	if (cell.outcome === 'ends') expect(seen.sends).toHaveLength(callsOfLook(cell));
	expectMessage(trial, seen);
}

function expectDownload(trial: Trial, seen: Seen): void {
	const { cell } = trial;
	const { sends, file, error } = seen;
	if (cell.outcome === 'fails') {
		const statuses = cell.message.filter(([word]) => word?.startsWith('http '));
		const asked = { ...cell, message: statuses.length > 0 ? statuses : cell.message };
		expect(file).toBeUndefined();
		expect(sends.length).toBeLessThanOrEqual(3);
		expectMessage({ ...trial, cell: asked }, seen, [
			['run check video status with this job id for a fresh link'],
		]);
		expect(error).toContain(seen.given!.videoUrl);
		return;
	}
	expectVideo(seen);
	expect(file).toEqual(CLIP);
	const counts: Partial<Record<Cell['outcome'], number>> = {
		retried: 3,
		'retried, 1': 2,
		'goes on': 3,
		renewed: 2,
		saved: 1,
	};
	expect(sends).toHaveLength(counts[cell.outcome]!);
	if (cell.outcome === 'goes on') {
		expect(sends.slice(1).every(({ headers }) => headers.range !== undefined)).toBe(true);
	}
	if (cell.outcome === 'renewed') {
		const [first, second] = sends;
		const between = seen.looks.filter(({ at }) => at >= first!.at && at <= second!.at);
		expect(between.length).toBeGreaterThan(0);
	}
}

function expectUpload(trial: Trial, seen: Seen): void {
	const { cell } = trial;
	const { sends, jobs, item, error } = seen;
	expectRest(trial, seen);
	if (cell.outcome === 'fails') {
		expect(sends.length).toBeLessThanOrEqual(3);
		expect(jobs).toEqual([]);
		expectMessage(trial, seen);
		expect(error).toMatch(/image couldn't be uploaded.*nothing was submitted/i);
		return;
	}
	expect(error).toBeUndefined();
	expect(sends).toHaveLength(cell.outcome === 'retried, 1' ? 2 : 3);
	expect(jobs).toHaveLength(1);
	expect(item!.json.jobId).toBe(jobs[0]!.jobId);
}

function expectCallback(trial: Trial, seen: Seen): void {
	const { cell } = trial;
	const [first, second] = seen.deliveries;
	expectRest(trial, seen);
	const isFailed = cell.outcome === 'job failed';
	const job = { jobId: seen.given!.jobId, status: isFailed ? 'failed' : 'completed' };
	if (cell.outcome === 'turned away') {
		expect(first).toMatchObject({ status: 200, started: [] });
		expect(second).toMatchObject({ status: 200, started: [job] });
		// Without an error where the gateway says that there is no such job, or has it running still.
		if (first!.error !== undefined) {
			const { label } = findGateway(cell.gateway)!;
			const parts = [[label.toLowerCase()], ...cell.message, ...cell.fix];
			expect(lacking(first!.error, parts)).toEqual([]);
		}
		return;
	}
	expect(first).toMatchObject({ status: 200, started: [job] });
	expect(second!.started).toHaveLength(isFailed ? 2 : 1);
	if (isFailed) {
		const { message } = first!.started[0]!.failure as { message: string };
		expect(lacking(message, [...cell.message, ...cell.fix])).toEqual([]);
		return;
	}
	expect(seen.sends).toHaveLength(cell.outcome === 'retried, 1' ? 2 : 3);
}

const expectations: Record<Trial['kind'], (trial: Trial, seen: Seen) => void> = {
	submit: expectSubmit,
	wait: expectWait,
	'wait for the result': expectWait,
	check: expectCheck,
	'check the result': expectCheck,
	download: expectDownload,
	upload: expectUpload,
	callback: expectCallback,
};

const titled = trials.map((trial) => ({ trial, title: titleOf(trial) }));

test.each(titled)('$title', ({ trial }) => {
	const seen = seenBy.get(trial)!;
	expectations[trial.kind](trial, seen);
});

test('no key is in a message, an item, the data of an execution or the log', () => {
	const whole = { depth: null, maxArrayLength: null, maxStringLength: null };
	const written = [
		stage.n8n.log(),
		...played.executions.map(({ raw }) => inspect(raw, whole)),
	].join('\n');
	for (const { apiKey } of Object.values(stage.simulator.credentials)) {
		expect(written.includes(apiKey)).toBe(false);
	}
});

/** What some of the table can't show. */
const testOfAll = wantedWords.length === 0 ? test : test.skip;

testOfAll('no call of the API follows a redirect, and none that does carries a key', () => {
	const followed = stage.simulator.requests.filter(isElsewhere);
	expect(followed.length).toBeGreaterThan(0);
	expect(followed.filter(({ endpoint }) => endpoint !== 'media')).toEqual([]);
	const headers = inspect(followed.map((request) => request.headers));
	for (const { apiKey } of Object.values(stage.simulator.credentials)) {
		expect(headers.includes(apiKey)).toBe(false);
	}
});

test('nothing was sent that a gateway does not document', () => {
	expect(stage.simulator.refusals).toEqual([]);
});

// A gigabyte that is held would show whatever else the machine does.
testOfAll('a gzip bomb of 1 GB is not held: n8n grows by less than 512 MB', () => {
	expect(growth.get('gzip bomb of 1 GB')! / MEGABYTE).toBeLessThan(512);
});

testOfAll('100 MB of JSON are not read to their end: n8n hangs up before', () => {
	expect(largestRead()).toBeGreaterThan(0);
	expect(largestRead() / MEGABYTE).toBeLessThan(50);
});

/** How long the submits of a gateway wait for their turns, where it documents how many a minute may have. */
function pacedSeconds(bundle: string): number {
	const id = GATEWAY_IDS.find((gateway) => bundle === `submit ${gateway}`);
	const { rateLimits }: Partial<GatewayFacts> = id ? FACTS[id] : {};
	const isSubmit = ({ gateway, endpoint }: RecordedRequest) =>
		gateway === id && endpoint === 'submit';
	const sent = stage.simulator.requests.filter(isSubmit).length;
	const perMinute = rateLimits?.submitsPerMinute;
	return perMinute === undefined ? 0 : (sent / perMinute) * 60;
}

test('each call ends in its time', () => {
	// Two minutes of a submit or an upload; three times 30 s of a check; two minutes of silence in a wait.
	const late = [...played.seconds].filter(
		([bundle, seconds]) => seconds > 200 + pacedSeconds(bundle),
	);
	expect(late).toEqual([]);
});
