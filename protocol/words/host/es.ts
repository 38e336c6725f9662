// Español neutro, de «tú». «|» separa singular y plural; «{name}» se sustituye. Its glossary is in ../es.ts.
import type { CheckWords, PipeWords, TlsWords } from "./en.ts";

export const check: CheckWords = {
  page: {
    title: "Comprobar este navegador",
    lead: "Lo que este navegador puede hacer con este servidor. Unos 4 MB van al servidor y vuelven; nadie más se entera.",
    list: "Comprobaciones",
    again: "Repetir",
    copy: "Copiar el informe",
    copied: "Informe copiado",
    "copy-failed": "Este navegador no deja que la página copie. Selecciona el informe aquí:",
    addresses: "Con direcciones",
    helps: "Qué ayuda:",
    "no-script": "Estas comprobaciones necesitan JavaScript, igual que las salas. Actívalo y vuelve a cargar esta página.",
  },
  items: {
    secure: "Conexión segura",
    server: "El camino al servidor",
    webrtc: "WebRTC",
    stun: "UDP al servidor (STUN)",
    relay: "La retransmisión del servidor",
    storage: "Adónde van los archivos recibidos",
    hash: "Velocidad de verificación (SHA-256)",
  },
  states: {
    running: "Comprobando…",
    good: "Bien",
    limited: "Limitado",
    bad: "No funciona",
    untried: "Sin probar",
  },
  summaries: {
    running: "Comprobando…",
    good: "Todo va bien: este navegador puede hacer todo lo que ofrece este servidor.",
    limited: "Las salas funcionan aquí, con límites: abajo se dice cuáles son y qué ayuda.",
    bad: "Algo que las salas necesitan no funciona aquí: abajo se dice qué ayuda.",
    untried: "Lo que se pudo probar va bien; no todo se pudo probar.",
  },
  verdicts: {
    "secure-yes": [
      "Esta página llegó por una conexión segura.",
      "Nadie puede cambiarla por el camino, y el navegador ofrece todo lo que tiene.",
      "",
    ],
    "secure-local": ["Esta página viene de este mismo dispositivo.", "El navegador lo considera seguro y ofrece todo lo que tiene.", ""],
    "secure-no": [
      "Esta página llegó por HTTP sin cifrar.",
      "Todo lo esencial funciona. Pero quien esté en esta red podría cambiar la página, los archivos grandes se guardan más despacio y no se pueden elegir carpetas donde guardar.",
      "HTTPS.",
    ],
    "server-good": ["El servidor respondió por un WebSocket en {time}.", "Puede ponerte en contacto con los demás.", ""],
    "server-guarded": [
      "El servidor respondió por un WebSocket. Solo crea salas para quienes tienen el token de su anfitrión.",
      "Puedes entrar en las salas que otros crearon. Lo que necesita una sala propia no se prueba aquí.",
      "",
    ],
    "server-refused": [
      "El servidor respondió por un WebSocket y lo rechazó: «{why}»",
      "Las salas también se rechazarán por el mismo motivo.",
      "Espera un minuto y repite la comprobación.",
    ],
    "server-silent": [
      "No se pudo abrir ningún WebSocket al servidor.",
      "No se puede poner en contacto a las personas, así que las salas no funcionan.",
      "Puede que algo en medio, como el proxy de una empresa o una extensión, no deje pasar los WebSockets: prueba otra red u otro navegador. Detrás de un proxy inverso, su anfitrión debe dejarlos pasar.",
    ],
    "webrtc-good": [
      "Dos conexiones de esta página se encontraron; una palabra tardó {time} en ir y volver.",
      "Este navegador puede conectarse directamente con los demás.",
      "",
    ],
    "webrtc-missing": [
      "Este navegador no tiene WebRTC, o está desactivado.",
      "No puede conectarse con otras personas, así que las salas no se abren.",
      "Abre esta página en otro navegador o mira si un ajuste o una extensión ha desactivado WebRTC.",
    ],
    "webrtc-silent": [
      "Este navegador tiene WebRTC, pero dos conexiones de esta misma página no se encontraron.",
      "Las conexiones directas son poco probables. La retransmisión del servidor, si la hay, lo lleva todo en su lugar.",
      "Un ajuste, una extensión o un cortafuegos de este dispositivo puede estar frenando WebRTC: prueba sin él o con otro navegador.",
    ],
    "stun-good": [
      "El servidor respondió por UDP en {time}. Te ve en {address}.",
      "Normalmente, quien está fuera de tu red puede llegar a ti directamente. Con algunos routers no, y eso no se puede saber desde aquí.",
      "",
    ],
    "stun-near": [
      "El servidor respondió por UDP en {time}. Te ve en {address}, una dirección de red local.",
      "En esta red funcionan las conexiones directas. Si otros pueden llegar a ti directamente desde fuera no se puede saber desde aquí.",
      "",
    ],
    "stun-varies": [
      "El servidor respondió por UDP en {time}. Te ve en {address}, con otro puerto por cada servidor consultado: tu red tiene un NAT simétrico.",
      "Las conexiones directas desde fuera solo funcionan con algunas personas. La retransmisión lleva las demás.",
      "Estar en la misma red, o en otra red distinta de esta.",
    ],
    "stun-silent": [
      "Ningún servidor STUN respondió por UDP en {time}.",
      "Las conexiones directas funcionan en tu propia red y apenas fuera de ella. La retransmisión, si la hay, lleva el resto.",
      "Puede que un cortafuegos no deje pasar UDP: prueba otra red. El anfitrión del servidor debería dejar pasar UDP al puerto de STUN.",
    ],
    "stun-here": [
      "Sin respuesta por UDP. Pero esta página está abierta en el propio dispositivo del servidor, donde algunos navegadores no preguntan.",
      "De los demás no se sabe nada.",
      "Abre esta página en la dirección del servidor en la red.",
    ],
    "stun-none": [
      "Este servidor no indica ningún servidor STUN.",
      "Las conexiones directas funcionan dentro de una red. Por internet solo conecta la retransmisión, si la hay.",
      "El anfitrión del servidor puede activarlo (--stun).",
    ],
    "relay-good": [
      "{size} pasaron por el servidor a {speed}/s; una palabra tardó {time} en ir y volver.",
      "Quien no encuentre un camino directo a ti llega igualmente, con cifrado entre ambos.",
      "",
    ],
    "relay-off": [
      "Este servidor no ofrece retransmisión.",
      "Quien no encuentre un camino directo a ti no puede llegar.",
      "Estar en la misma red. El anfitrión del servidor puede activarla (--relay).",
    ],
    "relay-refused": [
      "La retransmisión del servidor lo rechazó: «{why}»",
      "Quien no encuentre un camino directo a ti no puede llegar por ahora.",
      "Estar en la misma red o intentarlo más tarde.",
    ],
    "relay-silent": [
      "El servidor ofrece retransmisión, pero nada llegó por ella a tiempo.",
      "Quien no encuentre un camino directo a ti no puede llegar.",
      "Puede que algo en medio frene los WebSockets largos: prueba otra red y repite la comprobación.",
    ],
    "needs-server": ["Sin probar: necesita el servidor.", "No se sabe nada de ello.", ""],
    "needs-room": [
      "Sin probar: este servidor solo crea salas para quienes tienen el token de su anfitrión.",
      "No se sabe nada de ello.",
      "En una sala, los detalles de cada persona dicen cómo están conectados.",
    ],
    "needs-webrtc": ["Sin probar: necesita WebRTC.", "No se sabe nada de ello.", ""],
    "storage-opfs": [
      "Al sistema de archivos propio del navegador.",
      "Se escriben archivos de cualquier tamaño a medida que llegan, y sobreviven a una recarga.",
      "",
    ],
    "storage-indexeddb": [
      "A la base de datos del navegador.",
      "Los archivos sobreviven a una recarga. Los grandes se escriben más despacio.",
      "Una conexión segura, o una ventana que no sea privada.",
    ],
    "storage-memory": [
      "A la memoria: este navegador no da disco a esta página.",
      "Se pueden recibir archivos de hasta {size} en total, que se pierden con la pestaña si no se guardaron.",
      "Otro navegador, o una ventana que no sea privada.",
    ],
    "hash-native": [
      "Este navegador lee y verifica {speed}/s, con su propio SHA-256.",
      "Cada trozo de un archivo se verifica al llegar.",
      "",
    ],
    "hash-wasm": [
      "Este navegador lee y verifica {speed}/s, con WebAssembly.",
      "Cada trozo de un archivo se verifica al llegar. Una conexión segura daría acceso al SHA-256 propio del navegador.",
      "",
    ],
    "hash-slow": [
      "Este navegador lee y verifica {speed}/s.",
      "Cada trozo de un archivo se verifica al llegar, así que nada llega más rápido.",
      "Cierra otras pestañas y programas.",
    ],
    "hash-broken": [
      "El worker de la página, que lee, verifica y guarda los archivos, no respondió.",
      "No se pueden compartir ni recibir archivos.",
      "Puede que una extensión bloquee los workers: prueba sin ella o con otro navegador.",
    ],
  },
  room: " Indica {size} de espacio; puede haber más.",
};

export const pipe: PipeWords = {
  "pipe.whose": "de curl",
  "pipe.clear": "A través del servidor, sin cifrado de extremo a extremo",
  "pipe.take": "Descargar",
  "pipe.take-hint": "Solo una persona puede recibirlo, una vez.",
  "pipe.remove": "Quitar",
  "pipe.waits": "Lo recibe quien lo descargue primero; nadie más puede.",
  "pipe.mine": "Lo has tomado: tu navegador lo está descargando.",
  "pipe.taken": "{name} lo está descargando.",
  "pipe.whole": "{name} lo tiene.",
  "pipe.whole-mine": "Ha llegado todo a tu navegador.",
  "pipe.failed": "Terminó antes de estar completo. {why}",
  "pipe.failed-mine": "Terminó antes de estar completo: lo que tiene tu navegador no es todo. {why}",
  "pipe.someone": "Alguien",
  "pipe.allow": "Permitir curl",
  "pipe.allow-hint": "Quien tenga la dirección que se crea puede descargarlo sin navegador. El servidor verá lo que contiene.",
  "pipe.allowed":
    "Quien tenga esta dirección lo recibe a través del servidor, que ve lo que contiene. Funciona hasta que la retires o salgas.",
  "pipe.copy": "Copiar comando",
  "pipe.copied": "Copiado",
  "pipe.forbid": "Retirar",
  "pipe.nobody-yet": "Ningún curl lo ha descargado aún.",
  "pipe.going": "A curl: {percent} · {done} de {total}",
  "pipe.sent": "Descargado por curl una vez.|Descargado por curl {n} veces.",
  "pipe.broken": "La última descarga se cortó. {why}",
  "pipe.offered":
    "{file}: ofrecido a una persona de la sala; esperando a que lo descargue|{file}: ofrecido a {n} personas de la sala; esperando a que alguien lo descargue",
  "pipe.begun": "{file}: alguien lo está descargando",
  "pipe.done": "{file}: recibido entero por una persona, {n} bytes",
  "pipe.not-done": "{file}: no enviado. {why}",
  "pipe.up": "Solo con curl, si la sala no tiene secreto (nada después de #): a quien lo descargue primero. El servidor lo ve:",
  "pipe.down": "Lo que alguien deja descargar a curl, en la dirección que da «Permitir curl» en sus archivos compartidos:",
  "pipe.peer": "Archivos cifrados de extremo a extremo, con roomcp en el terminal y el enlace completo de la sala:",
  "failure.pipe-off": "Este servidor no pasa archivos de curl ni a curl. Abre la sala en un navegador o usa: roomcp send ARCHIVO ENLACE",
  "failure.pipe-secret":
    "Alguien en esta sala tiene un secreto que el servidor no debe conocer, y lo que envía curl no va cifrado de extremo a extremo. Usa el enlace completo de la sala: roomcp send ARCHIVO ENLACE",
  "failure.pipe-nobody": "En esa sala no hay nadie que pueda recibirlo. Abre primero la sala en un navegador y vuelve a intentarlo.",
  "failure.too-many-pipes": "Ya hay demasiado esperando a ser descargado. Vuelve a intentarlo cuando haya menos.",
  "failure.pipe-unknown": "Aquí ya no hay nada, o no es para ti. Pídelo otra vez.",
  "failure.pipe-taken": "Ya lo recibió otra persona: solo puede una. Pide que lo envíen otra vez.",
  "failure.pipe-busy": "Alguien lo está recibiendo en este momento. Vuelve a intentarlo cuando termine.",
  "failure.pipe-untaken": "Nadie lo recibió a tiempo. Avisa a alguien en la sala y envíalo otra vez.",
  "failure.pipe-giver-left": "Quien lo enviaba se detuvo.",
  "failure.pipe-taker-left": "Quien lo recibía se detuvo. Envíalo otra vez.",
  "failure.pipe-stalled": "No pasó nada durante un minuto. Vuelve a intentarlo.",
  "failure.pipe-torn": "Los bytes llegaron en otro orden, así que se terminó. Vuelve a intentarlo.",
  "failure.pipe-cut": "Se cortó la conexión con el servidor. Vuelve a intentarlo.",
  "failure.pipe-spent": "El servidor ya pasó todo lo que permite su anfitrión. En un navegador, o con roomcp send, puede ir directamente.",
  "failure.pipe-changed": "El archivo cambió o ya no se puede leer. Compártelo otra vez.",
  "failure.request-too-large": "Esta solicitud es mayor de lo que acepta este servidor, o no dice su tamaño.",
  "failure.pipe-forbidden": "Ya no se puede descargar con curl. Pregunta a quien lo comparte.",
};

export const tls: TlsWords = {
  title: "Una conexión segura",
  why: "Con HTTPS nadie en esta red puede leer ni cambiar la página, los archivos grandes se guardan más rápido y las descargas pueden ir a una carpeta tuya.",
  how: "Este servidor no tiene autoridad de certificación propia. Quien lo administra puede iniciarlo de modo que cree una. Entonces esta página muestra cómo hacer que cada dispositivo confíe en ella.",
  download: "Descargar el certificado",
  downloadHint:
    "Antes de confiar en él, compara estos números con los del terminal de quien administra este servidor. Si difieren, hay alguien en medio: no confíes.",
  ios: "Abre esta página en Safari, descarga el certificado y permite el perfil. En Ajustes abre «Perfil descargado» e instálalo. Después actívalo en General, Información, Ajustes de confianza de los certificados.",
  android:
    "Descarga el certificado. En Ajustes busca «Certificado de CA», elige «Instalar de todas formas» y después el archivo. Firefox para Android usa su propia lista: usa Chrome.",
  windows:
    "Abre el archivo descargado y elige «Instalar certificado…» y «Usuario actual». Elige «Colocar todos los certificados en el siguiente almacén» y ahí «Entidades de certificación raíz de confianza». Finaliza, di que sí y reinicia el navegador.",
  macos:
    "Abre el archivo descargado para que Acceso a Llaveros lo añada al llavero «inicio de sesión». Ábrelo ahí y, en «Confiar», pon «SSL (Secure Sockets Layer)» en «Confiar siempre». Cierra la ventana, escribe tu contraseña y reinicia el navegador.",
  linux:
    "Abre chrome://certificate-manager en Chrome o Chromium. En «Personalizado», elige «Instalados por ti», después «Certificados de confianza», e importa el archivo. Vuelve a cargar la página.",
  firefox:
    "Abre Ajustes, «Privacidad y seguridad», «Ver certificados» y ahí «Autoridades». Importa el archivo y marca «Confiar en esta CA para identificar sitios web». En Windows y macOS, Firefox también confía en lo que confía el sistema.",
  open: "Esta es la dirección segura:",
  limits:
    "Esta autoridad puede responder por direcciones numéricas, por nombres de redes locales y por los de este servidor, pero no por el nombre de ningún sitio web. Quítala de tu dispositivo cuando ya no la necesites.",
};
