import { useapi } from '../../../gateways/adapters/useapi';
import { checkRequest } from '../../../gateways/request/checks';
import type { ImageInput, VideoRequest } from '../../../gateways/gateway';
import { FRAME, USEAPI_FILE_IDS, USEAPI_SECOND_ACCOUNT } from '../../support/simulator';
import { benchFor, errorIn, modelOf, leastRequest, uploadOf } from './bench';
import { ACCOUNT, outcomeOf, refusals, requestFor } from './sentCalls';

/** useapi.net with two accounts at hailuoai.video, each with files and a queue of its own. */

const bench = benchFor(useapi);
const { account: SECOND, fileId: SECOND_FILE } = USEAPI_SECOND_ACCOUNT;

beforeEach(() => {
	bench.simulator.secondAccount = true;
	bench.simulator.enforceMaxJobs = true;
	bench.simulator.videoSeconds = 60;
});

const file = (reference: string): ImageInput => ({ kind: 'reference', reference });
const fromFile = (reference: string): VideoRequest => ({
	...leastRequest(useapi, modelOf(useapi, 'I2V-2.3')),
	firstFrame: file(reference),
});
const accountOf = (jobId: string) => /-minimax:(\d+)-/.exec(jobId)?.[1];

test.each([
	[ACCOUNT, USEAPI_FILE_IDS[0]!],
	[SECOND, SECOND_FILE],
])('a video from a file of %s is made by it, without being told to', async (account, reference) => {
	const { jobId } = await bench.submit(fromFile(reference));
	expect(accountOf(jobId)).toBe(account);
	refusals(bench);
});

test('files of two accounts are refused before they are sent, and so is one of another account', () => {
	const ofBoth = { ...fromFile(SECOND_FILE), endFrame: file(USEAPI_FILE_IDS[0]!) };
	const elsewhere = { ...fromFile(SECOND_FILE), inputs: { account: ACCOUNT } };
	for (const request of [ofBoth, elsewhere]) {
		expect(checkRequest(useapi, request)).toContainEqual(
			expect.objectContaining({ field: 'firstFrame', code: 'differentAccounts' }),
		);
	}
});

test('a picture is uploaded to the account that is named, which then makes the video', async () => {
	const picture = { bytes: FRAME, mimeType: 'image/png' };
	const { call } = uploadOf(useapi)!;
	const named = { ...requestFor(useapi), inputs: { account: SECOND } };
	const uploaded = (await outcomeOf(bench, call(picture, named))) as ImageInput;
	expect(uploaded).toMatchObject({ kind: 'reference' });
	const request = { ...fromFile(SECOND_FILE), firstFrame: uploaded };
	expect(accountOf((await bench.submit(request)).jobId)).toBe(SECOND);
	refusals(bench);
});

test('without a name, an upload is refused in words that say what lacks', async () => {
	const { call } = uploadOf(useapi)!;
	const upload = call({ bytes: FRAME, mimeType: 'image/png' }, requestFor(useapi));
	const error = errorIn(await outcomeOf(bench, upload));
	expect(error).toMatchObject({ code: 'invalidRequest', accepted: 'no' });
	expect(error.message).toContain('account is required');
});

test('the balance is of the account that is named, which it must be', async () => {
	const balance = async (inputs: Record<string, string>) =>
		await outcomeOf(bench, useapi.balance!(inputs));
	expect(errorIn(await balance({})).message).toContain('account is required');
	expect(await balance({ account: SECOND })).toMatchObject({ amount: 1000, account: SECOND });
});

test('the list is of the account that is named, which it must be', async () => {
	const list = async (inputs: Record<string, string>) =>
		await outcomeOf(bench, useapi.list!({ limit: 5, inputs }));
	expect(errorIn(await list({})).message).toContain('account is required');
	const { jobId } = await bench.submit(fromFile(SECOND_FILE));
	expect(await list({ account: SECOND })).toMatchObject([{ jobId }]);
	expect(await list({ account: ACCOUNT })).toEqual([]);
});

test('six videos without a name fill the slots of both; the seventh has none', async () => {
	const jobs = [];
	for (let count = 0; count < 6; count += 1) jobs.push(await bench.submit(requestFor(useapi)));
	const made = jobs.map(({ jobId }) => accountOf(jobId)).sort();
	expect(made).toEqual([SECOND, SECOND, SECOND, ACCOUNT, ACCOUNT, ACCOUNT]);
	expect(await outcomeOf(bench, useapi.slots!.hasRoom(requestFor(useapi)))).toEqual({
		hasRoom: false,
	});
	expect(await bench.refused(requestFor(useapi))).toMatchObject({ code: 'rateLimited' });
	refusals(bench);
});

test('there is room for a file only at its own account', async () => {
	for (let count = 0; count < 3; count += 1) await bench.submit(fromFile(SECOND_FILE));
	const hasRoom = async (request: VideoRequest) =>
		await outcomeOf(bench, useapi.slots!.hasRoom(request));
	expect(await hasRoom(requestFor(useapi))).toEqual({ hasRoom: true });
	expect(await hasRoom(fromFile(USEAPI_FILE_IDS[0]!))).toEqual({ hasRoom: true });
	expect(await hasRoom(fromFile(SECOND_FILE))).toEqual({ hasRoom: false });
	expect(await bench.refused(fromFile(SECOND_FILE))).toMatchObject({ code: 'rateLimited' });
});
