import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { completedExample } from '../n8n/completedExample';
import { jsonOf, rows, submitNode, videoNode, type Stage } from '../n8n/stage';
import type { CredentialsByType } from '../support/n8n/examples';
import type { Execution, NodeSketch } from '../support/n8n/n8n';
import { probe } from '../support/n8n/videos';
import { CLIP } from '../support/simulator';

/** The rows of every workflow here. The video of each has a length of its own, by which it is known again. */
export const clips = ['lake', 'train', 'boat'].map((name, index) => ({
	name,
	prompt: `A ${name} at golden hour`,
	bytes: CLIP.length + 1000 * (index + 1),
}));

const bytesOf = (prompt?: string) => clips.find((clip) => clip.prompt === prompt)?.bytes;

/** Makes the simulated gateways give each row its own video. */
export function giveEachItsOwn({ simulator }: Stage): void {
	simulator.plan = ({ prompt }) => ({ videoBytes: bytesOf(prompt) });
}

/** Makes a video of each row, at several gateways, and hands it to the last node. Throws if anything fails. */
export async function sendVideos(stage: Stage, last: NodeSketch): Promise<Execution> {
	giveEachItsOwn(stage);
	const gateways = ['pixazo', 'fal', 'replicate'];
	const execution = await stage.run(
		[
			...rows(clips.map((clip, index) => ({ ...clip, gateway: gateways[index]! }))),
			submitNode(stage, '={{ $json.gateway }}'),
			videoNode(stage, 'waitForVideo', { downloadVideo: true }),
			last,
		],
		{ timeoutSeconds: 90 },
	);
	if (execution.error) throw new Error(execution.error.message);
	expect(stage.simulator.jobs).toHaveLength(clips.length);
	expect(stage.simulator.refusals).toEqual([]);
	return execution;
}

/**
 * Runs an example of `examples/` with these rows, and one whose video fails: the others are sent all the same.
 *
 * @param parameters of nodes, over those of the example
 * @param credentials beside those of the gateways
 */
export async function runExample(
	stage: Stage,
	name: string,
	parameters: Record<string, IDataObject>,
	credentials: CredentialsByType,
): Promise<void> {
	const forbidden = { name: 'forbidden', prompt: 'A forbidden thing' };
	stage.simulator.plan = ({ prompt }) =>
		prompt === forbidden.prompt ? { outcome: 'moderated' } : { videoBytes: bytesOf(prompt) };
	const clip = [clips[0], forbidden, ...clips.slice(1)];
	const example = await completedExample(
		name,
		{ Rows: { jsonOutput: JSON.stringify({ clip }) }, ...parameters },
		{ ...stage.credentials, ...credentials },
	);
	const id = await stage.n8n.createWorkflow(example);
	const execution = await stage.n8n.waitForExecution(await stage.n8n.runWorkflow(id), {
		timeoutSeconds: 90,
	});
	expect(execution.error?.message).toBeUndefined();
	expect(jsonOf(execution, 'Failed')).toMatchObject([
		{ error: expect.stringContaining('moderated') as unknown },
	]);
	expect(stage.simulator.jobs).toHaveLength(clip.length);
	expect(stage.simulator.refusals).toEqual([]);
}

/** A credential for the stage's n8n, as a node names it. */
export async function credentialFor(
	{ n8n }: Stage,
	type: string,
	data: IDataObject,
): Promise<Record<string, { id: string; name: string }>> {
	return { [type]: await n8n.createCredential({ name: type, type, data }) };
}

/** Expects what a target holds, by the names of the rows, to be the video of each row, and playable. */
export async function expectVideos(found: Record<string, Buffer>): Promise<void> {
	const lengths = Object.entries(found).map(([name, { length }]) => [name, length]);
	expect(Object.fromEntries(lengths)).toEqual(
		Object.fromEntries(clips.map(({ name, bytes }) => [name, bytes])),
	);
	for (const video of Object.values(found)) await expectPlayable(video);
}

/** Expects ffprobe to find a picture and a length in a file. */
export async function expectPlayable(video: Buffer): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'target-video-'));
	const file = join(folder, 'video.mp4');
	await writeFile(file, video);
	expect(await probe(file)).toEqual({ width: 160, height: 90, duration: 2 });
	await rm(folder, { recursive: true });
}
