import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { INodeExecutionData } from 'n8n-workflow';

import { itemsOf } from './stage';
import { CALLING_GATEWAYS, post, put, triggerStage } from '../support/n8n/triggers';
import { probe } from '../support/n8n/videos';

/** Options > Download Video of Video Callback Trigger. */

const { stage, receiver, makeJob, call, started, requestsTo, expectNoSecret } = triggerStage();

describe('the video file', () => {
	test.each(CALLING_GATEWAYS)('of %s comes with the item, ready to be played', async (id) => {
		const options = { downloadVideo: true, binaryPropertyName: 'film', fileName: 'lake.mp4' };
		const receives = await receiver(id, { options });
		await call(await makeJob(id), receives);

		const [execution] = await started(receives, 1);
		put([execution!]);
		const [{ binary }] = itemsOf(execution!, 'Video Callback Trigger') as [INodeExecutionData];
		expect(Object.keys(binary!)).toEqual(['film']);
		expect(binary!.film).toMatchObject({ fileName: 'lake.mp4', mimeType: 'video/mp4' });
		const folder = await mkdtemp(join(tmpdir(), 'trigger-'));
		await writeFile(join(folder, 'lake.mp4'), await stage.n8n.binaryFile(binary!.film!));
		expect(await probe(join(folder, 'lake.mp4'))).toMatchObject({ width: 160, height: 90 });
		expectNoSecret(execution!);
	});

	test('is left out with a warning where it can not be had', async () => {
		stage.simulator.fault({ endpoint: 'media', respond: { status: 404 } });
		const receives = await receiver('useapi', { options: { downloadVideo: true } });
		const job = await makeJob('useapi');
		expect(await call(job, receives)).toMatchObject({ status: 200 });

		const [execution] = await started(receives, 1);
		expect(itemsOf(execution!, 'Video Callback Trigger')[0]!.binary).toBeUndefined();
		const [item] = put([execution!]);
		expect(item).toMatchObject({ status: 'completed', videoUrl: job.videoUrl });
		expect(item!.warnings).toEqual([expect.stringMatching(/download failed.*HTTP 404/)]);
	});

	test('does not hold the answer up, nor does a slow gateway', async () => {
		const receives = await receiver('aigateway', { options: { downloadVideo: true } });
		// Reads the secret.
		expect(await call(await makeJob('aigateway'), receives)).toMatchObject({ status: 200 });
		await started(receives, 1);
		const { simulator } = stage;
		simulator.fault({ endpoint: 'status', delaySeconds: 3, respond: 'asUsual' });
		const bytes = 200_000;
		const job = await makeJob('aigateway', {
			videoBytes: bytes,
			videoBytesPerSecond: bytes / 2,
		});
		const media = requestsTo('media').length;
		const statuses = requestsTo('status').length;

		expect(await call(job, receives)).toMatchObject({ status: 200, attempt: 1 });
		// Answered, while the gateway has told nothing of the job and the video is not asked for.
		expect(job.statusCalls).toEqual([]);
		expect(requestsTo('media')).toHaveLength(media);

		const [, execution] = await started(receives, 2);
		const [{ binary }] = itemsOf(execution!, 'Video Callback Trigger') as [INodeExecutionData];
		expect(await stage.n8n.binaryFile(binary!.data!)).toHaveLength(bytes);
		expect(requestsTo('status')).toHaveLength(statuses + 1);
		expect(requestsTo('media')).toHaveLength(media + 1);
	});

	test.each([
		'http://169.254.169.254/latest/meta-data/',
		'http://127.0.0.1:PORT/media/useapi/secret.mp4',
		'http://localhost:PORT/media/useapi/secret.mp4',
		'http://[::ffff:127.0.0.1]:PORT/media/useapi/secret.mp4',
		'http://2130706433:PORT/media/useapi/secret.mp4',
		'http://10.0.0.7/video.mp4',
		'file:///etc/passwd',
		'gopher://127.0.0.1:PORT/',
		'no address',
	])('is not fetched for somebody from %s', async (address) => {
		const videoUrl = address.replace('PORT', new URL(stage.simulator.origin).port);
		const credential = await stage.n8n.createCredential({
			name: 'useapi.net on the internet',
			type: 'useApiNetApi',
			data: {
				...stage.simulator.credentials.useapi,
				baseUrl: 'https://gateway.example',
			},
		});
		const receives = await receiver(
			'useapi',
			{ options: { verify: false, downloadVideo: true } },
			{ credentials: { useApiNetApi: credential } },
		);
		const before = stage.simulator.requests.length;
		const body = { videoId: 'user:1-minimax:2-video:3', status: 2, videoURL: videoUrl };
		const answer = await post(receives.url, JSON.stringify(body));
		expect(answer.status).toBe(200);

		const [execution] = await started(receives, 1);
		expect(itemsOf(execution!, 'Video Callback Trigger')[0]!.binary).toBeUndefined();
		expect(put([execution!])[0]!.warnings).toEqual([
			expect.stringMatching(/was not downloaded, because|download failed/),
		]);
		expect(stage.simulator.requests).toHaveLength(before);
	});
});
