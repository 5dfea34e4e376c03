import { slotSeconds, slotUses } from './slots';

const line = (second: number, message: string, execution?: number) =>
	`${JSON.stringify({
		level: 'info',
		message: message.replace('%', `execution ${execution} (job 1${execution})`),
		metadata: {
			...(execution === undefined
				? {}
				: { executionId: String(execution), jobId: `1${execution}` }),
			timestamp: new Date(second * 1000).toISOString(),
		},
	})}\n`;

const log = [
	'Permissions 0644 for the settings file are too wide.\n',
	line(1, '\nn8n worker is now ready'),
	line(10, 'Worker started %', 1),
	line(11, 'Worker started %', 2),
	line(12, 'Worker finished %', 1),
	line(14, 'Worker errored while running %', 2),
	line(20, 'Worker started %', 3),
];

test('each stay of an execution in a slot is read', () => {
	expect(slotUses(log.join(''))).toEqual([
		{ executionId: '1', from: 10_000, until: 12_000 },
		{ executionId: '2', from: 11_000, until: 14_000 },
		{ executionId: '3', from: 20_000, until: undefined },
	]);
});

test('the end of a killed worker ends what it ran', () => {
	expect(slotUses(log.join(''), 21_500).at(-1)?.until).toBe(21_500);
	expect(slotUses(log.join(''), 21_500)[0]?.until).toBe(12_000);
});

test('a line that is being written is read when it is whole', () => {
	const text = log.join('') + line(22, 'Worker finished %', 3);

	expect(slotUses(text.slice(0, -10)).at(-1)?.until).toBeUndefined();
	expect(slotUses(text).at(-1)?.until).toBe(22_000);
});

test('seconds are summed up over slots, within a period', () => {
	const uses = slotUses(log.join(''));

	expect(slotSeconds(uses, { until: 23_000 })).toBe(2 + 3 + 3);
	expect(slotSeconds(uses, { from: 11_500, until: 13_000 })).toBe(0.5 + 1.5);
	expect(slotSeconds(uses, { from: 15_000, until: 19_000 })).toBe(0);
});
