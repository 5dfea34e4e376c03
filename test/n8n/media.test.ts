import { redirect } from '../support/simulator';
import { errorText, itemsOf, videoNode } from './stage';
import { MEDIA, MEGABYTE } from './mediaHosts';
import { internet, stage, publicCredentials, storedBytes } from './mediaStage';
import { download } from './mediaDownloads';
import { OWN_HOST, testThatNoKeyWentAstray } from './mediaKeys';

/** A large video, and who gets a key. */

describe('a 2 GB video', () => {
	test('comes whole into the item', async () => {
		const bytes = 2048 * MEGABYTE;
		stage.simulator.plan = () => ({ seconds: 0, videoBytes: bytes });
		const execution = await stage.run(
			[
				videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' }),
				videoNode(stage, 'checkVideoStatus', {
					downloadVideo: true,
					options: { maxSizeMb: 4096 },
				}),
			],
			{ timeoutSeconds: 180 },
		);

		expect(execution.error?.message).toBeUndefined();
		expect(itemsOf(execution, 'Check Video Status')[0]!.binary!.data!.bytes).toBe(bytes);
		expect(await storedBytes()).toBe(bytes);
	}, 240_000);
});

describe('keys', () => {
	test("go with AIgateway's files that want one, and nowhere else", async () => {
		const file = 'v1/files/jobs/job_1/video.mp4';
		const addresses: Array<[string, boolean]> = [
			[`${OWN_HOST}job_1/video.mp4`, true],
			[`${OWN_HOST}job_1/video.mp4/public?token=1&exp=2&k=1`, false],
			[`https://media.aigateway.sh/other/video.mp4`, false],
			[`${MEDIA}/${file}`, false],
			[`${MEDIA}/to?${encodeURIComponent(`${OWN_HOST}job_2/video.mp4`)}`, false],
			[`https://media.aigateway.sh:8443/${file}`, false],
			[`https://media.aigateway.sh.gateway.example/${file}`, false],
			[`https://media.gateway.example/media.aigateway.sh/${file}`, false],
		];
		await download(
			'checkVideoStatus',
			addresses.map(([address], index) => ({
				name: `Lake ${index}`,
				address,
				gateway: 'aigateway' as const,
			})),
		);

		const { apiKey } = stage.simulator.credentials.aigateway;
		for (const [address, withKey] of addresses) {
			const carried = internet.requests
				.filter(({ url }) => url === address)
				.map(({ headers }) => headers.authorization);
			const expected = withKey ? `Bearer ${apiKey}` : undefined;
			// A host that has no certificate is asked for nothing.
			const times = address.includes('.sh.gateway') ? 0 : 1;
			expect({ address, carried }).toEqual({
				address,
				carried: Array(times).fill(expected),
			});
		}
	});

	test('do not follow a redirect from the file that wants one to another host', async () => {
		const address = `${OWN_HOST}leaks/video.mp4`;
		await download('checkVideoStatus', [{ name: 'leak', address, gateway: 'aigateway' }]);

		const leaked = internet.requests.filter(({ url }) => url.endsWith('leak.mp4'));
		expect(leaked).toHaveLength(1);
		expect(leaked[0]!.headers.authorization).toBeUndefined();
	});

	test('do not follow a redirect of a status call', async () => {
		await stage.run([videoNode(stage, 'submitVideo', { gateway: 'pixazo', prompt: 'A lake' })]);
		stage.simulator.fault({
			gateway: 'pixazo',
			endpoint: 'status',
			respond: redirect(`${MEDIA}/status`),
		});
		const execution = await stage.run([
			videoNode(
				stage,
				'checkVideoStatus',
				{ gateway: 'pixazo', jobId: stage.simulator.jobs[0]!.jobId },
				{ credentials: publicCredentials },
			),
		]);

		expect(errorText(execution)).toContain(stage.simulator.jobs[0]!.jobId);
		expect(internet.requests.filter(({ url }) => url.startsWith(MEDIA))).toEqual([]);
	});
});

testThatNoKeyWentAstray();
