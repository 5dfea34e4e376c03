import { z } from 'zod';

import { jobAnswerOf, maybe, numberLike, textLike } from '../../answer/wire';

/** Seconds since 1970, milliseconds (New API's own example), or a date (Together's overview). */
const time = maybe(z.union([numberLike, z.string()]));

/**
 * A job, in the words of all servers: openai 6.49.0 `Video`; vLLM-Omni protocol/videos.py; SGLang protocol.py; LiteLLM
 * types/videos/main.py; New API dto/openai_video.go; together-ai 0.52.0 `VideoJob` (all read 2026-11). `model` isn't read:
 * SGLang says "sora-2" whatever it runs. `seconds` isn't either: vLLM-Omni and SGLang say 4 where nothing was asked for.
 */
export const jobAnswer = jobAnswerOf(
	{
		id: maybe(textLike),
		/** New API; older ones have it alone. */
		task_id: maybe(textLike),
		status: maybe(z.string()),
		progress: maybe(numberLike),
		size: maybe(z.string()),
		completed_at: time,
		expires_at: time,
		error: maybe(z.object({ message: maybe(z.string()), code: maybe(textLike) })),
		// New API, for what it passes on.
		metadata: maybe(z.object({ url: maybe(z.string()) })),
		// vLLM-Omni's answer to DELETE; SGLang's has the status "deleted".
		deleted: maybe(z.boolean()),
	},
	{
		// Together.
		outputs: z.object({ video_url: z.string().nullish(), cost: maybe(numberLike) }).nullish(),
		// SGLang, where it stores its files in a cloud.
		url: z.string().nullish(),
	},
);

const listedModel = z.object({ id: z.string().min(1) });

const entries = z
	.array(z.unknown())
	.transform((list) => list.flatMap((entry) => listedModel.safeParse(entry).data ?? []));

/** Answer of `/v1/models`: OpenAI's list, or Together's, which has nothing around it. */
export const modelsAnswer = z.union([
	z.object({ data: entries }).transform(({ data }) => data),
	entries,
]);
