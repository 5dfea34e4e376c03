import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type {
	GatewayRequest,
	ImageInput,
	ImageIntake,
	VideoRequest,
} from '../../../gateways/gateway';
import { findModel } from '../../../gateways/request/models';
import { mapPictures } from '../../../gateways/request/pictures';
import { readCredential } from '../../shared/credentials';
import type { Item } from '../../shared/item';
import { buildRequest } from '../../shared/transport/send';
import type { Candidate } from './plan';

/** Longest text that is shown in full: an image in the JSON has millions of characters. */
const LONGEST_TEXT = 4000;

function shortened(_key: string, value: unknown): unknown {
	return typeof value === 'string' && value.length > LONGEST_TEXT
		? `${value.slice(0, 60)}... (${value.length} characters)`
		: value;
}

/** What stands for the file at an address, which a dry run doesn't fetch: no bytes, or words where it would be text. */
const notFetched = (url: string, bytes: ImageIntake['bytes']): ImageInput =>
	bytes === 'multipart'
		? { kind: 'bytes', bytes: new Uint8Array(0), mimeType: 'image/png' }
		: { kind: 'reference', reference: `(file at ${url})` };

/** The request, with a description of each image that would be uploaded or fetched first. */
function withoutUploads({ gateway: { images }, request }: Candidate): VideoRequest {
	return mapPictures(request, ({ image }) => {
		if (image.kind === 'reference') return image;
		const way = image.kind === 'url' ? images.url : images.bytes;
		if (image.kind === 'url' && way === 'fetched') return notFetched(image.url, images.bytes);
		if (typeof way === 'string') return image;
		const what =
			image.kind === 'url' ? image.url : `${image.mimeType} of ${image.bytes.length} bytes`;
		return { kind: 'reference', reference: `(file of the upload of ${what})` };
	});
}

/** A body as the item shows it: the files of a multipart body by their size. */
function shownBody({ body, multipart }: GatewayRequest): unknown {
	if (!multipart) return body;
	const files = multipart.files.map(({ name, bytes }) => [
		name,
		bytes.length === 0
			? '(file, fetched first)'
			: `(file, ${Math.max(1, Math.round(bytes.length / 1000))} kB)`,
	]);
	return { ...multipart.fields, ...(Object.fromEntries(files) as Record<string, string>) };
}

/** The item of a dry run: the request as it would go out, without the key. */
export async function dryRunItem(
	item: Item,
	candidate: Candidate,
	{ fallbacks, warnings }: { fallbacks: string[]; warnings: string[] },
): Promise<INodeExecutionData> {
	const { gateway, request, prompt, cost, costNote } = candidate;
	const credential = await readCredential(item, gateway);
	const call = gateway.submit(withoutUploads(candidate), findModel(gateway, request.model));
	const { method, url, headers } = buildRequest(call, credential);
	const body = shownBody(call.request);
	const json = {
		dryRun: true,
		gateway: gateway.id,
		model: request.model,
		...(prompt === undefined ? {} : { prompt }),
		...(cost ? { cost } : { costNote }),
		...(warnings.length > 0 ? { warnings } : {}),
		...(fallbacks.length > 0 ? { fallbackGateways: fallbacks } : {}),
		request: { method, url, headers, body },
	};
	return {
		json: JSON.parse(JSON.stringify(json, shortened)) as IDataObject,
		pairedItem: { item: item.index },
	};
}
