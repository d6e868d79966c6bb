/** A map that forgets what was not used for longest once it holds more than `size` things. */
export interface Lru<T> {
  get(name: string): T | undefined;
  set(name: string, value: T): void;
  delete(name: string): void;
}

/** Makes an empty one. */
export function createLru<T>(size: number): Lru<T> {
  // A Map remembers the order of insertion: putting a thing in again makes it the newest.
  const map = new Map<string, T>();
  return {
    get(name) {
      const value = map.get(name);
      if (value === undefined) return undefined;
      map.delete(name);
      map.set(name, value);
      return value;
    },
    set(name, value) {
      map.delete(name);
      map.set(name, value);
      const oldest = map.keys().next();
      if (map.size > size && !oldest.done) map.delete(oldest.value);
    },
    delete: (name) => void map.delete(name),
  };
}
