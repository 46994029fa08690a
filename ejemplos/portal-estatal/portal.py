#!/usr/bin/env python3
"""Un portal estatal mínimo ante dictamend: presenta, sigue por avisos y baja la constancia. Ver README.md."""

import argparse
import html
import json
import os
import sys
import threading
import traceback
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import avisos
from api import Api, Problema

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CARPETA = os.environ.get("PORTAL_CARPETA", "datos")


def leer(archivo):
    with open(archivo, "rb") as f:
        return f.read()


def presentar(api, db, a):
    expediente = api.abrir(a.referencia, json.loads(leer(a.datos)))
    db.execute("insert into tramite (referencia, expediente) values (?, ?) on conflict do nothing", (a.referencia, expediente))
    api.subir(a.referencia, expediente, "solicitud", leer(a.solicitud), "application/pdf")
    version = api.subir(a.referencia, expediente, "proyecto", leer(a.proyecto), WORD)
    print("Presentado con el folio", api.actuar(a.referencia, expediente, version, "presentar", {"declaracion_version_final": True})["numero"])
    actualizar(api, db, expediente)


def remitir(api, db, a):
    t = db.execute("select expediente from tramite where referencia = ?", (a.referencia,)).fetchone()
    if t is None:
        sys.exit(f"No hay un trámite con la referencia {a.referencia}.")
    version = api.subir(a.referencia, t["expediente"], "copia_firmada", leer(a.copia), "application/pdf")
    api.actuar(a.referencia, t["expediente"], version, "remitir_copia", {"fecha_suscripcion": a.fecha, "lugar_suscripcion": a.lugar})
    print("Copia firmada remitida")
    actualizar(api, db, t["expediente"])


def actualizar(api, db, expediente):
    """El aviso dice que algo pasó; qué hay ahora se lee del expediente. Lo leído antes no pisa lo leído después."""
    e = api.leer(f"/v1/expedientes/{expediente}")
    db.execute("update tramite set folio = ?, estado = ?, version = ? where expediente = ? and version < ?",
               (e.get("folio"), e["estado"], e["version"], expediente, e["version"]))
    return e


def atender(api, db, aviso):
    """Si ya no queda nada por hacer con este aviso."""
    t = db.execute("select * from tramite where expediente = ?", (aviso["expediente"],)).fetchone()
    if t is None:
        return True  # de otro expediente de la organización, que no se presentó por aquí
    e = actualizar(api, db, aviso["expediente"])
    print(aviso["tipo"].rsplit(".", 1)[1], "→", e.get("folio"), e["estado_titulo"], flush=True)
    if not e.get("registro") or t["constancia"]:
        return True
    constancia = api.constancia(aviso["expediente"])
    if constancia is None:
        return False  # el servicio la está escribiendo: se vuelve a intentar
    archivo = os.path.join(CARPETA, aviso["expediente"] + ".pdf")
    with open(archivo + ".parte", "wb") as f:
        f.write(constancia[1])
    os.replace(archivo + ".parte", archivo)
    db.execute("update tramite set constancia = ? where expediente = ?", (archivo, aviso["expediente"]))
    print("Constancia guardada en", archivo, flush=True)
    return True


def trabajar(api, db, hay_avisos):
    """Aparte de quien recibe: al que avisa se le contesta enseguida, y se trabaja después. Los pendientes de antes de un corte van primero."""
    while True:
        pendiente = False
        for aviso in db.execute("select * from aviso where not atendido order by rowid").fetchall():
            try:
                if atender(api, db, aviso):
                    db.execute("update aviso set atendido = 1 where id = ?", (aviso["id"],))
                else:
                    pendiente = True
            except (OSError, ValueError, Problema):
                traceback.print_exc()
                pendiente = True
        hay_avisos.wait(2 if pendiente else None)
        hay_avisos.clear()


def suscribir(api, db, url):
    """El secreto se da una sola vez: se guarda, y con él se comprueba cada entrega."""
    s = db.execute("select secreto from suscripcion where url = ?", (url,)).fetchone()
    if s:
        return s["secreto"]
    try:
        s = json.loads(api.pedir("POST", "/v1/suscripciones", {"url": url, "descripcion": "Portal estatal"})[1])
    except Problema as e:
        if e.datos.get("type") != "/problemas/ya-existe":
            raise
        # La respuesta se perdió, o la base: se pide otro secreto para la suscripción que ya hay.
        ident = next(x["id"] for x in api.leer("/v1/suscripciones")["datos"] if x["url"] == url)
        s = json.loads(api.pedir("POST", f"/v1/suscripciones/{ident}/secreto", {})[1])
    db.execute("insert into suscripcion (url, secreto) values (?, ?)", (url, s["secreto"]))
    return s["secreto"]


def pagina(db):
    filas = "".join(f"<tr><td>{'<td>'.join(html.escape(t[c] or '—') for c in ('referencia', 'folio', 'estado', 'constancia'))}"
                    for t in db.execute("select * from tramite order by referencia"))
    return f"<!doctype html><html lang=es><title>Trámites</title><h1>Trámites</h1><table><tr><th>Referencia<th>Folio<th>Estado<th>Constancia{filas}</table>".encode()


def servir(api, db, a):
    hay_avisos, suscrito, secreto = threading.Event(), threading.Event(), []

    class Portal(BaseHTTPRequestHandler):
        def do_POST(self):
            cuerpo = self.rfile.read(min(int(self.headers.get("Content-Length", 0)), 1 << 20))
            suscrito.wait(8)  # el reto puede llegar antes que la respuesta con el secreto
            if self.path != "/avisos" or not secreto:
                return self.contestar(404)
            with closing(avisos.almacen(CARPETA)) as suya:
                self.contestar(*avisos.recibir(suya, secreto[0], self.headers, cuerpo))
            hay_avisos.set()

        def do_GET(self):
            if self.path != "/":
                return self.contestar(404)
            with closing(avisos.almacen(CARPETA)) as suya:
                self.contestar(200, pagina(suya), "text/html; charset=utf-8")

        def contestar(self, estado, cuerpo=b"", tipo="application/json"):
            self.send_response(estado)
            self.send_header("Content-Type", tipo)
            self.send_header("Content-Length", str(len(cuerpo)))
            self.end_headers()
            self.wfile.write(cuerpo)

    servidor = ThreadingHTTPServer(("127.0.0.1", a.puerto), Portal)
    threading.Thread(target=servidor.serve_forever, daemon=True).start()
    secreto.append(suscribir(api, db, a.url or f"http://127.0.0.1:{a.puerto}/avisos"))
    suscrito.set()
    print(f"Escuchando en http://127.0.0.1:{a.puerto}/", flush=True)
    trabajar(api, db, hay_avisos)


def main():
    p = argparse.ArgumentParser(description=__doc__)
    ordenes = p.add_subparsers(dest="orden", required=True)
    o = ordenes.add_parser("presentar", help="abre el expediente, sube los documentos y presenta la solicitud")
    for opcion in ("--referencia", "--datos", "--solicitud", "--proyecto"):
        o.add_argument(opcion, required=True)
    o.set_defaults(hacer=presentar)
    o = ordenes.add_parser("remitir", help="envía la copia firmada")
    for opcion in ("--referencia", "--copia", "--fecha", "--lugar"):
        o.add_argument(opcion, required=True)
    o.set_defaults(hacer=remitir)
    o = ordenes.add_parser("servir", help="recibe avisos, muestra los trámites y baja las constancias")
    o.add_argument("--puerto", type=int, default=9000)
    o.add_argument("--url", help="la dirección pública de /avisos, detrás de su proxy")
    o.set_defaults(hacer=servir)
    a = p.parse_args()
    for variable in ("PORTAL_API", "PORTAL_CLAVE"):
        if not os.environ.get(variable):
            sys.exit(f"Falta la variable {variable}: vea README.md.")
    try:
        a.hacer(Api(os.environ["PORTAL_API"], os.environ["PORTAL_CLAVE"]), avisos.almacen(CARPETA), a)
    except Problema as e:
        sys.exit(str(e))
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
