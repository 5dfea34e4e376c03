import { compact } from '../../gateways/compact';
import type { FileOptions } from '../shared/download';
import { readFileOptions } from '../shared/fileOptions';
import type { Item } from '../shared/item';

/** What Check Video Status's Options may hold; a key is there only if the user added it. */
export interface CheckOptions extends FileOptions {
	includeRawResponse?: boolean;
}

/** The Options of one item. Throws a NodeOperationError if a value can't be read. */
export function readOptions({ options }: Item): CheckOptions {
	return compact<CheckOptions>({
		...readFileOptions(options),
		includeRawResponse: options.switch('includeRawResponse', { label: 'Include Raw Response' }),
	});
}
