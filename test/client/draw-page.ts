// Lends a bare page the drawing of small pictures.
import { drawThumbnail } from "../../client/disk/draw.ts";

Object.assign(globalThis, { drawThumbnail });
