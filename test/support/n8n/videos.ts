import { createWriteStream } from 'node:fs';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { path as ffprobePath } from '@ffprobe-installer/ffprobe';
import execa from 'execa';
import { z } from 'zod';
import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';
import type { Execution, N8n } from './n8n';

/** What ffprobe found out about a file that it could read as a video. */
export interface Playable {
	/** Pixels. */
	width: number;
	/** Pixels. */
	height: number;
	/** Seconds. */
	duration: number;
}

/** A video that was written to disk. */
export interface SavedVideo {
	path: string;
	jobId: string;
	bytes: number;
	/** What a player would show, or why none could. */
	playable: Playable | Error;
}

const probeFormat = z.object({
	streams: z.array(z.object({ width: z.number(), height: z.number() })).min(1),
	format: z.object({ duration: z.coerce.number().positive() }),
});

/** Asks ffprobe whether a file is a video with a picture and a length. */
export async function probe(file: string): Promise<Playable | Error> {
	if (process.platform !== 'win32') {
		// The package's install script does this, and install scripts may be switched off.
		await chmod(ffprobePath, 0o755);
	}
	const fields = 'stream=width,height:format=duration';
	const { stdout, stderr, failed } = await execa(
		ffprobePath,
		['-v', 'error', '-select_streams', 'v', '-show_entries', fields, '-of', 'json', file],
		{ reject: false },
	);
	if (failed) return new Error(`ffprobe can not read it: ${stderr}`);
	const found = probeFormat.safeParse(JSON.parse(stdout));
	const [stream] = found.data?.streams ?? [];
	if (!found.success || !stream) return new Error('ffprobe finds no video in it');
	return { ...stream, duration: found.data.format.duration };
}

/** Writes every video that the nodes of an execution put out into a folder, each one once. */
export async function saveVideos(
	n8n: N8n,
	execution: Execution,
	folder: string,
): Promise<SavedVideo[]> {
	await mkdir(folder, { recursive: true });
	const saved: SavedVideo[] = [];
	for (const { item, binary } of videosOf(execution)) {
		const jobId = String(item.json.jobId ?? 'no-job');
		const gateway = String(item.json.gateway ?? 'video');
		// Job ids hold slashes and colons at some gateways.
		const name = `${gateway}-${jobId}`.replace(/[^\w.-]+/g, '_').slice(0, 120);
		const path = join(folder, `${name}.mp4`);
		await pipeline(await n8n.binaryStream(binary), createWriteStream(path));
		saved.push({ path, jobId, bytes: (await stat(path)).size, playable: await probe(path) });
	}
	return saved;
}

/** Every item that the nodes of an execution put out; a node in a loop gives several times. */
export function itemsOf(execution: Execution): INodeExecutionData[] {
	return Object.values(execution.nodes).flatMap(({ runs }) =>
		runs.flatMap(({ outputs }) => outputs.flat()),
	);
}

function videosOf(execution: Execution): Array<{ item: INodeExecutionData; binary: IBinaryData }> {
	// The nodes after the one that fetched a video hand the same file on.
	const byFile = new Map<string, { item: INodeExecutionData; binary: IBinaryData }>();
	for (const item of itemsOf(execution)) {
		for (const binary of Object.values(item.binary ?? {})) {
			if (binary.id && binary.mimeType.startsWith('video/') && !byFile.has(binary.id)) {
				byFile.set(binary.id, { item, binary });
			}
		}
	}
	return [...byFile.values()];
}
