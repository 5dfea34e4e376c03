import * as fc from 'fast-check';

import { gateways } from '../../../gateways';
import { checkRequest } from '../../../gateways/request/checks';
import {
	isGatewayError,
	type Gateway,
	type ImageInput,
	type VideoRequest,
} from '../../../gateways/gateway';
import { fitToModel } from '../../../gateways/request/fit';
import { listFormats, resolveModel } from '../../../gateways/request/models';
import { listPictures, withPicture } from '../../../gateways/request/pictures';
import { FRAME } from '../../support/simulator';
import { anyRequest } from './arbitraries';
import { benchFor, leastRequest, modelOf, picture, type Bench } from './bench';

/** A picture as the gateway gets it. */
async function deliver(
	bench: Bench,
	{ images }: Gateway,
	image: ImageInput,
	request: VideoRequest,
): Promise<ImageInput> {
	if (image.kind === 'reference') return image;
	const way = image.kind === 'url' ? images.url : images.bytes;
	if (way === 'fetched') return { kind: 'bytes', bytes: FRAME, mimeType: 'image/png' };
	if (typeof way === 'string') return image;
	// An address is fetched before it is uploaded; what lies there is a picture that every model takes.
	const file = image.kind === 'url' ? { bytes: FRAME, mimeType: 'image/png' } : image;
	const { outcome } = await bench.send(way.call(file, request));
	if (isGatewayError(outcome)) throw new Error(outcome.message);
	return outcome;
}

/** Takes a request the whole way that the node takes it, with real uploads, up to the gateway's answer. */
async function submitAsNodesDo(
	bench: Bench,
	gateway: Gateway,
	wanted: VideoRequest,
): Promise<unknown[]> {
	const { request } = fitToModel(gateway, wanted);
	let delivered = request;
	for (const picture of listPictures(request)) {
		const image = await deliver(bench, gateway, picture.image, request);
		delivered = withPicture(delivered, picture, image);
	}
	await bench.send(gateway.submit(delivered));
	return bench.simulator.refusals.map(({ reason }) => reason);
}

describe.each(gateways)('$label', (gateway) => {
	const bench = benchFor(gateway);

	test('any request is either told to be wrong beforehand, or taken by the gateway', async () => {
		let sent = 0;
		let told = 0;
		await fc.assert(
			fc.asyncProperty(anyRequest(gateway), async (typed) => {
				const wanted = { ...typed, model: resolveModel(gateway, typed) };
				if (checkRequest(gateway, wanted).length > 0) {
					told++;
					return;
				}
				sent++;
				bench.simulator.reset();
				// Nobody is there to echo it.
				bench.simulator.callbackChallenge = false;
				expect(await submitAsNodesDo(bench, gateway, wanted)).toEqual([]);
				expect(bench.simulator.jobs).toHaveLength(1);
			}),
			{ numRuns: 400 },
		);
		// Neither side of the property may run dry.
		expect(Math.min(sent, told)).toBeGreaterThan(30);
	});

	const sizes = gateway.models
		.filter((model) => !model.resolve)
		.flatMap((model) =>
			[...new Set(listFormats(model).map(({ resolution }) => resolution))]
				.filter((resolution) => resolution !== undefined)
				.flatMap((resolution) => [
					{ model: model.id, resolution: resolution.toLowerCase() },
					{ model: model.id, resolution: resolution.toUpperCase() },
				]),
		);
	if (sizes.length > 0) {
		test.each(sizes)(
			'Resolution $resolution of $model is refused or goes out as the page writes it',
			async ({ model, resolution }) => {
				const row = modelOf(gateway, model);
				const request = { ...leastRequest(gateway, row), resolution };
				const image = row.firstFrame ? { firstFrame: picture(gateway) } : {};
				const wanted = { ...request, ...image };
				if (checkRequest(gateway, wanted).length > 0) return;
				expect(await submitAsNodesDo(bench, gateway, wanted)).toEqual([]);
			},
		);
	}
});
