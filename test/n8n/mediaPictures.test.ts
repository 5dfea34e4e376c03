import type { INodeParameters } from 'n8n-workflow';

import { findGateway } from '../../gateways';
import type { Gateway } from '../../gateways/gateway';
import { FACTS } from '../facts';
import { uploadsPictures, type GatewayFacts } from '../facts/types';
import { png } from '../unit/gateways/images';
import { GATEWAY_IDS, type GatewayId } from '../support/simulator';
import type { NodeSketch } from '../support/n8n/n8n';
import { errorText, jsonOf, rows, videoNode } from './stage';
import { pictures } from './mediaHosts';
import { stage } from './mediaStage';
import { errorOutput, messages, fetchFile } from './mediaDownloads';
import { testThatNoKeyWentAstray } from './mediaKeys';

/** Pictures on their way to the gateways: which are sent, which are refused and why. */

describe('pictures', () => {
	/** Submits with each picture as the first frame, fetched into a binary field. */
	async function submitEach(
		gateway: GatewayId,
		paths: string[],
		parameters: INodeParameters = {},
	) {
		return await stage.run([
			...rows(paths.map((path) => ({ url: `http://pictures.example${path}` }))),
			fetchFile('={{ $json.url }}'),
			videoNode(
				stage,
				'submitVideo',
				{
					gateway,
					prompt: 'The lake begins to move',
					imageSource: 'binary',
					...parameters,
				},
				errorOutput,
			),
		]);
	}

	const byUrlOnly = (label: string): Record<string, RegExp> => ({
		...Object.fromEntries(
			Object.keys(pictures).map((path) => [
				path,
				new RegExp(`^${label} accepts images by URL only. Set 'Image' to URL`),
			]),
		),
		'/empty.png': /'Image' is an empty file/,
		'/large.png': /'Image' is 21 MB/,
	});
	/** By the facts; a gateway that accepts URLs only refuses them all. */
	const refusedBy = ({ id, label }: Gateway) => {
		const { wrongPictures }: GatewayFacts = FACTS[id as GatewayId];
		return wrongPictures ?? byUrlOnly(label);
	};

	test.each(GATEWAY_IDS)(
		'%s: each wrong one in a binary field gets a message with the fix, and nothing is sent for it',
		async (gateway) => {
			const refused = refusedBy(findGateway(gateway)!);
			const paths = Object.keys(pictures);
			const execution = await submitEach(gateway, paths);

			expect(execution.error?.message).toBeUndefined();
			const found = messages(execution, 'Submit Video');
			const good = paths.filter((path) => refused[path] === undefined);
			paths.forEach((path, index) => {
				const message = refused[path];
				expect({ path, message: found.get(index) }).toEqual({
					path,
					message: message && (expect.stringMatching(message) as string),
				});
			});
			expect(jsonOf(execution, 'Submit Video')).toHaveLength(good.length);
			expect(stage.simulator.jobs).toHaveLength(good.length);
			// The gateways judge what they get by the same pages.
			expect(stage.simulator.refusals).toEqual([]);
			const uploads = stage.simulator.requests.filter(
				({ endpoint }) => endpoint === 'upload',
			);
			const isUploaded = uploadsPictures(FACTS[gateway]);
			expect(uploads).toHaveLength(isUploaded ? good.length : 0);
			console.log(
				`${gateway}: ${found.size} wrong pictures told, ${good.length} good ones sent`,
			);
		},
	);

	test('a node that stops at errors uploads nothing for a batch whose last picture is wrong', async () => {
		const execution = await stage.run([
			...rows(
				['/frame.png', '/photo.jpg', '/document.png'].map((path) => ({
					url: `http://pictures.example${path}`,
				})),
			),
			fetchFile('={{ $json.url }}'),
			videoNode(stage, 'submitVideo', {
				gateway: 'useapi',
				prompt: 'A lake',
				imageSource: 'binary',
			}),
		]);

		expect(errorText(execution)).toMatch(/'Image' is .*\[item 2\]/);
		expect(stage.simulator.requests).toEqual([]);
	});

	const sora = {
		model: { __rl: true, mode: 'id', value: 'Sora-2' },
	};

	test("a binary picture that has not one of Sora-2's sizes is told before it is uploaded", async () => {
		const execution = await submitEach('useapi', ['/vga.png', '/frame.png'], sora);

		const found = messages(execution, 'Submit Video');
		expect([...found]).toEqual([
			[
				0,
				expect.stringMatching(
					/'Image' is 640x480 pixels, but Sora 2 .*supports only 1280x720/,
				) as string,
			],
		]);
		expect(stage.simulator.jobs).toHaveLength(1);
		expect(stage.simulator.refusals).toEqual([]);
	});

	/** Addresses for a gateway that wants the picture itself uploaded, so that n8n fetches it. */
	async function submitUrls(paths: string[], parameters: INodeParameters = {}) {
		return await stage.run([
			...rows(paths.map((path) => ({ url: `http://pictures.example${path}` }))),
			videoNode(
				stage,
				'submitVideo',
				{
					gateway: 'useapi',
					prompt: 'A lake',
					imageSource: 'url',
					imageUrl: '={{ $json.url }}',
					...parameters,
				},
				errorOutput,
			),
		]);
	}

	test('a wrong one behind an address is told before it is uploaded', async () => {
		const wrongKind = (kind: string) =>
			new RegExp(`'Image' is ${kind}, but .* accepts JPEG, PNG or WebP`);
		const expected: Record<string, RegExp> = {
			'/animation.gif': wrongKind('a GIF'),
			'/bitmap.bmp': wrongKind('a BMP image'),
			'/document.png': wrongKind('a PDF document'),
			'/empty.png': /couldn't be downloaded: the file is empty/,
			'/large.png': /couldn't be downloaded: it is 21 MB, but the limit is 20 MB/,
			'/missing.png': /couldn't be downloaded: the URL returned HTTP 404/,
		};
		const paths = Object.keys(expected);
		const execution = await submitUrls([...paths, '/frame.png']);

		const found = messages(execution, 'Submit Video');
		expect([...found.keys()]).toEqual(paths.map((_path, index) => index));
		paths.forEach((path, index) => {
			expect(found.get(index)).toMatch(expected[path]!);
			expect(found.get(index)).toContain(`http://pictures.example${path}`);
		});
		const uploads = stage.simulator.requests.filter(({ endpoint }) => endpoint === 'upload');
		expect(uploads).toHaveLength(1);
		expect(stage.simulator.jobs).toHaveLength(1);
	});

	test("a picture behind an address that has not one of Sora-2's sizes is told before it is uploaded", async () => {
		const execution = await submitUrls(['/vga.png'], sora);

		expect(messages(execution, 'Submit Video').get(0)).toMatch(
			/640x480 pixels, but Sora 2 .*supports only 1280x720/,
		);
		expect(stage.simulator.requests).toEqual([]);
	});

	test('an end frame or a subject reference in a binary field is judged as well', async () => {
		const field = (path: string, name: string): NodeSketch => ({
			...fetchFile(`http://pictures.example${path}`),
			name,
		});
		const endFrame = await stage.run([
			field('/document.png', 'Fetch'),
			videoNode(stage, 'submitVideo', {
				gateway: 'aimlapi',
				model: { __rl: true, mode: 'id', value: 'minimax/hailuo-02' },
				prompt: 'A lake',
				imageSource: 'url',
				imageUrl: stage.simulator.imageUrl,
				endFrameSource: 'binary',
			}),
		]);
		expect(errorText(endFrame)).toMatch(/'End Frame' is a PDF document/);

		const reference = await stage.run([
			field('/bitmap.bmp', 'Fetch'),
			videoNode(stage, 'submitVideo', {
				gateway: 'useapi',
				model: { __rl: true, mode: 'id', value: 'Veo-3.1-S2V' },
				prompt: 'A lake',
				imageSource: 'url',
				imageUrl: stage.simulator.imageUrl,
				subjectReferenceBinaryProperties: 'data',
			}),
		]);
		expect(errorText(reference)).toMatch(/'Subject Reference 1' is a BMP image/);

		const missing = await stage.run([
			field('/frame.png', 'Fetch'),
			videoNode(stage, 'submitVideo', {
				gateway: 'useapi',
				model: { __rl: true, mode: 'id', value: 'Veo-3.1-S2V' },
				prompt: 'A lake',
				imageSource: 'binary',
				subjectReferenceBinaryProperties: 'data, profile',
			}),
		]);
		expect(errorText(missing)).toMatch(
			/no binary field "profile". It has: data. Set 'Subject Reference Input Fields'/,
		);
		expect(stage.simulator.requests.filter(({ endpoint }) => endpoint !== 'media')).toEqual([]);
	});

	/** A node that puts out items with these pictures in binary fields named p1, p2 and so on. */
	const withPictures = (items: number, pictureBytes: Uint8Array[]): NodeSketch => {
		const binary = Object.fromEntries(
			pictureBytes.map((bytes, index) => [
				`p${index + 1}`,
				{ data: Buffer.from(bytes).toString('base64'), mimeType: 'image/png' },
			]),
		);
		return {
			name: 'Pictures',
			type: 'n8n-nodes-base.code',
			typeVersion: 2,
			parameters: {
				jsCode: `return Array.from({ length: ${items} }, () => (${JSON.stringify({ json: {}, binary })}));`,
			},
		};
	};

	test('14 pictures that 3 items share are uploaded once each, and each job gets all 14', async () => {
		const different = Array.from({ length: 14 }, (_, index) => png(1280, 720 + index));
		const execution = await stage.run([
			withPictures(3, different),
			videoNode(stage, 'submitVideo', {
				gateway: 'useapi',
				model: { __rl: true, mode: 'id', value: 'Veo-3.1-S2V' },
				prompt: 'They meet at the lake',
				imageSource: 'binary',
				imageBinaryProperty: 'p1',
				subjectReferenceBinaryProperties: different
					.slice(1)
					.map((_, index) => `p${index + 2}`)
					.join(', '),
			}),
		]);

		expect(execution.error?.message).toBeUndefined();
		expect(stage.simulator.refusals).toEqual([]);
		const uploads = stage.simulator.requests.filter(({ endpoint }) => endpoint === 'upload');
		const contents = uploads.map(({ body }) => (body as { sha256: string }).sha256);
		expect(new Set(contents).size).toBe(14);
		expect(uploads).toHaveLength(14);
		expect(stage.simulator.jobs).toHaveLength(3);
		const fileIds = stage.simulator.jobs.map(({ body }) =>
			Object.entries(body)
				.filter(([name]) => /^fileID\d*$/.test(name))
				.map(([, value]) => value),
		);
		for (const ids of fileIds) {
			expect(new Set(ids).size).toBe(14);
			// In the order of the fields, so that a prompt may count them.
			expect(ids).toEqual(fileIds[0]);
		}
	});

	test('15 pictures are told as one too many, before any is uploaded', async () => {
		const different = Array.from({ length: 15 }, (_, index) => png(1280, 720 + index));
		const execution = await stage.run([
			withPictures(1, different),
			videoNode(stage, 'submitVideo', {
				gateway: 'useapi',
				model: { __rl: true, mode: 'id', value: 'Veo-3.1-S2V' },
				prompt: 'They meet at the lake',
				imageSource: 'binary',
				imageBinaryProperty: 'p1',
				subjectReferenceBinaryProperties: different
					.slice(1)
					.map((_, index) => `p${index + 2}`)
					.join(','),
			}),
		]);

		expect(errorText(execution)).toMatch(/'Subject References' has 14 .* up to 13. Remove/);
		expect(stage.simulator.requests).toEqual([]);
	});
});

testThatNoKeyWentAstray();
