// The benches that lay networks run and print their ratios.
import { layNetworks, tryBenches } from "../bench/short.ts";

tryBenches(layNetworks);
