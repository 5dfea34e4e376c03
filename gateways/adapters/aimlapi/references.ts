import type { ModelInput } from '../../gateway';
import { besideAudio, referenceAudio, referenceVideos } from '../../inputs';

/**
 * Reference videos and audio by the names that all schemas have for them: h3, h3-max and Seedance 2 (api-docs f14fa72f,
 * 2026-08-21). "Cannot be the only reference", say all of them of the audio.
 */
export const references: readonly ModelInput[] = [
	{ ...referenceVideos, wire: 'video_urls' },
	{ ...referenceAudio, wire: 'audio_urls', needsOneOf: besideAudio },
];
