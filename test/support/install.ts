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

/** What makes it better, and can be done without. */
const welcome = [
  // Chromium without a window of its own takes a fifth of the processor for each new visitor.
  { program: "/usr/bin/chromium-headless-shell", packages: ["chromium-headless-shell"] },
  // Or pictures of the page have boxes in place of emoji.
  { program: "/usr/share/fonts/truetype/noto/NotoColorEmoji.ttf", packages: ["fonts-noto-color-emoji"] },
];

const missing = (from: typeof wanted) => from.filter(({ program }) => !existsSync(program)).flatMap(({ packages }) => packages);
if (missing(wanted).length > 0) need(missing(wanted));
if (missing(welcome).length > 0) install(missing(welcome));

function need(packages: readonly string[]): void {
  if (Bun.which("apt-get") === null) {
    console.error(`These are needed by the tests and missing here: ${packages.join(", ")}. Install them with your system's means.`);
    process.exit(1);
  }
  if (install(packages)) return;
  console.error(`That did not work. As root: apt-get install ${packages.join(" ")}`);
  process.exit(1);
}

/** True if it worked. */
function install(packages: readonly string[]): boolean {
  if (Bun.which("apt-get") === null) return false;
  console.log(`Installing for the tests: ${packages.join(", ")}`);
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const quietly = { env: environment, stdout: "ignore", stderr: "inherit" } as const;
  Bun.spawnSync([...sudo, "apt-get", "update"], quietly);
  const { success } = Bun.spawnSync([...sudo, "apt-get", "install", "-y", "--no-install-recommends", ...packages], quietly);
  // Debian starts them as services, and a test needs none.
  for (const [name, service] of [
    ["coturn", "coturn"],
    ["nginx-light", "nginx"],
  ] as const)
    if (packages.includes(name) && existsSync("/run/systemd/system"))
      Bun.spawnSync([...sudo, "systemctl", "disable", "--now", service], quietly);
  return success;
}
