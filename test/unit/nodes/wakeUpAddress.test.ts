import type { Item } from '../../../nodes/shared/item';
import { isResumeUrl, readWakeUpAddress } from '../../../nodes/shared/wakeUpAddress';

/** Which addresses resume an execution at whichever node waits, and which one only at a Wait For Video. */

const itemAt = (resumeUrl: string): Item =>
	({ index: 0, context: { evaluateExpression: () => resumeUrl } }) as unknown as Item;

const usual = 'https://n8n.example.com/webhook-waiting/7?signature=abc';

test.each<[what: string, isOne: boolean, callback: string | undefined, resumeUrl?: string]>([
	['the resume URL', true, usual],
	['by another host, under a path', true, 'https://proxy.example.com/n8n/webhook-waiting/7/'],
	[
		'with N8N_ENDPOINT_WEBHOOK_WAITING set',
		true,
		'https://n8n.example.com/resume/7',
		'https://n8n.example.com/resume/7?signature=abc',
	],
	['that of Wait For Video', false, readWakeUpAddress(itemAt(usual))],
	['that of another execution', false, 'https://n8n.example.com/webhook-waiting/8'],
	['another address', false, 'https://example.com/'],
	['none', false, undefined],
])('%s: %s', (_what, isOne, callback, resumeUrl = usual) => {
	expect(isResumeUrl(itemAt(resumeUrl), callback)).toBe(isOne);
});
