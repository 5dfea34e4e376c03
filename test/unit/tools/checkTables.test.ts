import { gateways } from '../../../gateways';
import type { VideoModel } from '../../../gateways/gateway';
import { findingsOf, restsOf, spanOf, type Table } from '../../../tools/checkTables/ages';
import { tables } from '../../../tools/checkTables/tables';

const now = Date.parse('2026-11-27T12:00:00Z');

const model = (id: string, more: Partial<VideoModel> = {}): VideoModel => ({
	id,
	name: id,
	typicalSeconds: 120,
	...more,
});

const table = (read: string, models: readonly VideoModel[] = [model('a')]): Table => ({
	gateway: 'g',
	models,
	source: { page: 'the page', read },
});

test('every gateway has a table with a source', () => {
	expect(tables.map(({ gateway, models }) => [gateway, models])).toEqual(
		gateways.map(({ id, models }) => [id, models]),
	);
});

test.each(restsOf(tables))('$gateway, $about of $models: a page and a date', ({ source }) => {
	expect(source?.page).toMatch(/\w/);
	expect(spanOf(source?.read ?? '')).toBeDefined();
});

test.each([
	['2026-11-27', [], []],
	['2026-08-30', [], []],
	['2026-08-28', ['up to 91 days ago'], []],
	['2026-08', ['up to 118 days ago'], []],
	['2026-09', [], []],
	['2026', ['up to 330 days ago'], []],
	['2025-11-27', ['up to 365 days ago'], []],
	['2025-11-25', [], ['over a year ago']],
	['2025', ['up to 695 days ago'], []],
	['2024', [], ['over a year ago']],
	['2026-11-28', [], ['not yet']],
	['2027', [], ['not yet']],
	['2026-02-30', [], ['not a date such as 2026-08-21']],
	['26-08-21', [], ['not a date such as 2026-08-21']],
	['', [], ['not a date such as 2026-08-21']],
])('read %p', (read, old, problems) => {
	const line = (end: string) => `g, limits of 1 model: the page, read ${read}: ${end}`;
	expect(findingsOf([table(read)], now)).toEqual({
		old: old.map(line),
		problems: problems.map(line),
	});
});

test('each price has a page of its own, in whatever way it is given', () => {
	const pricedBy = { page: 'the prices', read: '2026-03' };
	const usd = { amount: 1, currency: 'USD' as const };
	const models = [
		model('without'),
		model('flat', { price: usd }),
		model('by second', { price: { ...usd, per: 'second' }, pricedBy }),
		model('by input', { price: [{ ...usd, when: { audio: true } }, usd], pricedBy }),
		model('by clip', { formats: [{ durationSeconds: 6 }, { price: usd }], pricedBy }),
	];
	expect(findingsOf([table('2026-11-01', models)], now)).toEqual({
		problems: ['g, prices of 1 model: no source (flat)'],
		old: ['g, prices of 3 models: the prices, read 2026-03: up to 271 days ago'],
	});
});

test('a date without a day means any day of it', () => {
	expect(spanOf('2026-02')).toEqual({
		from: Date.parse('2026-02-01T00:00:00Z'),
		to: Date.parse('2026-02-28T23:59:59.999Z'),
	});
});
