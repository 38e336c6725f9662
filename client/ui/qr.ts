// A QR code as an SVG element. Loaded when somebody asks for one.
import { encode } from "uqr";

const svg = "http://www.w3.org/2000/svg";

export function drawQr(text: string): SVGSVGElement {
  const { data, size } = encode(text, { border: 2 });
  const image = document.createElementNS(svg, "svg");
  image.setAttribute("viewBox", `0 0 ${size} ${size}`);
  image.setAttribute("role", "img");
  image.setAttribute("aria-label", text);
  const path = document.createElementNS(svg, "path");
  path.setAttribute("d", data.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join(""));
  image.append(path);
  return image;
}
