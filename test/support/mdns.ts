// Run on a host of the laboratory: asks the network for names, and prints a line of JSON for each record that is heard. It ends when it is killed.
import multicastDns from "multicast-dns";

const [address = ""] = process.argv.slice(2);
const mdns = multicastDns({ interface: address, bind: "0.0.0.0" });
mdns.on("response", ({ answers, additionals }) => {
  for (const { name, type, ...more } of [...(answers ?? []), ...(additionals ?? [])]) console.log(JSON.stringify({ name, type, ...more }));
});
mdns.on("ready", () => {
  const ask = () =>
    mdns.query([
      { name: "roomcp.local", type: "A" },
      { name: "_http._tcp.local", type: "PTR" },
    ]);
  ask();
  setInterval(ask, 500);
});
