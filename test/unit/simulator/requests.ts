import axios from 'axios';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import { FACTS } from '../../facts';
import type { StatusCall, SubmitSample } from '../../facts/types';
import {
	FRAME,
	GATEWAY_IDS,
	GATEWAYS,
	startSimulator,
	textAt,
	USEAPI_FILE_IDS,
} from '../../support/simulator/index';
import type { GatewayId, Simulator } from '../../support/simulator/index';

/** Started before the first test of a file, reset before each. */
export let simulator: Simulator;

beforeAll(async () => {
	simulator = await startSimulator();
});
beforeEach(() => {
	simulator.reset();
});
afterAll(async () => {
	await simulator.close();
});

/** A picture at a public address. */
export const IMAGE = 'https://example.com/first.jpg';
/** A picture as a data URL. */
export const FRAME_DATA_URL = `data:image/png;base64,${FRAME.toString('base64')}`;
/** Pictures of the account at useapi.net. */
export const [FILE_1 = '', FILE_2 = '', FILE_3 = ''] = USEAPI_FILE_IDS;

/** A JSON object. */
export type Body = Record<string, unknown>;

/** Facts as a matcher: a pattern stands for a text, `true` for anything. */
export const matching = (facts: Readonly<Body>): Body =>
	Object.fromEntries(
		Object.entries(facts).map(([key, value]) => [
			key,
			value === true
				? expect.anything()
				: value instanceof RegExp
					? expect.stringMatching(value)
					: value,
		]),
	);

/** The headers of the gateway's own samples. */
export function headersFor(gateway: GatewayId, apiKey = simulator.credentials[gateway].apiKey) {
	const { keyHeaders, otherHeaders } = GATEWAYS[gateway];
	return { ...keyHeaders(apiKey), ...otherHeaders };
}

/** Calls a gateway; no status is an error. */
export async function call(
	gateway: GatewayId,
	method: 'GET' | 'POST' | 'PUT' | 'DELETE',
	path: string,
	data?: unknown,
	config: AxiosRequestConfig = {},
): Promise<AxiosResponse> {
	return await axios.request({
		method,
		url: simulator.credentials[gateway].baseUrl + path,
		data,
		validateStatus: () => true,
		...config,
		headers: { ...headersFor(gateway), ...config.headers },
	});
}

interface Submit extends SubmitSample {
	gateway: GatewayId;
}

/** Every documented submit, by the facts. */
export const SUBMITS: readonly Submit[] = GATEWAY_IDS.flatMap((gateway) =>
	FACTS[gateway].samples.map((sample) => ({
		...sample,
		gateway,
		name: `${gateway}, ${sample.name}`,
	})),
);

/** HTTP status of a submit that breaks the rules. */
export const invalidStatus = ({ gateway, refusesByStatus }: Submit): number =>
	(!refusesByStatus && FACTS[gateway].status.invalid) || 400;

/** The first submit of each gateway. */
export const firstSubmit = (gateway: GatewayId): Submit => ({
	...FACTS[gateway].samples[0],
	gateway,
});
/** One submit of each gateway. */
export const FIRST_SUBMITS = GATEWAY_IDS.map(firstSubmit);

/** The id of the job in the answer to a submit. */
export const idIn = (gateway: GatewayId, { idKey }: SubmitSample, data: unknown) =>
	textAt(data, idKey ?? GATEWAYS[gateway].idKeys[0]!);

/** One status call for a job. */
export async function look(gateway: GatewayId, jobId: string): Promise<AxiosResponse> {
	const submitPath = simulator.jobs
		.find((job) => job.jobId === jobId)
		?.path.replace(`/${gateway}`, '');
	return await callFor(gateway, FACTS[gateway].status.call(jobId, submitPath));
}

/** Sends a call of the facts. */
export const callFor = async (gateway: GatewayId, { method, path, body, query }: StatusCall) =>
	await call(gateway, method, path, body, { params: query });

/** All numbers of a body: its code for a refusal is one of them. */
export const codesIn = (body: unknown): number[] =>
	typeof body === 'number'
		? [body]
		: typeof body === 'object' && body !== null
			? Object.values(body).flatMap(codesIn)
			: [];

/** A form of these fields. */
function formOf(fields: Readonly<Body>): FormData {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, String(value));
	return form;
}

/** Sends a submit. */
export const submitOf = ({ gateway, path, body, form }: Submit, config?: AxiosRequestConfig) =>
	call(gateway, 'POST', path, form ? formOf(body) : body, config);

/** Waits. */
export const pause = async (milliseconds: number) =>
	await new Promise((resolve) => setTimeout(resolve, milliseconds));

/** A submit that breaks the rules makes no job, or one that has failed already. */
export function expectRefused(gateway: GatewayId): void {
	const made = simulator.jobs.map(({ outcome, endsAt }) => [outcome, endsAt <= Date.now()]);
	expect(made).toEqual(FACTS[gateway].status.failsLate ? [['failed', true]] : []);
}
