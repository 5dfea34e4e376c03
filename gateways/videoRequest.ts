/** What the user wants, in words that no gateway owns, and what can be wrong with it. */

/** A picture on its way to a gateway. `reference` is the gateway's own name for a file it already has. */
export type ImageInput =
	| { kind: 'url'; url: string }
	| { kind: 'bytes'; bytes: Uint8Array; mimeType: string }
	| { kind: 'reference'; reference: string };

/** A value of JSON that isn't made of others, and isn't null. */
export type Scalar = string | number | boolean;

/** The value of a declared input (`model.ts`). */
export type InputValue = boolean | number | string | readonly string[];

/** The values of declared inputs, by their keys. */
export type InputValues = Readonly<Record<string, InputValue>>;

/** What the user wants. A key that is absent was not set. */
export interface VideoRequest {
	model: string;
	prompt: string;
	firstFrame?: ImageInput;
	endFrame?: ImageInput;
	/** Pictures of a character or subject to keep, in order. */
	subjectReferences?: ImageInput[];
	durationSeconds?: number;
	resolution?: string;
	aspectRatio?: string;
	/** What is set of the inputs that the model or its gateway declares. */
	inputs?: InputValues;
	callbackUrl?: string;
	/** Returned by the gateway with the job, if it supports that. */
	callbackReference?: string;
	/** Merged into the request's inputs, over what the package would send. */
	additionalFields?: Record<string, unknown>;
}

/** A kind of file that people use as an image, and how to get an image out of it. */
export interface FileKind {
	/** With its article: "a HEIC photo". */
	name: string;
	fix: string;
}

/** The fields of a request that have pictures. */
export type PictureField = 'firstFrame' | 'endFrame' | 'subjectReferences';

/** A field of a request: one of its keys, or the key of a declared input. */
export type RequestField = Exclude<keyof VideoRequest, 'inputs'> | (string & {});

/** What can be wrong with a field. Sentences are made of it where the panel's labels are known. */
export type Fault =
	| { code: 'empty' }
	/** `with`: the keys of declared inputs that go into the prompt and make it longer. */
	| { code: 'tooLong'; length: number; most: number; whose: 'model' | 'gateway'; with?: string[] }
	| { code: 'tooShort'; length: number; least: number }
	/** A picture that must be there; `for` another field that adds to it. */
	| { code: 'missing'; for?: RequestField }
	| { code: 'unsupported' }
	| { code: 'onlyWith'; other: RequestField; values: ReadonlyArray<string | number> }
	| { code: 'sameAs'; other: RequestField }
	/** The model supports each of them, but not both. */
	| { code: 'notWith'; other: RequestField }
	/** `with`: the fields that count together with it. */
	| { code: 'tooMany'; count: number; most: number; with?: readonly RequestField[] }
	/** It only adds to one of these, and none of them is set. */
	| { code: 'notAlone'; others: readonly RequestField[] }
	| { code: 'notOffered'; value: string | number; offered: ReadonlyArray<string | number> }
	/** The value exists, but not together with that of another field. */
	| {
			code: 'notTogether';
			value: number;
			other: RequestField;
			otherValue: string;
			offered: readonly number[];
	  }
	| { code: 'notPositive' }
	| { code: 'outOfRange'; value: number; least?: number; most?: number; whole: boolean }
	/** No limit is documented, and the value is probably a mistake. */
	| { code: 'implausible'; value: string | number; most?: number }
	| { code: 'needsFirstFrame'; value: string }
	/** A value that follows a picture, and there is none. */
	| { code: 'needsPicture'; value: string }
	/** A model that makes something else, and the gateway's own word for what. */
	| { code: 'noVideo'; value: string; kind: string }
	/** An input of a described model that it can't do without. `field` is the one that stands for it, or Additional Fields. */
	| { code: 'inputMissing'; input: string }
	/** A value of Additional Fields for an input of a described model. */
	| { code: 'inputNotOffered'; input: string; value: Scalar; offered: readonly Scalar[] }
	/** A ratio that a size in pixels can't be made of. */
	| { code: 'notARatio'; value: string }
	| { code: 'notAnAddress'; value: string }
	| { code: 'notHttps'; value: string }
	| { code: 'unknownModel'; value: string }
	/** The gateway's own list has it no longer. `instead`: the id of the newest model of its kind. */
	| { code: 'retired'; value: string; instead?: string }
	| { code: 'onlyForModel'; model: string }
	/** Pictures that are files of different accounts at the gateway. */
	| { code: 'differentAccounts'; accounts: readonly string[] }
	| { code: 'bytesRefused' }
	| { code: 'wrongKind'; kind?: FileKind; formats: readonly ImageFormat[]; url?: string }
	| { code: 'tooSmall'; width: number; height: number; shortSideOver: number }
	| { code: 'wrongSides'; width: number; height: number; least: number; most: number }
	| { code: 'wrongRatio'; width: number; height: number; from: Ratio; to: Ratio }
	| { code: 'wrongSize'; width: number; height: number; sizes: readonly Ratio[] };

/** A reason not to send a request: which field, and what is wrong with it. */
export type RequestProblem = Fault & {
	field: RequestField;
	/** Which one of several pictures, from 0. */
	index?: number;
};

/**
 * Why an aspect ratio isn't sent although the model has some: it makes the video in the ratio of the image, the resolution
 * is in pixels that have another one, or the ratio is only sent as part of a size.
 */
export type RatioReason = 'ofImage' | 'ofPixels' | 'needsResolution';

/** A field of a request that isn't sent; without `why`, because there is no field for it, or none `beside` another. */
export type Unsent =
	| { field: RequestField; beside?: RequestField; why?: undefined }
	| { field: 'aspectRatio'; why: RatioReason };

/** Something that was changed or left out on the way to a gateway, without being a reason not to send the request. */
export type Notice =
	/** The model doesn't support it, or not `beside` another field. */
	| {
			code: 'notSent';
			field: RequestField;
			beside?: RequestField;
			gateway: string;
			model: string;
	  }
	/** The model supports it, but not in this request. */
	| { code: 'ratioNotSent'; field: 'aspectRatio'; why: RatioReason; model: string }
	/** A fallback gateway can't do it as it is set. */
	| {
			code: 'notSentTo';
			field: RequestField;
			gateway: string;
			problem: RequestProblem;
			model: string;
	  }
	/** Additional Fields that a described model doesn't name. */
	| { code: 'unknownInputs'; names: readonly string[]; known: readonly string[]; model: string }
	| { code: 'notPortable'; from: string; to: string }
	| { code: 'noCallbacks'; gateway: string; model?: string }
	| { code: 'resolutionSet'; resolution: string; durationSeconds: number; model: string }
	| { code: 'otherModel'; gateway: string; model: string; wanted: string };

export type ImageFormat = 'image/jpeg' | 'image/png' | 'image/webp';

/** Two sides: width and height, in pixels or as a ratio. */
export type Ratio = readonly [width: number, height: number];
