import { gatewayError, readAnswer, unreadable } from '../../answer/answers';
import { isGatewayError, type Balance, type Call } from '../../gateway';
import { errors } from './errors';
import { creditsAnswer, keyAnswer } from './wire';

/** What is left to spend. */

/** What the account has left. "Management key required" (@openrouter/sdk 1.3.19): other keys get a 403. */
const credits = (): Call<Balance> => ({
	request: { method: 'GET', path: '/v1/credits' },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) =>
		answer.status === 403
			? gatewayError(
					errors,
					{
						code: 'authentication',
						what: "doesn't let this key read the account's credit, and the key has no limit of its own",
						fix: 'Set a credit limit for the key at openrouter.ai/settings/keys, or use a management key.',
					},
					{ httpStatus: 403 },
				)
			: readAnswer(errors, answer, creditsAnswer, ({ data }) => ({
					amount: Math.round((data.total_credits - data.total_usage) * 1e6) / 1e6,
					currency: 'USD',
				})),
});

/** What the key may still spend; that of the account where the key has no limit. */
export const balance = (): Call<Balance> => ({
	request: { method: 'GET', path: '/v1/key' },
	repeat: 'always',
	timeoutSeconds: 30,
	read: (answer) =>
		readAnswer(errors, answer, keyAnswer, ({ data: { limit_remaining: amount } }) =>
			amount === null || amount === undefined
				? unreadable(errors, 'has no limit for this key')
				: { amount, currency: 'USD' as const },
		),
	next: (outcome, answer) =>
		isGatewayError(outcome) && answer !== undefined && answer.status === 200
			? credits()
			: undefined,
});
