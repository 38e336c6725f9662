// People in a room of their own, all linked with each other, and their leaving without a mistake in anybody's console.
import { expect } from "bun:test";
import type { Browser } from "playwright-core";
import { type Person, personIn } from "./person.ts";

export async function newRoom(site: { url: string }): Promise<string> {
  const response = await fetch(`${site.url}/api/rooms`, { method: "POST" });
  return ((await response.json()) as { url: string }).url;
}

export async function gathered(browser: Browser, url: string, ...names: readonly string[]): Promise<Person[]> {
  const people: Person[] = [];
  for (const name of names) {
    const person = await personIn(browser);
    await person.enter(url, name);
    people.push(person);
  }
  for (const person of people) for (const [i, name] of names.entries()) if (person !== people[i]) await person.sees(name, "direct");
  return people;
}

export async function parted(people: readonly Person[], allowed = /^$/): Promise<void> {
  const mistakes = people.flatMap((person) => person.mistakes).filter((mistake) => !allowed.test(mistake));
  for (const { context } of people) await context.close();
  expect(mistakes).toEqual([]);
}
