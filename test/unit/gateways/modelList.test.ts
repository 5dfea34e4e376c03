import { aimlapi } from '../../../gateways/adapters/aimlapi';
import type { Gateway, ListedModel, VideoModel, VideoRequest } from '../../../gateways/gateway';
import { checkRequest } from '../../../gateways/request/checks';
import { translate } from '../../../gateways/request/failover';
import { fitToModel } from '../../../gateways/request/fit';
import { followList } from '../../../gateways/request/modelList';
import { findModel } from '../../../gateways/request/models';
import { estimateCost } from '../../../gateways/request/prices';
import { findSuccessor } from '../../../gateways/request/successor';

const usd = (amount: number) => ({ amount, currency: 'USD' }) as const;

const row = (id: string, rest: Partial<VideoModel> = {}): VideoModel => ({
	id,
	name: `Name of ${id}`,
	typicalSeconds: 60,
	...rest,
});

const hailuo: readonly VideoModel[] = [
	row('auto', { resolve: () => 'hailuo-02' }),
	row('h3', { family: 'hailuo-h3' }),
	row('hailuo-2.3', {
		family: 'hailuo-2.3',
		formats: [
			{ resolution: '768P', durationSeconds: 6, price: usd(0.3) },
			{ resolution: '768P', durationSeconds: 10, price: usd(0.5) },
		],
	}),
	row('hailuo-2.3-fast', { family: 'hailuo-2.3-fast' }),
	row('hailuo-02', { family: 'hailuo-02' }),
	row('hailuo-02-fast', { family: 'hailuo-02-fast' }),
];

const gateway: Gateway = {
	...aimlapi,
	models: hailuo,
	unlistedModels: { formats: 'any', firstFrame: 'optional', typicalSeconds: 99 },
	defaultModel: 'hailuo-2.3',
};

const listOf = (...ids: string[]): ListedModel[] => ids.map((id) => ({ id, name: id }));
const ALL = hailuo.slice(1).map(({ id }) => id);

const request = (model: string, more: Partial<VideoRequest> = {}): VideoRequest => ({
	model,
	prompt: 'A lake',
	...more,
});

const retiredIn = ({ models }: Gateway) =>
	models.flatMap(({ id, retired }) => (retired ? [id] : []));

describe('models of the table', () => {
	test('a list that has them all changes nothing', () => {
		expect(followList(gateway, listOf(...ALL)).models).toEqual(hailuo);
		expect(followList(gateway, listOf(...ALL.map((id) => id.toUpperCase()))).models).toEqual(
			hailuo,
		);
	});

	test("what the list says counts more than the row, except for the name and the row's own ID", () => {
		const listed = {
			id: 'H3',
			name: 'MiniMax: H3',
			promptLimit: 9,
			typicalSeconds: 7,
			aspectRatios: ['1:1'],
		};
		const { models } = followList(gateway, [...listOf(...ALL.slice(1)), listed]);
		expect(models.find(({ id }) => id === 'h3')).toEqual({
			...hailuo[1],
			promptLimit: 9,
			typicalSeconds: 7,
			aspectRatios: ['1:1'],
		});
	});

	test('a price of the list replaces every price of the row', () => {
		const listed: ListedModel = {
			id: 'hailuo-2.3',
			name: 'x',
			price: [{ ...usd(0.1), per: 'second', resolution: '768p' }],
		};
		const followed = followList(gateway, [listed]);
		const cost = (more: Partial<VideoRequest>) =>
			estimateCost(followed, request('hailuo-2.3', more))?.amount;
		expect([cost({}), cost({ durationSeconds: 10 })]).toEqual([0.6, 1]);
		// Not quoted in advance: the old price isn't one either.
		const variable = followList(gateway, [{ ...listed, price: [] }]);
		expect(estimateCost(variable, request('hailuo-2.3'))).toBeUndefined();
	});

	test('new lengths keep the prices that the row has', () => {
		const formats = [6, 10, 12].map((durationSeconds) => ({
			resolution: '768p',
			durationSeconds,
		}));
		const followed = followList(gateway, [{ id: 'hailuo-2.3', name: 'x', formats }]);
		const cost = (durationSeconds: number) =>
			estimateCost(followed, request('hailuo-2.3', { durationSeconds }))?.amount;
		expect([cost(6), cost(10), cost(12)]).toEqual([0.3, 0.5, undefined]);
		expect(checkRequest(followed, request('hailuo-2.3', { durationSeconds: 7 }))).toMatchObject(
			[{ code: 'notOffered', offered: [6, 10, 12] }],
		);
	});
});

describe('models that are gone', () => {
	test('are refused, and nothing else is said of them', () => {
		const followed = followList(gateway, listOf(...ALL.filter((id) => id !== 'hailuo-02')));
		expect(retiredIn(followed)).toEqual(['hailuo-02']);
		expect(
			checkRequest(followed, request('Hailuo-02', { prompt: '', durationSeconds: 99 })),
		).toEqual([{ field: 'model', code: 'retired', value: 'hailuo-02', instead: 'h3' }]);
		expect(checkRequest(followed, request('h3'))).toEqual([]);
	});

	test.each<[string, ListedModel[]]>([
		['an empty list', []],
		['a list of other models', listOf('veo-9')],
		['the first page of several', listOf('h3', 'hailuo-2.3')],
	])('%s retires nothing', (_name, listed) => {
		expect(retiredIn(followList(gateway, listed))).toEqual([]);
	});

	test('the list may say so itself', () => {
		const listed = [
			{ id: 'h3', name: 'H3', retired: true } as const,
			...listOf(...ALL.slice(1)),
		];
		expect(retiredIn(followList(gateway, listed))).toEqual(['h3']);
	});

	test('a fallback gateway is left out for it', () => {
		const to = followList(gateway, listOf('h3', 'hailuo-2.3-fast', 'hailuo-02-fast'));
		const from: Gateway = { ...gateway, id: 'other', models: hailuo };
		expect(translate(from, to, request('hailuo-02'), new Set())).toMatchObject({
			leftOut: { code: 'problem', problem: { code: 'retired', instead: 'h3' } },
		});
	});
});

describe('what to choose instead', () => {
	const successorOf = (gone: string, ...offered: VideoModel[]) =>
		findSuccessor({ models: offered }, row(gone))?.id;

	test.each<[string, string[], string | undefined]>([
		['kling-2.1-pro', ['kling-2.6-standard', 'kling-2.6-pro', 'kling-3-pro'], 'kling-3-pro'],
		['kling-2-1-pro', ['kling-1-6-pro', 'kling-2-6-pro'], 'kling-2-6-pro'],
		[
			'google/veo-3',
			['google/veo-3.1-fast', 'google/veo-3.1', 'google/vids-9'],
			'google/veo-3.1',
		],
		['alibaba/wan2.6-t2v', ['alibaba/wan2.7-i2v', 'alibaba/wan2.7-t2v'], 'alibaba/wan2.7-t2v'],
		[
			'minimax/minimax-video-01',
			['minimax/video-02', 'minimax/minimax-m3'],
			'minimax/video-02',
		],
		['veo-3', ['sora-2', 'hailuo-2.3'], undefined],
		['veo-3', [], undefined],
		['1', ['2'], undefined],
	])('of %s, where there are %j: %s', (gone, offered, successor) => {
		expect(successorOf(gone, ...offered.map((id) => row(id)))).toBe(successor);
	});

	test('the same model under another ID comes first; no model that is gone, and no choice', () => {
		const same = row('x/9', { family: 'veo-3.1' });
		const newer = row('veo-4');
		expect(findSuccessor({ models: [newer, same] }, row('veo-3', { family: 'veo-3.1' }))).toBe(
			same,
		);
		expect(
			successorOf('veo-3', { ...newer, retired: true }, row('veo-5', { resolve: () => '' })),
		).toBeUndefined();
	});
});

describe('models that no row has', () => {
	const listed: ListedModel = {
		id: 'google/veo-9',
		name: 'Veo 9',
		firstFrame: 'unsupported',
		formats: [4, 8].map((durationSeconds) => ({
			durationSeconds,
			resolution: '720p',
			price: { ...usd(0.2), per: 'second' },
		})),
		aspectRatios: ['16:9', '9:16'],
	};
	const followed = followList(gateway, [...listOf(...ALL), listed]);

	test('stand behind the table, on the ground of what unlisted models may have', () => {
		expect(followed.models.slice(hailuo.length)).toEqual([
			{ ...gateway.unlistedModels, ...listed, listed: true },
		]);
		expect(findModel(followed, 'Google/Veo-9')?.typicalSeconds).toBe(99);
	});

	test('are checked, fitted and priced by what the list says', () => {
		const veo = (more: Partial<VideoRequest>) => request('google/veo-9', more);
		expect(checkRequest(followed, veo({ durationSeconds: 6 }))).toMatchObject([
			{ field: 'durationSeconds', code: 'notOffered', offered: [4, 8] },
		]);
		expect(checkRequest(followed, veo({ aspectRatio: '1:1' }))).toMatchObject([
			{ field: 'aspectRatio', code: 'notOffered' },
		]);
		const image = { kind: 'url', url: 'https://example.com/a.png' } as const;
		expect(checkRequest(followed, veo({ firstFrame: image }))).toMatchObject([
			{ field: 'firstFrame', code: 'unsupported' },
		]);
		expect(fitToModel(followed, veo({ resolution: '720P' })).request.resolution).toBe('720p');
		expect(estimateCost(followed, veo({ durationSeconds: 8 }))).toEqual({
			...usd(1.6),
			basis: 'estimate',
		});
	});

	test('a gateway that accepts no other models has none', () => {
		const closed: Gateway = { ...gateway };
		delete closed.unlistedModels;
		expect(followList(closed, [listed]).models).toEqual(hailuo);
	});

	test('a price by size counts for that size alone', () => {
		const price = [{ ...usd(0.39), per: 'second', resolution: '720p' } as const];
		const priced = followList(gateway, [{ id: 'veo-9', name: 'Veo 9', price }]);
		const cost = (more: Partial<VideoRequest>) => estimateCost(priced, request('veo-9', more));
		expect(cost({ resolution: '720P', durationSeconds: 5 })?.amount).toBe(1.95);
		expect(cost({ resolution: '1080p', durationSeconds: 5 })).toBeUndefined();
		expect(cost({ durationSeconds: 5 })).toBeUndefined();
		expect(cost({ resolution: '720p' })).toBeUndefined();
	});
});
