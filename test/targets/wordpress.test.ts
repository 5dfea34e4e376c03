import { completedExample } from '../n8n/completedExample';
import { stageForTests } from '../n8n/stage';
import { startWordPress, type WordPress } from './servers/wordpress';
import { clips, credentialFor, expectPlayable, giveEachItsOwn } from './stage';
import { describeTarget } from './targets';

const stage = stageForTests(1);

describeTarget('wordpress')('the WordPress example', () => {
	let site: WordPress;
	beforeAll(async () => {
		site = await startWordPress();
	});
	afterAll(async () => await site?.stop());

	test('leaves the video in the media library, and a draft that shows it', async () => {
		const [{ prompt, bytes }] = clips as [(typeof clips)[0]];
		giveEachItsOwn(stage);
		const clip = { site: site.url, title: 'Golden hour', prompt };
		const example = await completedExample(
			'wordpress',
			{ Clip: { jsonOutput: JSON.stringify(clip) } },
			{
				...stage.credentials,
				...(await credentialFor(stage, 'wordpressApi', site.credential)),
			},
		);
		const id = await stage.n8n.createWorkflow(example);
		const execution = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id));
		expect(execution.error?.message).toBeUndefined();

		const media = await site.list<{ mime_type: string; source_url: string }>('media');
		expect(media.map((file) => file.mime_type)).toEqual(['video/mp4']);
		const url = media[0]!.source_url;
		const video = Buffer.from(await (await fetch(url)).arrayBuffer());
		expect(video).toHaveLength(bytes);
		await expectPlayable(video);

		const drafts = await site.list<{ title: { raw: string }; content: { raw: string } }>(
			'posts?status=draft&context=edit',
		);
		expect(drafts.map(({ title }) => title.raw)).toEqual(['Golden hour']);
		expect(drafts[0]!.content.raw).toContain(url);
		expect(stage.simulator.jobs).toHaveLength(1);
		expect(stage.simulator.refusals).toEqual([]);
	});
});
