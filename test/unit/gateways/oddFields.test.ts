import { gateways } from '../../../gateways';
import {
	isGatewayError,
	type Answer,
	type Call,
	type Gateway,
	type VideoJob,
} from '../../../gateways/gateway';
import { GATEWAYS, startSimulator, VARIANTS, type GatewayId } from '../../support/simulator';
import { leastRequest, usualModel } from './bench';
import { callGateway, type Called } from './callGateway';

/**
 * One field of a documented answer in a form that no page has. What doesn't decide what the answer means must not decide
 * whether it can be read: a failed job is failed whatever its error looks like, and a job that was accepted is known.
 */

const ODD: readonly unknown[] = [
	...[null, '', 'null', '[]', 'X', 0, -1, true, [], {}],
	...[['a', 'b'], { name: 'X', message: ['a', 'b'] }, { url: 7 }, [{ url: null }], [7]],
];

type Path = readonly string[];

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;

/** Every place in a body, but for those that decide, and those around them. */
function placesIn(body: unknown, decides: (key: string, path: Path) => boolean): Path[] {
	const walk = (value: unknown, path: Path): { places: Path[]; isFree: boolean } => {
		const inner = isObject(value)
			? Object.entries(value).map(([key, one]) => walk(one, [...path, key]))
			: [];
		const own = path.at(-1);
		const isFree =
			(own === undefined || !decides(own, path)) && inner.every((one) => one.isFree);
		const places = inner.flatMap((one) => one.places);
		return { places: isFree && path.length > 0 ? [...places, path] : places, isFree };
	};
	return walk(body, []).places;
}

function replaced(body: unknown, [key, ...rest]: Path, to: unknown): unknown {
	if (key === undefined) return to;
	const inner = replaced((body as Record<string, unknown>)[key], rest, to);
	return Array.isArray(body)
		? body.map((one: unknown, index) => (String(index) === key ? inner : one))
		: { ...(body as object), [key]: inner };
}

function readWhole<Result>(call: Call<Result>, answers: readonly Answer[]): unknown {
	const [first, ...more] = answers;
	const outcome = call.read(first!);
	const next = call.next?.(outcome, first);
	return next && more.length > 0 ? readWhole(next, more) : outcome;
}

/** Every way in which one field of one of the answers can be odd. */
const oddities = (answers: readonly Answer[], decides: (key: string, path: Path) => boolean) =>
	answers.flatMap(({ body }, index) => {
		const read = JSON.parse(body) as unknown;
		return placesIn(read, decides).flatMap((path) =>
			ODD.map((to) => ({
				what: `${index}: ${path.join('.')} = ${JSON.stringify(to)}`,
				answers: answers.map((one, at) =>
					at === index ? { ...one, body: JSON.stringify(replaced(read, path, to)) } : one,
				),
			})),
		);
	});

/** What tells that a job has failed; Kie.ai and MiniMax have a code for the call around it. */
const DECIDES: Partial<Record<GatewayId, RegExp>> = {
	fal: /^(status|error|detail|type)$/,
	useapi: /^status$/,
	kie: /^(state|successFlag|code)$/,
};
const STATUS = /^(status|task_status|status_code)$/;

/** The fields of an answer in which gateways have a file's address, where there is more than one. */
const FILE_FIELDS: Partial<Record<GatewayId, readonly string[]>> = {
	aigateway: ['result', 'result_url'],
	openaicompatible: ['outputs', 'url'],
	openrouter: ['urls', 'unsigned_urls'],
	pixazo: ['file', 'video_url'],
	useapi: ['downloadURL', 'videoURL'],
};

/** What a gateway answers to a submit and to a check of its job. */
async function answersOf(gateway: Gateway, variant: string, outcome: 'failed' | 'completed') {
	const id = gateway.id as GatewayId;
	const simulator = await startSimulator();
	simulator.plan = () => ({ variant, outcome, seconds: 0 });
	const send = async <Result>(call: Call<Result>): Promise<Called<Result>> =>
		await callGateway(id, simulator.credentials[id], call);
	const submitted = await send(gateway.submit(leastRequest(gateway, usualModel(gateway))));
	const { jobId } = submitted.outcome as VideoJob;
	const looked = await send(gateway.status(jobId));
	await simulator.close();
	return { submitted: submitted.answers, looked: looked.answers, jobId };
}

describe.each(gateways)('an answer of $label with one odd field', (gateway) => {
	const id = gateway.id as GatewayId;
	const request = leastRequest(gateway, usualModel(gateway));

	test.each(VARIANTS[id])('tells a failed job as failed (shape "%s")', async (variant) => {
		const { looked, jobId } = await answersOf(gateway, variant, 'failed');
		const decides = (key: string) => (DECIDES[id] ?? STATUS).test(key);
		const all = oddities(looked, decides);
		expect(all.length).toBeGreaterThan(0);
		const wrong = all.flatMap(({ what, answers }) => {
			const read = readWhole(gateway.status(jobId), answers);
			return (read as VideoJob).status === 'failed' ? [] : [[what, read]];
		});
		expect(wrong).toEqual([]);
	});

	test.each(VARIANTS[id])('to a submit names the job (shape "%s")', async (variant) => {
		const { submitted, jobId } = await answersOf(gateway, variant, 'completed');
		const { idKeys } = GATEWAYS[id];
		const decides = (_key: string, path: Path) => idKeys.includes(path.join('.'));
		const named = jobId.split(':').at(-1)!;
		const wrong = oddities(submitted, decides).flatMap(({ what, answers }) => {
			const read = readWhole(gateway.submit(request), answers);
			const isNamed = isGatewayError(read)
				? read.accepted === 'maybe' && read.message.includes(named)
				: (read as VideoJob).jobId === jobId;
			return isNamed ? [] : [[what, read]];
		});
		expect(wrong).toEqual([]);
	});
});

/** Where a body has one of the fields. */
const placeOf = (body: unknown, fields: readonly string[]): Path | undefined =>
	placesIn(body, () => false).find((path) => fields.includes(path.at(-1)!));

const sharing = gateways.flatMap((gateway) => {
	const id = gateway.id as GatewayId;
	const fields = FILE_FIELDS[id] ?? [];
	return fields.length === 0
		? []
		: VARIANTS[id].map((variant) => ({ label: gateway.label, gateway, variant, fields }));
});

test.each(sharing)(
	'a finished job of $label has an address, whatever another field for it holds (shape "$variant")',
	async ({ gateway, variant, fields }) => {
		const { looked, jobId } = await answersOf(gateway, variant, 'completed');
		const address = (answers: readonly Answer[]) =>
			(readWhole(gateway.status(jobId), answers) as VideoJob).videoUrl;
		const [first, ...more] = looked;
		const body = JSON.parse(first!.body) as unknown;
		const place = placeOf(body, fields);
		if (place === undefined) return;
		const wrong = fields
			.filter((field) => field !== place.at(-1))
			.flatMap((field) =>
				[[], 7, true, [7]].filter((odd) => {
					const path = [...place.slice(0, -1), field];
					const changed = JSON.stringify(replaced(body, path, odd));
					// Where it had an address of its own, that of the other one.
					return address([{ ...first!, body: changed }, ...more]) === undefined;
				}),
			);
		expect(wrong).toEqual([]);
	},
);
