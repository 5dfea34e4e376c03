// Of jest's 5 s, a busy machine needs some for what takes a tenth of one on a quiet one. No test is about time itself.
// Here, because jest does not read `testTimeout` of a project.
jest.setTimeout(180_000);
