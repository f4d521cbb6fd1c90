/* Runs in each test file once jest's own globals stand. */
import './matchers.ts';
import { useRequestHandlers } from '../../lib/aws/request-handlers.ts';
import { closeApps } from './api.ts';
import { inProcessHandlers } from './test-run.ts';

useRequestHandlers(inProcessHandlers());

afterAll(closeApps);
