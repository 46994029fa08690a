#!/usr/bin/python3
"""How well the review of signed copies finds what was done to them: medir.py [--n N] [--solo-reservados] [--carpeta FOLDER] [--md]

Makes the scans (generar.py), reads each with BIN/revisar_copia, and prints precision and recall of each check: among those that were at hand while tuning and among
those held back. A finding counts when it points at the fault; pointing where there is none costs precision.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from escaneos import generar  # noqa: E402
from escaneos.acuerdos import ACUERDOS  # noqa: E402

RAIZ = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def binarios():
    return os.path.abspath(os.environ.get("DICTAMEN_BIN") or os.path.join(RAIZ, "build/release/bin"))


def revisar(carpeta, p):
    """The result for one scan, and how long it took."""
    orden = [os.path.join(binarios(), "revisar_copia"), binarios(), f"{carpeta}/{p['id']}.pdf", f"{carpeta}/{p['id']}.docx", p["fecha_declarada"],
             p["lugar_declarado"]]
    for r in p["recomendaciones"]:
        orden += [str(r["numero"]), r["clausula"], r["texto"]]
    antes = time.monotonic()
    salida = subprocess.run(orden, capture_output=True, text=True, timeout=900)
    if salida.returncode != 0:
        raise RuntimeError(f"{p['id']}: {salida.stderr}")
    return json.loads(salida.stdout), time.monotonic() - antes


class Cuenta:
    """True and false findings of one check."""

    def __init__(self):
        self.buenos, self.falsos, self.perdidos, self.callados, self.detalle = 0, 0, 0, 0, []

    def anotar(self, donde, hay, dice):
        if hay and dice:
            self.buenos += 1
        elif dice:
            self.falsos += 1
            self.detalle.append(f"{donde}: falsa alarma")
        elif hay:
            self.perdidos += 1
            self.detalle.append(f"{donde}: no se vio")
        else:
            self.callados += 1

    def fila(self):
        p = self.buenos / (self.buenos + self.falsos) if self.buenos + self.falsos else None
        r = self.buenos / (self.buenos + self.perdidos) if self.buenos + self.perdidos else None
        return p, r


PRUEBAS = ("recomendación omitida", "cláusula con otro texto", "cifra alterada", "hoja que falta", "hoja en blanco", "fecha distinta o ausente", "lugar distinto o ausente",
           "inclinación de 2° o más", "resolución baja", "sin trazos de firma")


def comparar(p, r, cuentas):
    """What one scan says of each check."""
    donde = p["id"]
    atencion = {(a["codigo"], a.get("pagina")) for a in r["atencion"]}
    codigos = {c for c, _ in atencion}
    for x, y in zip(p["recomendaciones"], r.get("recomendaciones", [])):
        if p["falta_pagina"] and y["resultado"] == "ilegible":
            continue  # it may well have stood on the sheet that is missing: «look for it» is then the right answer
        cuentas["recomendación omitida"].anotar(f"{donde} recomendación {x['numero']} ({y['resultado']})", not x["incorporada"], y["resultado"] != "hallada")
    acuerdo = ACUERDOS[p["acuerdo"]]
    alteradas = {c.titulo.casefold() for c in acuerdo.clausulas if any(r_.clave == c.clave and i not in p["omitidas"] for i, r_ in enumerate(acuerdo.recomendaciones, 1))
                 or (p["cifra"] is not None and acuerdo.cifras[p["cifra"]][0] == c.clave)}
    for c in r.get("clausulas", []):
        titulo = c["clausula"].split(". ", 1)[-1].strip(". ").casefold()
        if p["falta_pagina"] is None and titulo in {x.titulo.casefold() for x in acuerdo.clausulas}:
            cuentas["cláusula con otro texto"].anotar(f"{donde} {c['clausula']} ({c['resultado']})", titulo in alteradas, c["resultado"] != "igual")
        if c["resultado"] not in ("cambiada", "igual") or c["clausula"] in ("Cierre y firmas", "Preámbulo"):
            continue  # the closing is filled in at signing: its figures are the matter of the next checks
        hay = p["clausula_alterada"] is not None and c["clausula"].casefold().startswith(p["clausula_alterada"].casefold() + ".") or \
            p["clausula_alterada"] is not None and c["clausula"].casefold().split(". ")[0].removeprefix("cláusula ") == p["clausula_alterada"].casefold().removeprefix("cláusula ")
        if hay and not p["cifra_legible"]:
            continue  # it may have stood on the sheet that is missing
        cuentas["cifra alterada"].anotar(f"{donde} {c['clausula']}", hay, any(d["cifra"] for d in c["diferencias"]))
    cuentas["hoja que falta"].anotar(donde, p["falta_pagina"] is not None, r["legibilidad"]["foliatura"]["faltan"] == [p["falta_pagina"]])
    for h in r["legibilidad"]["hojas"]:
        cuentas["hoja en blanco"].anotar(f"{donde} hoja {h['pagina']}", p["blanca"] == h["pagina"], "blanca" in h["fallas"])
        if "blanca" not in h["fallas"] and h.get("inclinacion") is not None:
            cuentas["inclinación de 2° o más"].anotar(f"{donde} hoja {h['pagina']} ({h['inclinacion']})", abs(p["grados"]) >= 2, "inclinada" in h["fallas"])
        if "blanca" not in h["fallas"]:
            cuentas["resolución baja"].anotar(f"{donde} hoja {h['pagina']}", p["ppp"] < 150, "resolucion_baja" in h["fallas"])
    s = r["suscripcion"]
    cuentas["fecha distinta o ausente"].anotar(f"{donde} ({s['fecha']['resultado']})", p["fecha"] != "coincide", s["fecha"]["resultado"] != "coincide")
    cuentas["lugar distinto o ausente"].anotar(f"{donde} ({s['lugar']['resultado']} {s['lugar'].get('texto')})", p["lugar"] != "coincide",
                                               s["lugar"]["resultado"] != "coincide")
    cuentas["sin trazos de firma"].anotar(donde, not p["firmas"], s["firmas"].get("trazos", 0) == 0)
    return codigos


def medir(carpeta, numeros, ver=lambda *_: None):
    """{held back: {check: Cuenta}}, seconds a sheet, mean confidence."""
    cuentas = {g: {p: Cuenta() for p in PRUEBAS} for g in (False, True)}
    segundos, hojas, confianza = 0.0, 0, []
    for n in numeros:
        ruta = os.path.join(carpeta, f"e{n:02d}.json")
        if not os.path.exists(ruta):
            generar.escribir(carpeta, n)
        with open(ruta, encoding="utf-8") as f:
            p = json.load(f)
        r, t = revisar(carpeta, p)
        with open(os.path.join(carpeta, p["id"] + ".resultado.json"), "w", encoding="utf-8") as f:
            json.dump(r, f, ensure_ascii=False, indent=1)
        comparar(p, r, cuentas[p["reservado"]])
        segundos += t
        hojas += p["paginas"]
        confianza += [h["confianza"] for h in r["legibilidad"]["hojas"] if "confianza" in h]
        ver(p, r, t)
    return cuentas, segundos / max(hojas, 1), sum(confianza) / max(len(confianza), 1)


def por_ciento(x):
    return "—" if x is None else f"{100 * x:.0f} %"


def imprimir(cuentas, md):
    for grupo, nombre in ((False, "a la vista al afinar"), (True, "reservados")):
        if not any(c.buenos + c.falsos + c.perdidos + c.callados for c in cuentas[grupo].values()):
            continue
        print(f"\n{nombre}\n")
        print("| comprobación | con falla | sin falla | precisión | exhaustividad |\n|---|---|---|---|---|" if md else
              f"{'comprobación':28} con falla  sin falla  precisión  exhaustividad")
        for prueba, c in cuentas[grupo].items():
            p, r = map(por_ciento, c.fila())
            con, sin = c.buenos + c.perdidos, c.falsos + c.callados
            print(f"| {prueba} | {con} | {sin} | {p} | {r} |" if md else f"{prueba:28} {con:9}  {sin:9}  {p:>9}  {r:>13}")


if __name__ == "__main__":
    q = argparse.ArgumentParser()
    q.add_argument("--n", type=int, default=generar.CUANTOS)
    q.add_argument("--solo-reservados", action="store_true")
    q.add_argument("--solo-vistos", action="store_true")
    q.add_argument("--carpeta")
    q.add_argument("--md", action="store_true")
    a = q.parse_args()
    temporal = tempfile.TemporaryDirectory(prefix="escaneos-")
    carpeta = a.carpeta or temporal.name
    os.makedirs(carpeta, exist_ok=True)
    numeros = [n for n in range(a.n) if not (a.solo_reservados and n < generar.RESERVADO) and not (a.solo_vistos and n >= generar.RESERVADO)]
    cuentas, por_hoja, confianza = medir(carpeta, numeros, lambda p, r, t: print(f"{p['id']} {p['paginas']} hojas {t:.1f} s", file=sys.stderr, flush=True))
    print(f"{len(numeros)} copias; {por_hoja:.2f} s por hoja; confianza media {confianza:.0f}")
    imprimir(cuentas, a.md)
    for g in (False, True):
        for prueba, c in cuentas[g].items():
            for d in c.detalle:
                print(f"{'reservado ' if g else ''}{prueba}: {d}", file=sys.stderr)
