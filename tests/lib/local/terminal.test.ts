import { createTerminal } from '../../../lib/local/terminal.ts';

describe('the terminal', () => {
  it('shows of a request neither query nor what stands in it', () => {
    const written: string[] = [];
    const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      written.push(String(text));
      return true;
    });
    const terminal = createTerminal();
    const request = { requestId: 'one', at: 0, method: 'GET', route: 'test.any', status: 200 };
    terminal.request({ ...request, path: '/v1/timeline?access_token=secret', milliseconds: 1.5 });
    terminal.flush();
    write.mockRestore();
    expect(written.join('')).toContain('GET /v1/timeline 1.5 ms');
    expect(written.join('')).not.toContain('secret');
  });
});
