import { proveAnswers } from './prove-answers.ts';

proveAnswers('platform');
