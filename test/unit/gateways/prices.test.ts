import { findGateway, gateways } from '../../../gateways';
import type { VideoModel, VideoRequest } from '../../../gateways/gateway';
import { listFormats, estimateCost } from '../../../gateways/request/models';
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

/** The formats of a model that have a price, or one that stands for all. */
function pricedRows(model: VideoModel): Array<Partial<VideoRequest>> {
	if (model.price) return [{}];
	if (model.pricePerSecond !== undefined) return [{ durationSeconds: 6 }];
	return listFormats(model)
		.filter(({ price }) => price)
		.map(({ resolution, durationSeconds }) => ({
			...(resolution ? { resolution } : {}),
			...(durationSeconds ? { durationSeconds } : {}),
		}));
}

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
			row.request?.durationSeconds === request.durationSeconds,
	);
	expect(found).toHaveLength(1);
	expect(model.pricedBy?.page).toMatch(/\w/);
	expect(model.pricedBy?.read).toMatch(/^\d{4}/);
});
