import type {
	Call,
	Gateway,
	ImageInput,
	VideoJob,
	VideoRequest,
} from '../../../../gateways/gateway';
import { deliverImages, type Uploads } from '../../../../nodes/SubmitVideo/send/deliverImages';
import { dryRunItem } from '../../../../nodes/SubmitVideo/plan/dryRun';
import { png } from '../../gateways/images';
import { gatewayWith, KEY, liveServer } from './liveCaller';

/** How pictures get to a gateway that takes them as bytes: fetched by n8n, as files of a multipart body, uploaded. */

const formats = ['image/png', 'image/jpeg'] as const;

/** A gateway that takes its first frame as a file of a multipart body. */
const byFile = (images: Partial<Gateway['images']> = {}): Gateway =>
	gatewayWith({
		images: { url: 'fetched', bytes: 'multipart', formats, ...images },
		submit: ({ prompt, firstFrame }): Call<VideoJob> => ({
			request: {
				method: 'POST',
				path: '/v1/videos',
				multipart: {
					fields: { prompt },
					files:
						firstFrame?.kind === 'bytes'
							? [{ name: 'image', fileName: 'image', ...firstFrame }]
							: [],
				},
			},
			repeat: 'never',
			timeoutSeconds: 10,
			read: () => ({ gateway: 'made-up', jobId: '1', status: 'queued' }),
		}),
	});

const server = liveServer(byFile());
const model = 'minimax/hailuo-02';

const requestWith = (firstFrame: ImageInput): VideoRequest => ({
	model,
	prompt: 'A lake',
	firstFrame,
});

const servePicture = (path: string, bytes: Uint8Array, type = 'image/png'): ImageInput => {
	server.answers.set(path, { type, body: Buffer.from(bytes) });
	return { kind: 'url', url: `${server.origin}${path}` };
};

describe('a picture that n8n fetches', () => {
	test('becomes the bytes of the file, with the type that they show, and no key is sent for it', async () => {
		const bytes = png(800, 600);
		const image = servePicture('/first', bytes, 'application/octet-stream');
		const delivered = await deliverImages(
			server.item(),
			byFile(),
			requestWith(image),
			new Map(),
		);
		expect(delivered).toEqual({
			...requestWith({
				kind: 'bytes',
				bytes: expect.anything() as never,
				mimeType: 'image/png',
			}),
		});
		const { firstFrame } = delivered as { firstFrame: { bytes: Uint8Array } };
		expect(Buffer.from(firstFrame.bytes)).toEqual(Buffer.from(bytes));
		expect(server.received.map(({ method, path }) => [method, path])).toEqual([
			['GET', '/first'],
		]);
		expect(JSON.stringify(server.received)).not.toContain(KEY);
	});

	test('every picture of the request does, in its place', async () => {
		const request: VideoRequest = {
			...requestWith(servePicture('/first', png(801, 600))),
			endFrame: servePicture('/end', png(802, 600)),
			subjectReferences: [servePicture('/one', png(803, 600))],
		};
		const delivered = await deliverImages(server.item(), byFile(), request, new Map());
		const { firstFrame, endFrame, subjectReferences } = delivered as VideoRequest;
		const widths = [firstFrame, endFrame, ...subjectReferences!].map(
			(image) => image?.kind === 'bytes' && Buffer.from(image.bytes).readUInt32BE(16),
		);
		expect(widths).toEqual([801, 802, 803]);
	});

	test('of another kind is refused, with its address', async () => {
		const image = servePicture('/page', Buffer.from('%PDF-1.7 and more of it'));
		const delivered = deliverImages(server.item(), byFile(), requestWith(image), new Map());
		await expect(delivered).rejects.toMatchObject({
			message: expect.stringMatching(/'Image' is a PDF/) as unknown,
			description: expect.stringContaining(`${server.origin}/page`) as unknown,
		});
	});

	test("that isn't there is told by its address", async () => {
		server.answers.set('/gone', { status: 404 });
		const image: ImageInput = { kind: 'url', url: `${server.origin}/gone` };
		const delivered = deliverImages(server.item(), byFile(), requestWith(image), new Map());
		await expect(delivered).rejects.toMatchObject({
			message: expect.stringContaining('the URL returned HTTP 404') as unknown,
			description: expect.stringContaining(`${server.origin}/gone`) as unknown,
		});
	});

	test('stays an address for a gateway that is sent addresses', async () => {
		const request = requestWith({ kind: 'url', url: 'https://example.com/first.png' });
		const gateway = byFile({ url: 'sent' });
		expect(await deliverImages(server.item(), gateway, request, new Map())).toEqual(request);
		expect(server.received).toEqual([]);
	});
});

describe('a picture that several items share', () => {
	const uploading = byFile({
		bytes: {
			call: ({ bytes }) => ({
				request: { method: 'POST', path: '/v1/files', body: { size: bytes.length } },
				repeat: 'always',
				timeoutSeconds: 10,
				read: () => ({ kind: 'reference', reference: 'file-1' }),
			}),
		},
	});
	const image: ImageInput = { kind: 'bytes', bytes: png(800, 600), mimeType: 'image/png' };

	test('is uploaded once, also if they start in the same moment', async () => {
		server.answers.set('/v1/files', { type: 'application/json', body: '{}' });
		const uploads: Uploads = new Map();
		const delivered = await Promise.all(
			Array.from({ length: 5 }, async () => {
				const request = requestWith(image);
				return await deliverImages(server.item(), uploading, request, uploads);
			}),
		);
		const reference = { kind: 'reference', reference: 'file-1' } as const;
		expect(delivered).toEqual(Array(5).fill(requestWith(reference)));
		expect(server.received.map(({ path }) => path)).toEqual(['/v1/files']);
	});

	test('is uploaded to each account: a file of one is nothing that another may use', async () => {
		server.answers.set('/v1/files', { type: 'application/json', body: '{}' });
		const uploads: Uploads = new Map();
		for (const apiKey of ['key-of-the-first', 'key-of-the-second', 'key-of-the-first']) {
			const item = server.item({ credential: { apiKey } });
			await deliverImages(item, uploading, requestWith(image), uploads);
		}
		expect(server.received).toHaveLength(2);
	});
});

describe('a dry run', () => {
	const dryRun = async (gateway: Gateway, request: VideoRequest): Promise<string> => {
		const candidate = { gateway, request, warnings: [] };
		const { json } = await dryRunItem(server.item(), candidate, {
			fallbacks: [],
			warnings: [],
		});
		expect(server.received).toEqual([]);
		return JSON.stringify(json);
	};

	test('shows a file of a multipart body by its size', async () => {
		const bytes = new Uint8Array(12_345);
		const shown = await dryRun(
			byFile(),
			requestWith({ kind: 'bytes', bytes, mimeType: 'image/png' }),
		);
		expect(JSON.parse(shown)).toMatchObject({
			dryRun: true,
			gateway: 'made-up',
			model,
			request: {
				method: 'POST',
				url: `${server.origin}/v1/videos`,
				body: { prompt: 'A lake', image: '(file, 12 kB)' },
			},
		});
		expect(shown).not.toContain(KEY);
	});

	test('fetches nothing, and says of a file that it would be fetched first', async () => {
		const url = `${server.origin}/first`;
		const shown = await dryRun(byFile(), requestWith({ kind: 'url', url }));
		expect(JSON.parse(shown)).toMatchObject({
			request: { body: { prompt: 'A lake', image: '(file, fetched first)' } },
		});
	});

	test('shows the address of a picture that would be fetched and sent in the JSON', async () => {
		const gateway = gatewayWith({
			images: { url: 'fetched', bytes: 'dataUrl', formats },
		});
		const url = `${server.origin}/first`;
		expect(await dryRun(gateway, requestWith({ kind: 'url', url }))).toContain(
			`"image_url":"(file at ${url})"`,
		);
	});
});
