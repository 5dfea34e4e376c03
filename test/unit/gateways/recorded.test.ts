import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { findGateway, gateways } from '../../../gateways';
import type { Answer, Call, Gateway, VideoRequest } from '../../../gateways/gateway';
import { FACTS } from '../../facts';
import type { GatewayFacts } from '../../facts/types';
import { OUTCOMES, VARIANTS, type GatewayId, type Outcome } from '../../support/simulator';
import { answer, benchFor, jobIn, leastRequest, usualModel } from './bench';

/**
 * Every answer of a gateway that somebody else wrote down, and every one that a page prints, read as a user needs it.
 * `test/recorded/<gateway>/*.json`: where it is from, when, and what it must read to. `mark` tells how good the source is:
 * `recorded` (a gateway really answered so), `client` (an official or working client is made for it), `page` (printed in
 * documentation). The simulator's answers stand for the pages' in all shapes, stages and ends.
 */

interface RecordedAnswer {
	call: 'submit' | 'status' | 'queue';
	request: VideoRequest & { jobId?: string };
	answer: Written;
	/** What the outcome holds. */
	reads: Record<string, unknown>;
}

interface Written {
	status: number;
	headers?: Record<string, string>;
	body: unknown;
	/** The answer to the call that follows. */
	then?: Written;
}

const MARKS = ['recorded', 'client', 'page'] as const;

interface RecordedFile {
	source: string;
	date: string;
	mark: (typeof MARKS)[number];
	note?: string;
	answers: RecordedAnswer[];
}

const FOLDER = join(__dirname, '..', '..', 'recorded');

const answersIn = (id: string): string[] =>
	readdirSync(join(FOLDER, id)).filter((name) => name.endsWith('.json'));

const files = gateways.flatMap(({ id }) =>
	// What `npm run check:gateway -- <id> --record` has written lies in a folder below.
	answersIn(id).map((name) => ({
		id,
		name,
		file: JSON.parse(readFileSync(join(FOLDER, id, name), 'utf8')) as RecordedFile,
	})),
);

const asAnswer = ({ status, headers = {}, body }: Written): Answer =>
	answer(body, { status, headers });

/** What a call makes of an answer, and of the one that follows. */
function outcomeOf<Result>(call: Call<Result>, written: Written): unknown {
	const given = asAnswer(written);
	const outcome = call.read(given);
	const next = written.then && call.next?.(outcome, given);
	return next ? outcomeOf(next, written.then!) : outcome;
}

function read(gateway: Gateway, { call, request, answer: written }: RecordedAnswer): unknown {
	switch (call) {
		case 'submit':
			return outcomeOf(gateway.submit(request), written);
		case 'status':
			return outcomeOf(gateway.status(request.jobId!), written);
		case 'queue':
			return outcomeOf(gateway.queue!(), written);
	}
}

/** Answers read right, by gateway and mark. */
const counts = new Map<string, number>();
const count = (id: string, mark: string) =>
	counts.set(`${id} ${mark}`, (counts.get(`${id} ${mark}`) ?? 0) + 1);

const written = files.flatMap(({ id, name, file }) =>
	file.answers.map((one, index) => ({
		title: `${id}/${name} ${index + 1}`,
		id,
		mark: file.mark,
		one,
	})),
);

test.each(files)('$id/$name says where it is from', ({ file }) => {
	expect(file.source).toMatch(/\w/);
	expect(file.date).toMatch(/^20\d\d(-\d\d){0,2}$/);
	expect(MARKS).toContain(file.mark);
	expect(file.answers.length).toBeGreaterThan(0);
});

test.each(written)('$title reads right', ({ id, mark, one }) => {
	const outcome = read(findGateway(id)!, one);
	expect(outcome).toMatchObject(one.reads);
	if (one.reads.status === 'completed') expect(outcome).not.toHaveProperty('warnings');
	count(id, mark);
});

/** What a job of the simulator must read to, by how it ends. */
const ends: Readonly<Record<Outcome, readonly string[]>> = {
	completed: ['completed'],
	failed: ['failed'],
	moderated: ['failed'],
	cancelled: ['cancelled', 'failed'],
	completedWithoutUrl: ['failed'],
	unknownStatus: ['processing'],
};

/** The same of a gateway whose videos lie where no answer has to name. */
const unnamed: { [End in Outcome]?: readonly string[] } = { completedWithoutUrl: ['completed'] };

describe.each(gateways)('what the pages of $label print', (gateway) => {
	const bench = benchFor(gateway);
	const id = gateway.id as GatewayId;
	const request = leastRequest(gateway, usualModel(gateway));
	const { neverQueued, unnamedFile }: GatewayFacts = FACTS[id];
	const waiting = neverQueued?.includes(request.model) ? 'processing' : 'queued';
	const cases = VARIANTS[id].flatMap((variant) =>
		OUTCOMES.flatMap((outcome) => [
			{
				variant,
				outcome,
				seconds: 0,
				statuses: [...ends[outcome], ...(unnamedFile ? (unnamed[outcome] ?? []) : [])],
			},
			{ variant, outcome, seconds: 1000, statuses: [waiting] },
		]),
	);

	test.each(cases)('reads right: $variant, $outcome, $seconds s', async (shape) => {
		const { variant, outcome, seconds, statuses } = shape;
		bench.simulator.plan = () => ({ variant, outcome, seconds });
		const { jobId, status } = await bench.submit(request);
		expect([jobId, status]).toEqual([bench.simulator.jobs[0]!.jobId, 'queued']);
		count(id, 'simulated');
		const look = await bench.look(jobId);
		// A moderated video of useapi.net may be removed.
		if (variant === 'removed' && outcome === 'moderated' && seconds === 0) {
			expect(look).toMatchObject({ code: 'notFound' });
		} else {
			expect(statuses).toContain(jobIn(look).status);
		}
		count(id, 'simulated');
	});
});

afterAll(() => {
	const read = [...counts.values()].reduce((sum, some) => sum + some, 0);
	const lines = [...counts].map(([name, some]) => `  ${name}: ${some}`);
	process.stdout.write(`Answers read right: ${read}\n${lines.join('\n')}\n`);
});
