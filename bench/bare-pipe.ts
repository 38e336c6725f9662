// The limit of pipes: a bare `Bun.serve` that hands the body of one request to another as it comes, and knows nobody.
type Pipe = { readonly body: PromiseWithResolvers<ReadableStream<Uint8Array>>; readonly over: PromiseWithResolvers<void> };

const pipes = new Map<string, Pipe>();

function pipeAt(url: string): Pipe {
  const { pathname } = new URL(url);
  const pipe = pipes.get(pathname) ?? { body: Promise.withResolvers(), over: Promise.withResolvers() };
  pipes.set(pathname, pipe);
  return pipe;
}

async function* through({ body, over }: Pipe) {
  yield* await body.promise;
  over.resolve();
}

const server = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  maxRequestBodySize: Number.MAX_SAFE_INTEGER,
  idleTimeout: 0,
  async fetch(request) {
    const pipe = pipeAt(request.url);
    if (request.method === "GET") return new Response(through(pipe) as unknown as BodyInit);
    if (request.body !== null) pipe.body.resolve(request.body);
    await pipe.over.promise;
    return new Response();
  },
});
console.log(`http://127.0.0.1:${server.port}`);
