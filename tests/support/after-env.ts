/* Runs in each test file once jest's own globals stand. */
import './matchers.ts';
import { closeApps } from './api.ts';

afterAll(closeApps);
