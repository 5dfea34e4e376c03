import type { INodeProperties } from 'n8n-workflow';

import { downloadOptions, downloadVideoField, timeLimitField } from '../../shared/descriptions';

const whereOn = { displayOptions: { show: { waitForCompletion: [true] } } };

/** Whether the node waits for its videos itself, and how. */
export const waitingFields: INodeProperties[] = [
	{
		displayName: 'Wait for Completion',
		name: 'waitForCompletion',
		type: 'boolean',
		default: false,
		hint: 'If off, the output is the job, without the video. To get the file, add a Wait For Video node after this one.',
		description:
			'Whether to wait until the video is ready and output it, instead of the job. For single videos and AI agents. For many videos, or to free the worker, use Wait For Video.',
	},
	{
		...timeLimitField,
		description:
			'How long to wait at most, after all items are submitted. Most videos take 1 to 10 minutes. The job keeps running after the limit: its Job ID is in the error. A shorter Timeout Workflow in the workflow settings ends the wait sooner.',
		...whereOn,
	},
	{ ...downloadVideoField, default: true, ...whereOn },
];

/** How the file is stored. Shown whether or not it is downloaded: a video can also be the answer to its submit. */
export const downloadOptionsOfWait: INodeProperties[] = downloadOptions.map((option) => ({
	...option,
	displayOptions: { show: { '/waitForCompletion': [true] } },
}));
