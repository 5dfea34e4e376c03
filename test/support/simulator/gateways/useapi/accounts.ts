import { plainEndpoint, type Endpoint, type Refusal } from '../../gateway';
import type { Answer } from '../../types';
import { ACCOUNT_JWT, ACCOUNT_MAX_JOBS, oneAccount, type Account } from './account';
import { LONGEST_REPLY_URL, accountBody, accountQuery, type AccountBody } from './bodies';
import { elapsed, replyOf } from './job';

const factsOf = (account: string) => ({ account, maxJobs: ACCOUNT_MAX_JOBS });

/** The calls on accounts: the queue, the owner's settings, what an account can do. */
export function accountEndpoints(account: Account): Endpoint[] {
	return [
		plainEndpoint({
			name: 'queue',
			method: 'GET',
			path: '/v1/minimax/scheduler/available',
			answer: () => queue(account),
		}),
		...settingsEndpoints(account),
		...minimaxEndpoints(account),
	];
}

function queue(account: Account): Answer {
	return {
		status: 200,
		body: {
			executing: account.running().map((job) => ({
				videoId: job.jobId,
				started: new Date(job.submittedAt).toISOString(),
				elapsed: elapsed(job),
				...replyOf(job),
			})),
			available: availableAccounts(account),
		},
	};
}

/** Accounts that are full may be left out. */
function availableAccounts({ ground, connected, running }: Account) {
	return connected().flatMap((account) => {
		const executing = running(account).length;
		const available = Math.max(0, ACCOUNT_MAX_JOBS - executing);
		return available === 0 && !ground.openFacts().fullAccountsListed
			? []
			: [{ ...factsOf(account), executing, available }];
	});
}

/** The owner's settings. */
function settingsEndpoints(account: Account): Endpoint[] {
	return [
		plainEndpoint({
			name: 'account',
			method: 'GET',
			path: '/v2/account',
			// useapi.net/docs/account-management/get-account, 2025-04-07.
			answer: () => ({
				status: 200,
				body: {
					id: 1234,
					email: 'someone@example.com',
					created: '2023-07-25T03:02:28.676Z',
					subscriptionIsActive: true,
					subscriptions: 1,
					maxAccountsPerAPI: 3,
					accounts: {
						'MiniMax API': {
							total: account.connected().length,
							active: account.connected().length,
						},
					},
					verified: '2023-07-25T03:02:53.252Z',
					sub: '250405',
					...account.settings(),
				},
			}),
		}),
		plainEndpoint({
			name: 'account',
			method: 'POST',
			path: '/v2/account',
			body: accountBody,
			answer: ({ body }) => changeSettings(account, body),
		}),
	];
}

function changeSettings({ settings, change }: Account, body: AccountBody): Answer | Refusal {
	const { name = settings().name, replyUrl = settings().replyUrl } = body;
	if (replyUrl && replyUrl.length > LONGEST_REPLY_URL) {
		const refused = 'replyUrl is too long';
		const answer = { status: 400, body: { error: refused, code: 400 } };
		return { refused, answer };
	}
	change({ name, replyUrl: replyUrl || undefined, updated: new Date().toISOString() });
	// "Account was successfully updated. Use GET account to retrieve updated account
	// information." [Not found: the number, and whether the body is empty.]
	return { status: 200 };
}

/** The accounts at hailuoai.video. */
function minimaxEndpoints(own: Account): Endpoint[] {
	const { ground, connected, running } = own;
	return [
		plainEndpoint({
			name: 'account',
			method: 'GET',
			path: '/v1/minimax/accounts',
			// Entries with a `jwt`, and what the account can do (the official script of useapi.net, 2026).
			// [Inferred: what stands in the `jwt`.]
			answer: () => ({
				status: 200,
				body: Object.fromEntries(
					connected().map((account) => [
						account,
						{
							...factsOf(account),
							jwt: { token: ACCOUNT_JWT, exp: 1798761600 },
							supportMusic: false,
							supportVideo: ground.openFacts().accountMakesVideos,
						},
					]),
				),
			}),
		}),
		plainEndpoint({
			name: 'account',
			method: 'GET',
			path: ['/v1/minimax/features', '/v1/minimax/features/'],
			query: accountQuery,
			answer({ query }): Answer | Refusal {
				const one = oneAccount(own, query.account);
				if ('refused' in one) return one;
				return {
					status: 200,
					body: {
						totalCredits: 1000,
						// [Inferred: what stands in the next two.]
						videoCost: 25,
						queueLength: running(one.account).length,
						memberName: 'Standard',
						creditExpireText: [],
						modelControl: [],
					},
				};
			},
		}),
	];
}
