// Sees to it that the browsers and other programs which the tests drive are there: Debian's, where apt is and may be used.
import { existsSync } from "node:fs";

const wanted = [
  { program: "/usr/bin/chromium", packages: ["chromium"] },
  { program: "/usr/bin/firefox-esr", packages: ["firefox-esr"] },
  // Whom Chromium trusts.
  { program: "/usr/bin/certutil", packages: ["libnss3-tools"] },
  // The laboratory's networks.
  { program: "/usr/sbin/nft", packages: ["iproute2", "nftables"] },
  { program: "/usr/bin/turnserver", packages: ["coturn"] },
  // Stands in front of a server.
  { program: "/usr/sbin/nginx", packages: ["nginx-light"] },
  // What people have in a terminal.
  { program: "/usr/bin/curl", packages: ["curl", "ca-certificates"] },
  { program: "/usr/bin/wget", packages: ["wget"] },
  { program: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", packages: ["fonts-noto-cjk"] },
  { program: "/usr/share/fonts/truetype/lohit-devanagari/Lohit-Devanagari.ttf", packages: ["fonts-lohit-deva"] },
];

const missing = wanted.filter(({ program }) => !existsSync(program));
if (missing.length > 0) install(missing.flatMap(({ packages }) => packages));

function install(packages: readonly string[]): void {
  const command = `apt-get install -y --no-install-recommends ${packages.join(" ")}`;
  if (Bun.which("apt-get") === null) {
    console.error(`These are needed by the tests and missing here: ${packages.join(", ")}. Install them with your system's means.`);
    process.exit(1);
  }
  console.log(`Installing for the tests: ${packages.join(", ")}`);
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const quietly = { env: environment, stdout: "ignore", stderr: "inherit" } as const;
  Bun.spawnSync([...sudo, "apt-get", "update"], quietly);
  const { success } = Bun.spawnSync([...sudo, ...command.split(" ")], quietly);
  // Debian starts them as services, and a test needs none.
  for (const [name, service] of [
    ["coturn", "coturn"],
    ["nginx-light", "nginx"],
  ] as const)
    if (packages.includes(name) && existsSync("/run/systemd/system"))
      Bun.spawnSync([...sudo, "systemctl", "disable", "--now", service], quietly);
  if (success) return;
  console.error(`That did not work. As root: ${command}`);
  process.exit(1);
}
