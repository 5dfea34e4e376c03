import type { Balance, GatewayQueue, SubmittedJob, VideoJob } from '../../gateways/gateway';

/**
 * One item of each kind with every field that it can have, in the order in which items show them. The compiler compares
 * them with the types that the nodes output: a field that's missing here, or has another name or type, is an error.
 */

const failure = {
	code: 'moderated',
	message: 'The prompt was rejected',
	retryable: false,
} as const;

/** The item of a job. No real one has all of this. */
export const jobSample: Required<VideoJob> = {
	status: 'completed',
	videoUrl: 'https://example.com/video.mp4',
	moreVideoUrls: ['https://example.com/video-2.mp4'],
	prompt: 'A cat surfs at sunset',
	model: 'minimax/hailuo-2.3',
	durationSeconds: 6,
	width: 1366,
	height: 768,
	seed: 42,
	cost: { amount: 0.28, currency: 'USD', basis: 'estimate' },
	costNote: 'The gateway has no price for this model',
	gateway: 'aimlapi',
	jobId: '265101956819314',
	callbackReference: 'row 1',
	progress: 50,
	expiresAt: '2026-11-22T07:50:31.000Z',
	submittedAt: '2026-11-21T07:50:31.654Z',
	completedAt: '2026-11-21T07:50:39.730Z',
	failure,
	warnings: ['The link may have expired'],
};

export const balanceSample: { gateway: string } & Required<Balance> = {
	gateway: 'useapi',
	amount: 120,
	currency: 'credits',
	account: '987654321',
};

export const queueSample: { gateway: string; available: number } & GatewayQueue & {
		executing: Array<Required<SubmittedJob>>;
	} = {
	gateway: 'useapi',
	available: 1,
	accounts: [{ account: '987654321', maxJobs: 2, executing: 1, available: 1 }],
	executing: [
		{
			jobId: '265101956819314',
			startedAt: '2026-11-21T07:50:31.654Z',
			callbackReference: 'row 1',
		},
	],
};
