import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createMiniMax } from '@ai-sdk/minimax';
import { experimental_generateVideo as generateVideo } from 'ai';

/**
 * Makes videos as a script with Vercel's AI SDK does: all at the same time, with its own intervals, each saved as a file.
 * Prints the seconds from the first submit to the last file.
 */

const { apiKey, baseUrl, folder, prompts } = JSON.parse(process.argv[2]);
const model = createMiniMax({ apiKey, videoBaseURL: baseUrl }).video('MiniMax-H3');

/** The SDK's own download refuses addresses of this machine, and is otherwise the same: all of the file in memory. */
async function download({ url, abortSignal }) {
	const response = await fetch(url, { signal: abortSignal });
	if (!response.ok) throw new Error(`${url} answered ${response.status}`);
	const data = new Uint8Array(await response.arrayBuffer());
	return { data, mediaType: response.headers.get('content-type') ?? undefined };
}

async function makeVideo(prompt, index) {
	const { video } = await generateVideo({ model, prompt, download });
	await writeFile(join(folder, `${index + 1}.mp4`), video.uint8Array);
}

const from = performance.now();
await Promise.all(prompts.map(makeVideo));
process.stdout.write(JSON.stringify({ seconds: (performance.now() - from) / 1000 }));
