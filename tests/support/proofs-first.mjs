import TestSequencer from '@jest/test-sequencer';

/** What walks through every function takes minutes where other files take seconds. */
const proofs =
  /\/tests\/(sweep|fuzz|crash|contract|invariants|infrastructure|dynamodb|dates|flows)\/[\w/-]+\.test\.ts$/;

const isProof = ({ path }) => proofs.test(path);

/** Begins with the longest files, so that no worker is left alone with one in the end. */
export default class ProofsFirst extends TestSequencer {
  async sort(tests) {
    const usual = await super.sort(tests);
    return [...usual.filter(isProof), ...usual.filter((test) => !isProof(test))];
  }
}
