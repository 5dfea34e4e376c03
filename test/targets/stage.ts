import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { rows, submitNode, videoNode, type Stage } from '../n8n/stage';
import type { Execution, NodeSketch } from '../support/n8n/n8n';
import { probe } from '../support/n8n/videos';
import { CLIP } from '../support/simulator';

/** The rows of every workflow here. The video of each has a length of its own, by which it is known again. */
export const clips = ['lake', 'train', 'boat'].map((name, index) => ({
	name,
	prompt: `A ${name} at golden hour`,
	bytes: CLIP.length + 1000 * (index + 1),
}));

/** Makes the simulated gateways give each row its own video. */
export function giveEachItsOwn({ simulator }: Stage): void {
	simulator.plan = ({ prompt }) => ({
		videoBytes: clips.find((clip) => clip.prompt === prompt)?.bytes,
	});
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
