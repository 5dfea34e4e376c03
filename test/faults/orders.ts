import {
	documentedError,
	GATEWAY_IDS,
	insufficientCredits,
	isAbout,
	rateLimited,
	type FaultRule,
	type GatewayId,
	type JobPlan,
	type Simulator,
} from '../support/simulator';

/** One video of the campaign, and what happens to it; all of it drawn beforehand, so that a seed repeats it. */
export interface Order {
	gateway: GatewayId;
	/** Unlike that of any other order, since the books go by it. */
	prompt: string;
	plan: JobPlan;
	submitFault?: Pick<FaultRule, 'respond' | 'times'>;
	statusFaults: Array<FaultRule['respond']>;
}

type Draw = () => number;

const oneOf = <Value>(draw: Draw, values: readonly Value[]): Value =>
	values[Math.floor(draw() * values.length)]!;

/** Refusals, refusals that pass, and answers that are lost although the gateway has taken the job. */
function submitFaultsOf(gateway: GatewayId): Array<Pick<FaultRule, 'respond' | 'times'>> {
	return [
		{ respond: documentedError(gateway, 400) },
		{ respond: insufficientCredits(gateway).respond },
		{ respond: documentedError(gateway, 503) },
		{ respond: rateLimited(gateway, 1).respond, times: 2 },
		{ respond: { ...documentedError(gateway, 502), accepted: true } },
		{ respond: { ...documentedError(gateway, 504), accepted: true } },
		{ respond: 'resetBefore' },
		{ respond: 'resetAfter' },
		{ respond: 'truncated' },
	];
}

const statusFaultsOf = (gateway: GatewayId): Array<FaultRule['respond']> => [
	documentedError(gateway, 500),
	documentedError(gateway, 502),
	documentedError(gateway, 503),
	rateLimited(gateway, 1).respond,
	'resetBefore',
	'html',
	'truncated',
];

/** How many of a hundred orders have trouble at their submit, and at their first looks; and how many fail for good. */
const SUBMIT_TROUBLE = 30;
const STATUS_TROUBLE = 40;
const FAILING = 10;

/** Draws orders over all gateways by turns. */
export function drawOrders(count: number, draw: Draw): Order[] {
	const chance = (percent: number) => draw() * 100 < percent;
	return Array.from({ length: count }, (_, index) => {
		const gateway = GATEWAY_IDS[index % GATEWAY_IDS.length]!;
		const looks = chance(STATUS_TROUBLE) ? 1 + Math.floor(draw() * 2) : 0;
		return {
			gateway,
			prompt: `Campaign clip ${index}`,
			plan: {
				seconds: 2 + draw() * 6,
				outcome: chance(FAILING)
					? oneOf(draw, ['failed', 'moderated'] as const)
					: 'completed',
			},
			...(chance(SUBMIT_TROUBLE)
				? { submitFault: oneOf(draw, submitFaultsOf(gateway)) }
				: {}),
			statusFaults: Array.from({ length: looks }, () => oneOf(draw, statusFaultsOf(gateway))),
		};
	});
}

/** Makes the simulator do to each order what was drawn for it. */
export function install(simulator: Simulator, orders: readonly Order[]): void {
	const byPrompt = new Map(orders.map((order) => [order.prompt, order]));
	simulator.plan = ({ prompt = '' }) => byPrompt.get(prompt)?.plan ?? {};
	for (const { gateway, prompt, submitFault, statusFaults } of orders) {
		if (submitFault) {
			simulator.fault({
				...submitFault,
				gateway,
				endpoint: 'submit',
				when: (request) => request.prompt === prompt,
			});
		}
		for (const respond of statusFaults) {
			simulator.fault({
				gateway,
				endpoint: 'status',
				times: 1,
				respond,
				when: (request) => {
					const job = simulator.jobs.find((one) => one.prompt === prompt);
					return job !== undefined && isAbout(request, job.jobId);
				},
			});
		}
	}
}
