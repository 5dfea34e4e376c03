import { isDeepStrictEqual } from 'node:util';

import { findGateway, gateways } from '../../../gateways';
import type { Prices, VideoModel, VideoRequest } from '../../../gateways/gateway';
import { listFormats } from '../../../gateways/request/models';
import { estimateCost } from '../../../gateways/request/prices';
import { FACTS } from '../../facts';
import { GATEWAY_IDS, type GatewayId } from '../../support/simulator';

/**
 * Every price of the model tables against the words of the page that it is from. The pages' words stand among
 * the facts of each gateway as they were read; the amount is read out of them.
 */
const pages = GATEWAY_IDS.flatMap((gateway) =>
	FACTS[gateway].prices.map((price) => ({ gateway, ...price })),
);

const rows = pages.flatMap(({ models, ...page }) => models.map((model) => ({ model, ...page })));

test.each(rows)('$gateway $model: "$words"', ({ gateway, model, request, words, ...page }) => {
	const cost = estimateCost(findGateway(gateway)!, { model, prompt: 'A lake', ...request });
	expect(cost?.amount).toBeCloseTo(page.amount(words), 9);
	expect(cost).toMatchObject({ currency: page.currency, basis: 'estimate' });
});

/** A request for each price among some: with the inputs that it is for, and a length where it is for a second. */
function requestsFor(
	prices: Prices | undefined,
	{ resolution, durationSeconds }: Pick<VideoRequest, 'resolution' | 'durationSeconds'> = {},
): Array<Partial<VideoRequest>> {
	if (prices === undefined) return [];
	return ('amount' in prices ? [prices] : prices).map(({ per, when, firstFrame }) => {
		const seconds = durationSeconds ?? (per === 'second' ? 6 : undefined);
		return {
			...(resolution ? { resolution } : {}),
			...(seconds === undefined ? {} : { durationSeconds: seconds }),
			...(when ? { inputs: when } : {}),
			...(firstFrame
				? { firstFrame: { kind: 'url', url: 'https://example.com/a.jpg' } }
				: {}),
		};
	});
}

/** A request for each price of a model: one that stands for all its formats, or that of each. */
const pricedRows = (model: VideoModel): Array<Partial<VideoRequest>> =>
	model.price
		? requestsFor(model.price)
		: listFormats(model).flatMap((format) => requestsFor(format.price, format));

const priced = gateways.flatMap((gateway) =>
	gateway.models.flatMap((model) =>
		pricedRows(model).map((request) => ({ gateway: gateway.id, id: model.id, request, model })),
	),
);

test.each(priced)('$gateway $id $request has a page', ({ gateway, id, request, model }) => {
	const found = rows.filter(
		(row) =>
			row.gateway === gateway &&
			row.model === (FACTS[gateway as GatewayId].pricedAs?.[id] ?? id) &&
			(row.request?.resolution ?? '').toLowerCase() ===
				(request.resolution ?? '').toLowerCase() &&
			row.request?.durationSeconds === request.durationSeconds &&
			(row.request?.firstFrame === undefined) === (request.firstFrame === undefined) &&
			isDeepStrictEqual(row.request?.inputs, request.inputs),
	);
	expect(found).toHaveLength(1);
	expect(model.pricedBy?.page).toMatch(/\w/);
	expect(model.pricedBy?.read).toMatch(/^\d{4}/);
});
