import { SubmitVideo } from '../../../nodes/SubmitVideo/SubmitVideo.node';
import { fakeRun } from './fakeContext';

/** A dry run tells what would be left out of the request, and which fallbacks couldn't make the video. */

const asked = {
	gateway: 'fal',
	model: 'fal-ai/kling-video/v2.6/pro',
	prompt: 'A lake',
	imageSource: 'url',
	imageUrl: 'https://example.com/a.png',
	aspectRatio: '9:16',
};

async function dryRun(options: object = {}) {
	const run = fakeRun([{ ...asked, options: { ...options, dryRun: true } }]);
	const [[item] = []] = await new SubmitVideo().execute.call(run.context);
	expect(run.sent).toEqual([]);
	return item!.json;
}

test('shows that the ratio follows the image, in the request and as a warning', async () => {
	const item = await dryRun();
	expect(item.error).toBeUndefined();
	expect(item.warnings).toEqual([
		"'Aspect Ratio' wasn't sent: with an image, Kling 2.6 Pro makes the video in the ratio of the image.",
	]);
	expect(item).not.toHaveProperty('request.body.aspect_ratio');
});

test('shows that a fallback is left out which could not keep the ratio', async () => {
	const item = await dryRun({
		fallbackGateways: ['kie'],
		fallbackMustKeep: ['aspectRatio', 'model'],
	});
	expect(JSON.stringify(item)).toContain(
		"Kie.ai was left out: 'Aspect Ratio' must be kept, but with an image, Kling 2.6 makes the video in the ratio of the image.",
	);
});
