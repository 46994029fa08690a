"""A real browser, Chromium without a window, driven through its DevTools pipe (https://chromedevtools.github.io/devtools-protocol/): what a person sees, clicks
and types, with the scripts of pages switched off unless a test wants them. Nothing here runs a script in a page: text and colours come from the layout, names
and roles from the accessibility tree, and clicks and keys go in as the mouse's and the keyboard's."""

import base64
import contextlib
import fcntl
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

PLAZO = 30


def sin_recinto():
    """Chromium refuses its sandbox to root, and cannot make one where the kernel gives no user namespaces (some containers). The pages are our own."""
    return os.geteuid() == 0 or subprocess.run(["unshare", "-Ur", "true"], capture_output=True).returncode != 0


class Pagina:
    """What a load left: status and headers of the document, its address."""

    def __init__(self, r):
        self.status, self.url, self.headers = r["status"], r["url"], {k.lower(): v for k, v in r["headers"].items()}


class Navegador:
    def __init__(self, guiones=False, ancho=1200, alto=900):
        self.carpeta = tempfile.mkdtemp(prefix="navegador-")
        al_hijo, self.sale = os.pipe()
        self.entra, del_hijo = os.pipe()
        orden = [shutil.which("chromium"), "--headless", "--remote-debugging-pipe", "--user-data-dir=" + self.carpeta, "--no-first-run", "--disable-gpu",
                 "--disable-dev-shm-usage", "--disable-extensions", "--disable-background-networking", "--disable-component-update", "--accept-lang=es-MX,es",
                 f"--window-size={ancho},{alto}"] + ["--no-sandbox"] * sin_recinto()

        def numerar():  # the browser takes its orders at descriptor 3 and answers at 4
            lejos = fcntl.fcntl(al_hijo, fcntl.F_DUPFD, 10), fcntl.fcntl(del_hijo, fcntl.F_DUPFD, 10)
            os.dup2(lejos[0], 3)
            os.dup2(lejos[1], 4)

        self.proceso = subprocess.Popen(orden, preexec_fn=numerar, pass_fds=(3, 4), start_new_session=True, stdin=subprocess.DEVNULL,
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "HOME": self.carpeta, "TMPDIR": self.carpeta})
        os.close(al_hijo)
        os.close(del_hijo)
        os.set_blocking(self.entra, False)
        self.numeros, self.resto, self.sucesos, self.sesion = itertools.count(1), b"", [], None
        self.perdidas = None  # requests whose answer was thrown away, while there are to be any
        self.violaciones = []  # of any page since the start: what its policy blocked, and errors that its scripts did not catch
        blanco = self.orden("Target.createTarget", url="about:blank")["targetId"]
        self.sesion = self.orden("Target.attachToTarget", targetId=blanco, flatten=True)["sessionId"]
        for d in ("Page", "Network", "DOM", "Log", "Accessibility", "CSS"):
            self.orden(d + ".enable")
        self.guiones = guiones
        if guiones:
            self.orden("Runtime.enable")
        else:
            self.orden("Emulation.setScriptExecutionDisabled", value=True)

    def cerrar(self):
        try:
            self.sesion = None
            self.orden("Browser.close")
            self.proceso.wait(10)
        except (subprocess.TimeoutExpired, OSError, RuntimeError):
            os.killpg(self.proceso.pid, signal.SIGKILL)
            self.proceso.wait()
        os.close(self.sale)
        os.close(self.entra)
        shutil.rmtree(self.carpeta, ignore_errors=True)

    # ---- the pipe: messages of JSON, each ended by a zero byte ----

    def _leer(self, fin):
        """The next message; None at `fin`."""
        while True:
            uno, cero, resto = self.resto.partition(b"\0")
            if cero:
                self.resto = resto
                return json.loads(uno)
            if time.monotonic() > fin:
                return None
            try:
                trozo = os.read(self.entra, 1 << 20)
            except BlockingIOError:
                time.sleep(0.002)
                continue
            if not trozo:
                raise RuntimeError(f"the browser ended ({self.proceso.poll()})")
            self.resto += trozo

    def _mandar(self, metodo, **parametros):
        n = next(self.numeros)
        m = {"id": n, "method": metodo, "params": parametros, **({"sessionId": self.sesion} if self.sesion else {})}
        datos = json.dumps(m).encode() + b"\0"
        while datos:
            datos = datos[os.write(self.sale, datos):]
        return n

    def orden(self, metodo, **parametros):
        n = self._mandar(metodo, **parametros)
        fin = time.monotonic() + PLAZO
        while (r := self._leer(fin)) is not None:
            if r.get("id") == n:
                if "error" in r:
                    raise RuntimeError(f"{metodo}: {r['error']}")
                return r["result"]
            self._anotar(r)
        raise RuntimeError(f"{metodo}: no answer")

    def _anotar(self, suceso):
        self.sucesos.append(suceso)
        p = suceso.get("params", {})
        if suceso.get("method") == "Fetch.requestPaused" and self.perdidas is not None:
            self.perdidas.append(p["request"]["url"])
            self._mandar("Fetch.failRequest", requestId=p["requestId"], errorReason="ConnectionReset")
        if suceso.get("method") == "Runtime.exceptionThrown":
            self.violaciones.append(p["exceptionDetails"].get("exception", {}).get("description") or p["exceptionDetails"]["text"])
        elif suceso.get("method") == "Log.entryAdded" and (p["entry"]["source"] == "security" or "Content Security Policy" in p["entry"]["text"]):
            self.violaciones.append(p["entry"]["text"])

    def _suceso(self, que):
        """What `que` makes of the first event that it makes something of."""
        fin, i = time.monotonic() + PLAZO, 0
        while True:
            while i < len(self.sucesos):
                v = que(self.sucesos[i])
                if v is not None:
                    return v
                i += 1
            r = self._leer(fin)
            if r is None:
                raise RuntimeError(f"it did not come; {[s.get('method') for s in self.sucesos]}")
            self._anotar(r)

    # ---- going places ----

    def cargar(self, actuar):
        """The page that comes of doing that."""
        self.sucesos.clear()
        actuar()
        r = self._suceso(lambda s: s["params"]["response"] if s.get("method") == "Network.responseReceived" and s["params"]["type"] == "Document" else None)
        self._suceso(lambda s: True if s.get("method") == "Page.loadEventFired" else None)
        self.orden("DOM.getDocument", depth=0)
        return Pagina(r)

    def abrir(self, url):
        return self.cargar(lambda: self.orden("Page.navigate", url=url))

    def seguir(self, nodo):
        """Clicks on a link or a button and waits for the page that comes."""
        return self.cargar(lambda: self.pulsar(nodo))

    def pulsar(self, nodo):
        """With the mouse; where scripts may move things at any moment, and a click is of a place, with the key that does the same."""
        n = nodo["backendDOMNodeId"]
        if self.guiones:
            self.enfocar(nodo)
            self.tecla(*((" ", 32) if nodo["role"]["value"] in ("checkbox", "radio") else ("Enter", 13)))
            return
        self.orden("DOM.scrollIntoViewIfNeeded", backendNodeId=n)
        q = self.orden("DOM.getContentQuads", backendNodeId=n)["quads"][0]
        x, y = sum(q[0::2]) / 4, sum(q[1::2]) / 4
        for tipo in ("mousePressed", "mouseReleased"):
            self.orden("Input.dispatchMouseEvent", type=tipo, x=x, y=y, button="left", clickCount=1)

    def enfocar(self, nodo):
        self.orden("DOM.focus", backendNodeId=nodo["backendDOMNodeId"])

    def escribir(self, nodo, texto):
        self.enfocar(nodo)
        self.orden("Input.insertText", text=texto)

    def tecla(self, nombre, codigo):
        texto = {"Enter": "\r"}.get(nombre, nombre if len(nombre) == 1 else "")
        for tipo, escrito in (("keyDown", texto), ("keyUp", "")):
            self.orden("Input.dispatchKeyEvent", type=tipo, key=nombre, windowsVirtualKeyCode=codigo, text=escrito)

    def elegir(self, nodo, titulo):
        """The option of that name, with the arrow keys."""
        html = self.orden("DOM.getOuterHTML", backendNodeId=nodo["backendDOMNodeId"])["outerHTML"]
        opciones = re.findall(r"<option[^>]*>([^<]*)", html)
        self.enfocar(nodo)
        self.tecla("Home", 36)
        for _ in range(opciones.index(titulo)):
            self.tecla("ArrowDown", 40)

    def archivo(self, nodo, ruta):
        self.orden("DOM.setFileInputFiles", files=[ruta], backendNodeId=nodo["backendDOMNodeId"])

    # ---- waiting for what a page does by itself, and whose it is ----

    def esperar(self, condicion, que="it"):
        """What `condicion` gives once it gives something; the page may be changing under it meanwhile."""
        fin, ultimo = time.monotonic() + PLAZO, None
        while time.monotonic() < fin:
            try:
                ultimo = condicion()
                if ultimo:
                    return ultimo
            except (RuntimeError, AssertionError) as e:
                ultimo = e
            time.sleep(0.1)
        raise AssertionError(f"{que} did not come: {ultimo}\n{self.texto()}")

    def ver(self, texto):
        self.esperar(lambda: texto in self.texto(), texto)

    def apretar(self, nombre, rol="button"):
        """Clicks on what has that name, once it is there and may be pressed."""
        self.pulsar(self.esperar(lambda: [x for x in self.nodos(rol, nombre) if not x["de"].get("disabled")], nombre)[0])

    def cookies(self, poner=None):
        """Those of now; with `poner`, those instead."""
        antes = self.orden("Network.getAllCookies")["cookies"]
        if poner is not None:
            self.orden("Network.clearBrowserCookies")
            self.orden("Network.setCookies", cookies=[{k: c[k] for k in ("name", "value", "domain", "path", "secure", "httpOnly", "sameSite") if k in c} for c in poner])
        return antes

    @contextlib.contextmanager
    def sin_respuesta(self, patron):
        """The next request to there reaches the service and is answered, but the page never hears of it."""
        self.orden("Fetch.enable", patterns=[{"urlPattern": patron, "requestStage": "Response"}])
        perdidas = self.perdidas = []
        yield
        assert perdidas
        self.perdidas = None
        self.orden("Fetch.disable")

    # ---- what is there ----

    def nodos(self, rol, nombre=None):
        """Nodes of the accessibility tree by their computed role and name, each with `valor` and its properties."""
        salida = []
        for n in self.orden("Accessibility.getFullAXTree")["nodes"]:
            if n.get("ignored") or n.get("role", {}).get("value") != rol:
                continue
            n["nombre"] = n.get("name", {}).get("value", "")
            n["valor"] = n.get("value", {}).get("value", "")
            n["de"] = {p["name"]: p["value"].get("value") for p in n.get("properties", [])}
            if nombre is None or nombre == n["nombre"] or (hasattr(nombre, "search") and nombre.search(n["nombre"])):
                salida.append(n)
        return salida

    def nodo(self, rol, nombre=None):
        hallados = self.nodos(rol, nombre)
        assert len(hallados) == 1, f"{rol} {nombre}: {[n['nombre'] for n in hallados] or [n['nombre'] for n in self.nodos(rol)]}"
        return hallados[0]

    def elemento(self, selector, atributo=None):
        """Outer HTML of the first, or one of its attributes; None where there is none."""
        raiz = self.orden("DOM.getDocument", depth=0)["root"]["nodeId"]
        n = self.orden("DOM.querySelector", nodeId=raiz, selector=selector)["nodeId"]
        if not n:
            return None
        if atributo is None:
            return self.orden("DOM.getOuterHTML", nodeId=n)["outerHTML"]
        a = self.orden("DOM.getAttributes", nodeId=n)["attributes"]
        return dict(zip(a[::2], a[1::2])).get(atributo)

    def desplegar(self):
        """Opens what the page has folded away, as a person would."""
        raiz = self.orden("DOM.getDocument", depth=0)["root"]["nodeId"]
        for n in self.orden("DOM.querySelectorAll", nodeId=raiz, selector="details")["nodeIds"]:
            self.orden("DOM.setAttributeValue", nodeId=n, name="open", value="")

    def _disposicion(self):
        cuerpo = self.orden("DOM.querySelector", nodeId=self.orden("DOM.getDocument", depth=0)["root"]["nodeId"], selector="body")["nodeId"]
        lienzo = {p["name"]: p["value"] for p in self.orden("CSS.getComputedStyleForNode", nodeId=cuerpo)["computedStyle"]}["background-color"]
        s = self.orden("DOMSnapshot.captureSnapshot", computedStyles=["color", "font-size", "font-weight", "visibility", "background-color"])
        d, textos = s["documents"][0], s["strings"]
        padre, estilos = d["nodes"]["parentIndex"], dict(zip(d["layout"]["nodeIndex"], d["layout"]["styles"]))

        def fondo(nodo):  # the nearest that paints one; none: the canvas, which is painted as the body
            while nodo >= 0:
                if estilos.get(nodo) and (color := textos[estilos[nodo][4]]) != "rgba(0, 0, 0, 0)":
                    return color
                nodo = padre[nodo]
            return lienzo

        for i, t in enumerate(d["layout"]["text"]):
            if t < 0 or not textos[t].strip():
                continue
            color, tamano, peso, ver, _ = (textos[k] for k in d["layout"]["styles"][i])
            if ver == "visible" and d["layout"]["bounds"][i][2] > 0:
                yield textos[t].strip(), color, float(tamano[:-2]), int(peso), fondo(d["layout"]["nodeIndex"][i])

    def texto(self):
        """What is painted, a stretch a line."""
        return "\n".join(t for t, *_ in self._disposicion())

    def poco_contraste(self):
        """Stretches below WCAG 2.1, success criterion 1.4.3 (AA): 4.5 to 1, or 3 to 1 for large text."""
        return [(t, color, fondo) for t, color, tamano, peso, fondo in self._disposicion()
                if contraste(color, fondo) < (3 if tamano >= 24 or (tamano >= 18.66 and peso >= 700) else 4.5)]

    def oscuro(self, si):
        self.orden("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark" if si else "light"}])

    def ancho(self, px):
        """As on a screen of that width; returns how wide the page then is."""
        self.orden("Emulation.setDeviceMetricsOverride", width=px, height=900, deviceScaleFactor=1, mobile=px < 600)
        return self.orden("Page.getLayoutMetrics")["cssContentSize"]["width"]

    def quejas(self):
        """What the browser wrote in its console about the page: what its own policy blocked, resources that failed."""
        self.orden("Page.getLayoutMetrics")
        return [s["params"]["entry"]["text"] for s in self.sucesos if s.get("method") == "Log.entryAdded" and s["params"]["entry"]["level"] in ("error", "warning")
                and "favicon.ico" not in s["params"]["entry"].get("url", "")]

    def foto(self, ruta):
        """A picture of the whole page, for a person."""
        datos = self.orden("Page.captureScreenshot", captureBeyondViewport=True)["data"]
        with open(ruta, "wb") as f:
            f.write(base64.b64decode(datos))


def canales(color):
    if color == "rgba(0, 0, 0, 0)":
        return [255, 255, 255]
    if color.startswith("#"):
        return [int(color[i:i + 2], 16) for i in (1, 3, 5)]
    return [float(x) for x in color[color.index("(") + 1:-1].split(",")[:3]]


def luminancia(color):
    r, g, b = ((c / 255) / 12.92 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in canales(color))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contraste(a, b):
    """WCAG 2.1, «contrast ratio»."""
    x, y = sorted((luminancia(a), luminancia(b)))
    return (y + 0.05) / (x + 0.05)
