import type { ImageInput, VideoRequest } from '../../../gateways/gateway';
import { listPictures, mapPictures, withPicture } from '../../../gateways/request/pictures';

const at = (name: string): ImageInput => ({ kind: 'url', url: `https://example.com/${name}` });

const request: VideoRequest = {
	model: 'a',
	prompt: 'A lake',
	subjectReferences: [at('one'), at('two')],
	endFrame: at('end'),
	firstFrame: at('first'),
	inputs: { seed: 7 },
};

test('the pictures of a request are listed with their places, the first frame first', () => {
	expect(listPictures(request)).toEqual([
		{ image: at('first'), field: 'firstFrame' },
		{ image: at('end'), field: 'endFrame' },
		{ image: at('one'), field: 'subjectReferences', index: 0 },
		{ image: at('two'), field: 'subjectReferences', index: 1 },
	]);
	expect(listPictures({})).toEqual([]);
	expect(listPictures({ subjectReferences: [] })).toEqual([]);
});

test.each(listPictures(request))('the one of $field $index can be replaced alone', (picture) => {
	const before = structuredClone(request);
	const changed = withPicture(request, picture, at('new'));
	expect(request).toEqual(before);
	const expected = listPictures(request).map((one) =>
		one.field === picture.field && one.index === picture.index
			? { ...one, image: at('new') }
			: one,
	);
	expect(listPictures(changed)).toEqual(expected);
	expect(changed).toMatchObject({ model: 'a', prompt: 'A lake', inputs: { seed: 7 } });
});

test('all can be changed at once, each told its place', () => {
	const changed = mapPictures(request, ({ field, index = '' }) => at(`${field}${index}`));
	expect(changed).toEqual({
		...request,
		firstFrame: at('firstFrame'),
		endFrame: at('endFrame'),
		subjectReferences: [at('subjectReferences0'), at('subjectReferences1')],
	});
	const without = { model: 'a', prompt: 'A lake' };
	expect(mapPictures(without, () => at('new'))).toEqual(without);
});
