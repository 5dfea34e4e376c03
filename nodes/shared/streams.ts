import type { IExecuteFunctions } from 'n8n-workflow';

/** A stream of bytes, as n8n's own helpers take it: n8n's lint keeps Node's `stream` out of community packages. */
export type ByteStream = Exclude<
	Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0],
	Uint8Array
>;
