// Español neutro, de «tú». «|» separa singular y plural; «{name}» se sustituye. Its glossary is in ../es.ts.
import type { DoctorWords, FailureWords, OtherwiseWords, StateWords, VisitWords } from "./en.ts";

export const doctor: DoctorWords = {
  "addon-good": ["WebRTC está disponible: libdatachannel {version}.", ""],
  "addon-bad": [
    "WebRTC no se carga: {needed}",
    "El chat y los archivos van entonces por la retransmisión del servidor, si la ofrece. Comprueba que TMPDIR es una carpeta donde se pueden iniciar programas, o usa otra compilación para este sistema.",
  ],
  "udp-good": ["Dos conexiones de este equipo se encontraron en {time}.", ""],
  "udp-bad": [
    "Dos conexiones de este equipo no se encontraron.",
    "Mira si un cortafuegos detiene UDP aquí; sin él, todo lo retransmite el servidor.",
  ],
  "server-none": [
    "No se indicó ningún servidor, así que no se probó ninguno.",
    "Escribe roomcp doctor https://host o define ROOMCP_SERVER.",
  ],
  "server-good": ["El servidor responde en {time} por un WebSocket.", ""],
  "server-guarded": [
    "El servidor responde y solo crea salas para quienes tienen el token de su anfitrión.",
    "Define ROOMCP_CREATE_TOKEN o entra en salas que otros crearon.",
  ],
  "server-refused": ["El servidor responde y lo rechaza: {why}", "Espera un minuto y vuelve a intentarlo."],
  "server-silent": ["{url} no responde.", "Comprueba la dirección y que roomcp funcione ahí."],
  "certificate-bad": [
    "Aquí no se confía en el certificado de {url}.",
    "Si el servidor tiene autoridad propia (--tls self), toma su certificado de {url}/tls y define NODE_EXTRA_CA_CERTS con ese archivo.",
  ],
  "socket-bad": [
    "El servidor responde, pero no abre ningún WebSocket.",
    "Puede que un proxy en medio no deje pasar los WebSockets: su anfitrión encuentra cómo hacerlo en docs/hosting.md.",
  ],
  "stun-good": ["UDP llega a un servidor STUN, que ve este equipo como {address}.", ""],
  "stun-near": ["Por UDP no se encontró otra dirección que la de este equipo, como ocurre cuando el servidor está en la misma red.", ""],
  "stun-none": [
    "El servidor no indica ningún servidor STUN.",
    "En una sola red basta. Entre redes, los archivos los retransmite el servidor.",
  ],
  "relay-good": ["La retransmisión del servidor pasa {rate}/s, en {time} ida y vuelta.", ""],
  "relay-off": [
    "El servidor no ofrece retransmisión.",
    "Solo pueden hablar quienes tienen conexión directa; su anfitrión puede ofrecerla con --relay on.",
  ],
  "relay-bad": ["La retransmisión del servidor no pasó nada.", "Vuelve a intentarlo; si sigue igual, avisa al anfitrión del servidor."],
  "relay-refused": ["La retransmisión del servidor lo rechaza: {why}", "Espera un minuto y vuelve a intentarlo."],
};

export const failures: FailureWords = {
  "command-unknown": "No existe el comando {name}; roomcp --help los enumera.",
  "command-guessed": "No existe el comando {name}. ¿Querías decir {guess}?",
  "option-unknown": "No existe la opción {name}; --help las enumera.",
  "option-guessed": "No existe la opción {name}. ¿Querías decir {guess}?",
  "option-bare": "{name} necesita un valor.",
  "option-filled": "{name} no lleva valor.",
  "value-wrong": "{name}: {needed}.",
  "argument-unexpected": "No se sabe qué es {name}; --help dice qué va aquí.",
  "argument-wrong": "{name}: hace falta uno de {needed}.",
  "address-wanted": "{name}: hace falta una dirección como https://rooms.example.",
  "host-silent": "{url} no responde: {needed}",
  "settings-clash": "{needed}",
  "settings-unreadable": "No se puede leer {path}: {needed}.",
  "toml-damaged": "{where}: esto no es TOML. {needed}.",
  "setting-unknown": "{where}: no existe el ajuste {name}; roomcp help serve los enumera, sin --.",
  "setting-guessed": "{where}: no existe el ajuste {name}. ¿Querías decir {guess}?",
  "port-taken": "Ese puerto está ocupado. Elige otro con --port o, junto a --tls, con --plain-port.",
  "certificate-unusable": "{needed}",
  "file-unreadable": "No se puede leer {name}, así que no se comparte. Comprueba que existe y que puedes leerlo.",
  "file-special": "{name} no es archivo ni carpeta, así que no se comparte.",
  "link-outside":
    "{name} es un enlace que sale de la carpeta o no lleva a nada, así que no se comparte. Para compartirlo, indica adónde lleva.",
  "folder-unwritable": "No se puede escribir en {name}. Elige otra carpeta o cambia quién puede escribir en ella.",
  "folder-busy": "Otro roomcp está recibiendo lo mismo en {name}. Espera a que termine o elige otra carpeta.",
  "pipe-closed": "El programa que leía esto terminó, así que no se recibió hasta el final.",
  "webrtc-missing": "La parte de este equipo para conexiones directas no se carga: {needed}. roomcp doctor dice más.",
  "link-unreadable": "{name} no es la dirección de una sala. Tiene esta forma: https://host/r/name#k=…",
  "room-missing": "¿Qué sala? Indica su dirección, entre comillas: 'https://host/r/name#k=…'",
  "link-other":
    "Quien está aquí llegó con otro enlace u otra frase de contraseña. Indica la dirección entera, con lo que sigue a #, entre comillas.",
  "server-missing": "¿Qué servidor? Indica --server https://host o define ROOMCP_SERVER.",
  "server-silent": "{name} no responde. ¿Es correcta la dirección y funciona roomcp ahí?",
  "server-strange": "{name} responde, pero no como lo hace roomcp.",
  "room-empty": "No hay nadie más en la sala.",
  "person-missing": "Aquí nadie se llama {name}, así que no se dijo nada.",
  "not-delivered": "No les ha llegado a todas las personas que están aquí.",
  "files-missing": "¿Qué archivos? Indica archivos o carpetas después del comando.",
  "share-undecided": "Hay {n} elementos compartidos. Indica --all para recibirlos todos.",
  "pipe-many": "Solo un archivo puede ir a la salida estándar; {name} tiene más.",
};

export const otherwise: OtherwiseWords = {
  "version-mismatch": "El otro lado tiene otra versión de roomcp. Usa la misma versión en los dos.",
  "no-space": "No hay espacio suficiente en {name}. Libera un poco y da el mismo comando otra vez: continúa donde estaba.",
  "sink-broken": "No se pudo guardar en {name}. Lo que hay se conserva: da el mismo comando otra vez para continuar.",
  "source-silent": "Hace mucho que no llegan datos. Lo que hay se conserva: da el mismo comando otra vez para continuar.",
  "source-unreadable":
    "No se pudo leer el archivo. Puede que se haya movido o borrado. Cuando se comparta de nuevo, se continúa con lo que hay.",
  "chunk-corrupt": "Llegó dañado una y otra vez. Lo que llegó bien se conserva: da el mismo comando otra vez para continuar.",
  "share-mismatch": "Lo que llegó no es lo que se compartió, así que no se guardó nada. Da el mismo comando otra vez.",
};

export const states: StateWords = {
  good: "bien",
  limited: "limitado",
  bad: "no funciona",
  untried: "sin probar",
};

export const visit: VisitWords = {
  passphrase: "Frase de contraseña: ",
  scan: "En un teléfono:",
  come: "Ábrelo en un navegador o en otro terminal:  roomcp get '{url}'",
  "nobody-yet": "Aún no hay nadie más. Esperando a que alguien comparta algo; Ctrl-C sale.",
  "nothing-yet": "Esperando a que alguien comparta algo. Ctrl-C sale.",
  "lost-server": "El servidor no responde; lo que está conectado continúa.",
  "server-back": "El servidor ha vuelto.",
  direct: "{name} está aquí, con conexión directa.",
  relayed: "{name} está aquí, retransmitido por el servidor, que no ve nada de lo que pasa.",
  unreachable: "No se puede llegar a {name}: {why}",
  somebody: "Alguien",
  "only-you": "(solo a ti)",
  joined: "{name} ha entrado.",
  left: "{name} ha salido.",
  compare: "Compara con {name}, por un medio distinto de esta sala: {symbols}",
  delivered: "Entregado.",
  shared: "Compartiendo {share} ({size}).",
  takes: "{name} descarga {share}.",
  sending: "{progress} → {name}",
  sent: "{name} tiene {share}, verificado.",
  "no-space-there": "{name} no tiene espacio suficiente para {share}.",
  "stopped-there": "{name} se detuvo con {percent} de {share} y puede continuar más tarde.",
  "not-sent": "{name} no recibió {share}: {why}",
  offers: "{name} comparte {share} ({size}).",
  choice: "¿Cuáles? Números, o Intro para todos: ",
  receiving: "{progress} · {share}",
  received: "{share} está aquí, verificado.",
  "not-received": "{share} no llegó: {why}",
  goes: "Continuando con {share}.",
  "size-unknown": "del tamaño que resulte",
};
