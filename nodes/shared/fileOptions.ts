import { compact } from '../../gateways/compact';
import type { FileOptions } from './download';
import type { Parameters } from './parameters';

/** What Options say of the file that a video is stored as. Throws where a value can't be read. */
export function readFileOptions(options: Pick<Parameters, 'text' | 'number'>): FileOptions {
	return compact<FileOptions>({
		binaryPropertyName: options.text('binaryPropertyName', {
			label: 'Put Output File in Field',
			fix: 'Set it to the name of a field, such as data.',
		}),
		fileName: options.text('fileName', { label: 'File Name' }),
		maxSizeMb: options.number('maxSizeMb', { label: 'Max Size (MB)', unit: 'MB', over: 0 }),
	});
}
