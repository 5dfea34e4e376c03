import type { IExecuteFunctions } from 'n8n-workflow';

import { openSubmitLog } from '../../../nodes/SubmitVideo/send/submitLog';

test('submits that are recorded together share a line, which is there before any goes out', async () => {
	const events: string[] = [];
	const log = openSubmitLog({
		getExecutionId: () => '231',
		logger: { info: (line: string) => events.push(line) },
	} as unknown as IExecuteFunctions);
	const submit = async (index: number, label = 'Pixazo') => {
		await log.submitting({ index }, { label });
		events.push(`sent ${index}`);
	};
	await Promise.all([submit(0), submit(2), submit(3), submit(4, 'fal')]);
	await submit(5);

	expect(events.filter((event) => event.startsWith('Submitting'))).toEqual([
		'Submitting 3 videos to Pixazo (execution 231, items 0, 2, 3)',
		'Submitting a video to fal (execution 231, item 4)',
		'Submitting a video to Pixazo (execution 231, item 5)',
	]);
	expect(events.indexOf('sent 0')).toBeGreaterThan(0);
	expect(events.indexOf('sent 4')).toBeGreaterThan(1);
	expect(events.at(-1)).toBe('sent 5');
});
