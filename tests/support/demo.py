"""A file walks the twelve steps before your eyes: python3 demo.py http://127.0.0.1:8089 <file with the demonstration's keys, JSON lines>.

Standard library only, and nothing but the public API: what this does, any client can do.
"""

import json
import os
import sys
import urllib.error
import urllib.request
import uuid
from datetime import datetime, timedelta

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from support import archivos  # noqa: E402


class Persona:
    def __init__(self, url, rol, clave):
        self.url, self.rol, self.clave = url, rol, clave

    def pedir(self, metodo, camino, cuerpo=None, tipo="application/json", if_match=None):
        """(status, headers, JSON)"""
        h = {"Idempotency-Key": str(uuid.uuid4())} if metodo == "POST" else {}
        if self.clave:
            h["Authorization"] = "Bearer " + self.clave
        if if_match:
            h["If-Match"] = if_match
        if cuerpo is not None:
            h["Content-Type"] = tipo
            if not isinstance(cuerpo, bytes):
                cuerpo = json.dumps(cuerpo).encode()
        try:
            r = urllib.request.urlopen(urllib.request.Request(self.url + camino, cuerpo, h, method=metodo), timeout=30)
        except urllib.error.HTTPError as e:
            r = e
        with r:
            return r.status, r.headers, json.loads(r.read() or b"null")


def decir(paso, quien, que):
    print(f"{paso:>4}  {quien:<15} {que}")


class Recorrido:
    def __init__(self, url, claves):
        self.gente = {rol: Persona(url, rol, clave) for rol, clave in claves.items()}
        self.gente["público"] = Persona(url, "público", None)
        self.expediente = self.etag = None

    def pedir(self, rol, metodo, camino, cuerpo=None, espera=(200, 201), **mas):
        estado, h, j = self.gente[rol].pedir(metodo, camino, cuerpo, **mas)
        if estado not in espera:
            sys.exit(f"{metodo} {camino}: {estado} {json.dumps(j, ensure_ascii=False, indent=2)}")
        return estado, h, j

    def documento(self, paso, rol, clase, bytes_, tipo, nombre):
        _, h, _ = self.pedir(rol, "POST", f"{self.expediente}/documentos?clase={clase}&nombre={nombre}", bytes_, tipo=tipo)
        self.etag = h["ETag"]
        decir(paso, rol, f"sube {nombre} ({clase}, {len(bytes_)} bytes)")

    def acto(self, paso, rol, acto, datos, espera=(201,)):
        estado, h, j = self.pedir(rol, "POST", f"{self.expediente}/actos", {"acto": acto, "datos": datos}, espera, if_match=self.etag)
        if estado == 201:
            self.etag = h["ETag"]
            decir(paso, rol, f"{acto} → {j['expediente']['estado']}")
        else:
            decir(paso, rol, f"{acto} → {estado}: {j['detail']}")
            for e in j.get("errors", []):
                print(f"{'':21} · {e['detail']} {e['que_hacer']}")
            print(f"{'':21} Qué hacer: {j['que_hacer']}")
        return j

    def abrir(self):
        firma = (datetime.now() + timedelta(days=90)).date().isoformat()
        datos = {
            "denominacion": f"Acuerdo de hermanamiento de la demostración {uuid.uuid4().hex[:6]}", "tipo": "hermanamiento", "nivel": "municipal",
            "organo_firmante": "Ayuntamiento", "clase_organo": "dependencia", "fundamento_facultades": "Artículo 115 constitucional.",
            "contrapartes": [{"nombre": "Ciudad de Kioto", "clase": "gubernamental", "pais": "JP"}], "areas": ["educacion", "cultura"],
            "idiomas": ["es"], "fecha_firma_pretendida": firma, "lugar_firma": "Guadalajara, Jalisco", "vigencia": "indefinida",
            "contacto": {"nombre": "Persona de enlace", "correo": "enlace@ayuntamiento.example"},
        }
        _, h, j = self.pedir("gobierno_local", "POST", "/v1/expedientes", {"datos": datos})
        self.expediente, self.etag = f"/v1/expedientes/{j['expediente']['id']}", h["ETag"]
        decir("1", "gobierno_local", f"abrir → {j['expediente']['estado']}; firma pretendida: {firma}")
        _, _, p = self.pedir("público", "GET", f"/v1/plazos?fecha_firma={firma}")
        decir("", "público", f"última recepción en la CJA para esa firma: {p['ultima_recepcion']}")

    def hasta_respuesta(self):
        self.acto("4", "gobierno_local", "presentar", {"declaracion_version_final": True}, (409,))
        self.documento("1", "gobierno_local", "solicitud", archivos.pdf_unico(), archivos.PDF, "solicitud.pdf")
        self.documento("2", "gobierno_local", "proyecto", archivos.proyecto(), archivos.DOCX, "proyecto.docx")
        self.documento("3", "gobierno_local", "anexo", archivos.pdf_unico(), archivos.PDF, "cabildo.pdf")
        j = self.acto("4", "gobierno_local", "presentar", {"declaracion_version_final": True})
        decir("", "", f"folio {j['expediente']['folio']}")
        self.acto("5", "dgcp", "turnar", {})
        self.acto("6", "cja", "recibir", {})
        self.acto("7", "cja", "observar", {"observaciones": [{"clausula": "SEGUNDA", "texto": "Precisar el alcance.", "severidad": "media"}]})
        self.documento("7", "gobierno_local", "proyecto", archivos.proyecto(), archivos.DOCX, "proyecto-v2.docx")
        self.acto("7", "gobierno_local", "atender", {"respuestas": [{"numero": 1, "respuesta": "Se precisó el alcance."}]})
        self.documento("7", "cja", "proyecto_dictamen", archivos.pdf_unico(), archivos.PDF, "dictamen.pdf")
        self.acto("7", "cja_titular", "dictaminar", {
            "sentido": "procedente_con_recomendaciones", "fundamento": "Artículos 2, fracción II, y 7 de la LCT.",
            "motivacion": "El objeto está dentro de las facultades del órgano.",
            "recomendaciones": [{"clausula": "TERCERA", "texto": "Señalar la fecha de entrada en vigor."}]})
        self.acto("8", "dgcp", "responder", {})
        self.acto("8", "gobierno_local", "acusar", {})

    def hasta_registro(self):
        self.documento("9", "gobierno_local", "copia_firmada", archivos.pdf_unico(), archivos.PDF, "copia-firmada.pdf")
        self.acto("9", "gobierno_local", "remitir_copia",
                  {"fecha_suscripcion": datetime.now().date().isoformat(), "lugar_suscripcion": "Guadalajara, Jalisco"})
        self.acto("10", "dgcp", "solicitar_registro", {})
        _, _, e = self.pedir("cja", "GET", self.expediente)
        pendientes = [r["numero"] for r in e["observaciones"] if not r.get("verificacion")]
        self.acto("11", "cja_titular", "inscribir", {"terminos": "Se inscribe en los términos del texto firmado.", "verificaciones": [
            {"numero": n, "resultado": "incorporada"} for n in pendientes]})
        self.acto("12", "dgcp", "concluir", {})

    def resultado(self):
        _, _, actos = self.pedir("dgcp", "GET", f"{self.expediente}/actos?limite=100")
        decir("", "dgcp", f"{len(actos['datos'])} actos en la bitácora, cada uno con el hash del anterior")
        _, _, pasos = self.pedir("gobierno_local", "GET", f"{self.expediente}/pasos")
        decir("", "gobierno_local", f"{len(pasos['pasos'])} pasos en la línea de tiempo")


def leer_claves(archivo):
    """First key of each role; lines without one are people who were there before."""
    claves = {}
    with open(archivo, encoding="utf-8") as f:
        for linea in f:
            fila = json.loads(linea)
            if "clave" in fila:
                claves.setdefault(fila["rol"], fila["clave"])
    return claves


def main():
    recorrido = Recorrido(sys.argv[1], leer_claves(sys.argv[2]))
    recorrido.abrir()
    recorrido.hasta_respuesta()
    recorrido.hasta_registro()
    recorrido.resultado()


if __name__ == "__main__":
    main()
