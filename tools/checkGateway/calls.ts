import { gateways } from '../../gateways';

/**
 * The calls that a check makes with a user's key, and what the gateways' pages lead us to expect. Each is free: it
 * only reads, or it asks about a job that can't exist. None submits: Segmind accepts and bills even a bad body.
 */

/** What one documented answer looks like. */
export interface Expected {
	/** HTTP statuses. */
	statuses: readonly number[];
	/** What the JSON body must hold, as paths such as `error.message` or `data[].id`. */
	keys?: readonly string[];
	/** A path and what must be, or must not be, among the values there. */
	values?: { path: string; include?: readonly string[]; exclude?: readonly string[] };
}

export interface CheckedCall {
	/** Names the recorded answer, too. */
	name: string;
	method: 'GET' | 'POST';
	/** Below the gateway's base address, with its query. */
	path: string;
	body?: Readonly<Record<string, unknown>>;
	/** The answer may be any of these. */
	expected: readonly Expected[];
	/** What no page tells and the first real answer settles: shown, never judged. */
	asks?: string;
	/** The answer is about the user's own account: a record keeps its keys and types, and none of its values. */
	isPrivate?: boolean;
	/** The names of the object's keys are account ids. */
	isKeyedById?: boolean;
	/** The answer is the same without a key, so there is nothing to learn from a wrong one. */
	isPublic?: boolean;
	/** Like the call before it in all that a wrong key can change, so made with the right one only. */
	isRepeat?: boolean;
}

/** How one gateway is called. */
export interface CheckedGateway {
	/** The variable that holds the user's key, as for `npm start -- --real`. */
	keyVariable: string;
	baseUrl: string;
	headers: (key: string) => Record<string, string>;
	/** In the form of a key, but nobody's. */
	wrongKey: string;
	calls: readonly CheckedCall[];
	/** What the gateway says to a wrong key. */
	refusal: readonly Expected[];
}

const bearer = (key: string) => ({ Authorization: `Bearer ${key}` });

const modelIds = (gateway: string): readonly string[] =>
	gateways.find(({ id }) => id === gateway)?.models.map(({ id }) => id) ?? [];

// AIgateway's OpenAPI document (aigateway-sh/openapi bba193e, 2026-06-23).
const aigatewayError = ['error.message', 'error.type', 'error.code'];
const aigatewayModel = encodeURIComponent('minimax/minimax-video-01-image-to-video');
const aigatewayJob: Pick<CheckedCall, 'method' | 'path'> = {
	method: 'GET',
	path: '/v1/jobs/job_contract_check',
};

// docs.aimlapi.com, General Info (aimlapi/api-docs f14fa72f, 2026-08-21).
const aimlapiError = ['message', 'path', 'requestId', 'statusCode', 'timestamp'];

/** Ids of no job in every form that AI/ML API has given jobs: words, today's 21 characters, digits. */
const aimlapiJobs = Object.entries({
	word: 'contract-check',
	'21-characters': 'contract-check-000000',
	one: '1',
	digits: '100000000000001',
});

const aimlapiStatus = (route: string, path: string): CheckedCall[] =>
	aimlapiJobs.map(([form, id], index) => ({
		name: `status-${route}-${form}`,
		method: 'GET',
		path: `${path}?generation_id=${id}`,
		expected: [{ statuses: [404, 400], keys: aimlapiError }],
		asks: '404 or 400?',
		isRepeat: index > 0,
	}));

const segmindRequest = '/v2/requests/00000000-0000-0000-0000-000000000000';

/** One row for each gateway. */
export const checkedGateways: Readonly<Partial<Record<string, CheckedGateway>>> = {
	aigateway: {
		keyVariable: 'AIGATEWAY_API_KEY',
		baseUrl: 'https://api.aigateway.sh',
		headers: bearer,
		wrongKey: 'sk-aig-000000000000000000000000',
		refusal: [{ statuses: [401], keys: aigatewayError }],
		calls: [
			{
				name: 'balance',
				method: 'GET',
				path: '/v1/balance',
				expected: [{ statuses: [200] }],
				asks: 'which key holds the amount?',
				isPrivate: true,
			},
			{
				name: 'models',
				method: 'GET',
				path: '/v1/models?modality=video',
				expected: [
					{
						statuses: [200],
						keys: ['data[].id'],
						values: { path: 'data[].id', include: modelIds('aigateway') },
					},
				],
			},
			{
				name: 'model-schema',
				method: 'GET',
				path: `/v1/models/${aigatewayModel}/schema`,
				expected: [{ statuses: [200] }],
				asks: 'what does a schema look like?',
			},
			{
				name: 'webhook-secret',
				method: 'GET',
				path: '/v1/webhook-secret',
				expected: [{ statuses: [200], keys: ['secret'] }],
				isPrivate: true,
			},
			{
				name: 'unknown-job',
				...aigatewayJob,
				expected: [{ statuses: [404], keys: aigatewayError }],
			},
			{
				name: 'unknown-job-again',
				...aigatewayJob,
				// "304 if polled faster than 3 s" (aigateway.sh/docs/async-jobs).
				expected: [{ statuses: [404], keys: aigatewayError }, { statuses: [304] }],
				asks: 'is it 304?',
				isRepeat: true,
			},
		],
	},
	aimlapi: {
		keyVariable: 'AIMLAPI_API_KEY',
		baseUrl: 'https://api.aimlapi.com',
		headers: bearer,
		wrongKey: '00000000000000000000000000000000',
		refusal: [{ statuses: [401], keys: aimlapiError }],
		calls: [
			{
				name: 'billing',
				method: 'GET',
				path: '/v2/billing',
				expected: [{ statuses: [200], keys: ['current_balance'] }],
				isPrivate: true,
			},
			{
				name: 'models',
				method: 'GET',
				path: '/v1/models?output_modalities=video',
				expected: [
					{
						statuses: [200],
						keys: ['data[].id'],
						values: { path: 'data[].id', include: modelIds('aimlapi') },
					},
				],
				isPublic: true,
			},
			...aimlapiStatus('universal', '/v2/video/generations'),
			...aimlapiStatus('minimax', '/v2/generate/video/minimax/generation'),
		],
	},
	pixazo: {
		keyVariable: 'PIXAZO_SUBSCRIPTION_KEY',
		baseUrl: 'https://gateway.pixazo.ai',
		headers: (key) => ({ 'Ocp-Apim-Subscription-Key': key, 'Cache-Control': 'no-cache' }),
		wrongKey: '00000000000000000000000000000000',
		refusal: [{ statuses: [401], keys: ['error'] }],
		calls: [
			{
				name: 'unknown-task',
				method: 'POST',
				path: '/minimax-hailuo-ai-polling/v1/getStatus',
				body: { task_id: '0' },
				// Pixazo documents only finished tasks: MiniMax's refusal inside 200, or Pixazo's own error.
				expected: [
					{
						statuses: [200],
						keys: ['base_resp.status_code'],
						values: { path: 'base_resp.status_code', exclude: ['0'] },
					},
					{ statuses: [400, 404, 422], keys: ['error'] },
				],
				asks: '200 with base_resp, or an error?',
			},
		],
	},
	segmind: {
		keyVariable: 'SEGMIND_API_KEY',
		baseUrl: 'https://api.segmind.com',
		headers: (key) => ({ 'x-api-key': key }),
		wrongKey: 'SG_0000000000000000',
		refusal: [{ statuses: [401], keys: ['error'] }],
		calls: [
			{
				name: 'credits',
				method: 'GET',
				path: '/v1/get-user-credits',
				expected: [{ statuses: [200], keys: ['credits'] }],
				isPrivate: true,
			},
			{
				name: 'unknown-request',
				method: 'GET',
				path: segmindRequest,
				expected: [{ statuses: [404], keys: ['error'] }],
			},
			{
				name: 'unknown-request-status',
				method: 'GET',
				path: `${segmindRequest}/status`,
				expected: [{ statuses: [404], keys: ['error'] }],
			},
		],
	},
	useapi: {
		keyVariable: 'USEAPI_API_TOKEN',
		baseUrl: 'https://api.useapi.net',
		headers: bearer,
		wrongKey: 'user:0-000000000000',
		refusal: [{ statuses: [401], keys: ['error'] }],
		calls: [
			{
				name: 'account',
				method: 'GET',
				path: '/v2/account',
				expected: [{ statuses: [200], keys: ['id', 'subscriptionIsActive', 'accounts'] }],
				asks: 'is replyUrl there?',
				isPrivate: true,
			},
			{
				name: 'accounts',
				method: 'GET',
				path: '/v1/minimax/accounts',
				expected: [{ statuses: [200], keys: ['<id>.account', '<id>.supportVideo'] }],
				isPrivate: true,
				isKeyedById: true,
			},
			{
				name: 'features',
				method: 'GET',
				path: '/v1/minimax/features',
				expected: [{ statuses: [200], keys: ['totalCredits'] }],
				isPrivate: true,
			},
			{
				name: 'scheduler',
				method: 'GET',
				path: '/v1/minimax/scheduler/available',
				expected: [{ statuses: [200], keys: ['executing', 'available'] }],
				asks: 'are full accounts listed?',
				isPrivate: true,
			},
			{
				name: 'videos',
				method: 'GET',
				path: '/v1/minimax/videos?limit=1',
				expected: [{ statuses: [200], keys: ['[]'] }],
				isPrivate: true,
			},
			{
				name: 'unknown-video',
				method: 'GET',
				path: '/v1/minimax/videos/contract-check',
				expected: [{ statuses: [404], keys: ['error', 'code'] }],
				asks: '404 or 400?',
			},
		],
	},
};
