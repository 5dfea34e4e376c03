import { findGateway, gateways } from '../../../gateways';
import { jobSoFar, typicalSeconds } from '../../../nodes/shared/jobs';
import { withHistory } from '../../../nodes/shared/jobHistory';

/** What a row of a table or a sheet knows of its job: whatever its columns hold, the wait goes on. */

const gateway = findGateway('pixazo')!;
const known = {
	prompt: 'A lake',
	model: gateway.defaultModel,
	submittedAt: '2026-11-27T10:00:00.000Z',
	callbackReference: 'row-1',
	cost: { amount: 0.28, currency: 'USD', basis: 'estimate' },
	costNote: 'As long as it has one size.',
	durationSeconds: 6,
	warnings: ['One thing.'],
} as const;

test('is kept as Submit Video returned it', () => {
	expect(jobSoFar(gateway, '1', known).before).toEqual(known);
});

test.each(
	Object.keys(known).flatMap((key) =>
		[null, '', 0.5, true, {}, [], [null], ['a', 1], { amount: '1' }, Number.NaN].map(
			(value): [string, unknown] => [key, value],
		),
	),
)('%s may be %j', (key, value) => {
	for (const one of gateways) {
		const job = jobSoFar(one, '1', { ...known, [key]: value });
		expect(typicalSeconds(job)).toBeGreaterThan(0);
		const {
			warnings = [],
			prompt = '',
			cost,
		} = withHistory({ gateway: one.id, jobId: '1', status: 'completed' }, job.before);
		for (const text of [...warnings, prompt]) expect(typeof text).toBe('string');
		if (cost) expect(cost.amount).toBe(known.cost.amount);
	}
});
