/** Makes an instance with a memory of its own of a WebAssembly module in base64. */
export function instantiateKernel<Exports>(base64: string): Exports {
  const module = new WebAssembly.Module(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)));
  return new WebAssembly.Instance(module).exports as unknown as Exports;
}
