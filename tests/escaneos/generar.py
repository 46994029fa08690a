#!/usr/bin/python3
"""Makes the set of scans whose faults are known: generar.py FOLDER [n]. The same numbers make the same scans.

For each: <id>.pdf (the signed copy), <id>.docx (the text that the dictamen approved), <id>.json (what was done to it: the truth).
Ids from RESERVADO on are never looked at while tuning.
"""

import datetime
import html
import json
import os
import random
import sys

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from escaneos import escanear  # noqa: E402
from escaneos.acuerdos import ACUERDOS, encabezado, fecha_en_letra, nombre_clausula  # noqa: E402
from support import archivos  # noqa: E402

CUANTOS, RESERVADO = 44, 26
FUENTES = ("Liberation Serif", "Liberation Sans", "DejaVu Serif", "DejaVu Sans")
FORMAS = ("dias", "larga", "mixta", "numero")


def plan(n):
    """What is done to scan `n`: every fault comes alone and in company, every source of trouble too."""
    azar = random.Random(7000 + n)
    a = ACUERDOS[n % len(ACUERDOS)]
    p = {"id": f"e{n:02d}", "acuerdo": n % len(ACUERDOS), "fuente": FUENTES[(n // 4) % 4], "cuerpo": azar.choice((10.5, 11, 12)),
         "ppp": (200, 150, 300, 200, 100, 200, 150)[n % 7], "grados": (0, 0.6, -1.2, 2.1, -3.0, 0.3, 4.0, -0.8)[n % 8],
         "ruido": (0, 6, 12, 20)[(n // 3) % 4], "borroso": (0, 0, 0.6, 0.9)[(n // 5) % 4], "claro": (0, 0, 40, 90)[(n // 2) % 4],
         "forma": FORMAS[n % 4], "folios": n % 5 != 4,
         "omitidas": [], "cifra": None, "falta_pagina": None, "blanca": None, "fecha": "coincide", "lugar": "coincide", "firmas": True}
    if n % 3 == 0:
        p["omitidas"] = [1 + n // 3 % 3]
    if n % 11 == 5:
        p["omitidas"] = [1, 2, 3]
    if n % 4 == 1:
        p["cifra"] = n // 4 % len(a.cifras)
    if n % 6 == 2 and p["folios"]:
        p["falta_pagina"] = 2
    if n % 7 == 3:
        p["blanca"] = 2
    p["fecha"] = ("coincide", "coincide", "difiere", "coincide", "ausente", "coincide")[n % 6 if n % 5 else 0]
    p["lugar"] = ("coincide", "coincide", "coincide", "difiere", "coincide", "ausente", "coincide")[n % 7]
    p["firmas"] = n % 9 != 8
    return p, a, azar


def texto_aprobado(a):
    salida = [a.titulo, a.partes, "Han convenido lo siguiente:"]
    for i, c in enumerate(a.clausulas):
        salida += [encabezado(a, i), *c.parrafos]
    return salida + ["Firmado por duplicado en idioma español, siendo ambos textos igualmente auténticos."]


def clausulas_firmadas(a, omitidas, cifra):
    """{clave: paragraphs} as they were signed."""
    c = {x.clave: list(x.parrafos) for x in a.clausulas}
    for i, r in enumerate(a.recomendaciones, 1):
        if i in omitidas:
            continue
        if r.antes:
            k = next(k for k, p in enumerate(c[r.clave]) if p == r.antes)
            c[r.clave][k] = r.despues
        else:
            c[r.clave].append(r.despues)
    if cifra is not None:
        clave, de, por = a.cifras[cifra]
        c[clave] = [p.replace(de, por, 1) for p in c[clave]]
    return c


def cierre(a, p, firmada):
    """The sentence with place and date; what is absent is left out."""
    otra = ACUERDOS[(p["acuerdo"] + 1) % len(ACUERDOS)]
    lugar = {"coincide": a.lugar, "difiere": otra.lugar, "ausente": None}[p["lugar"]]
    frase = "Firmado por duplicado" if p["forma"] != "dias" else "Leído que fue y enteradas las Partes de su contenido y alcance, se firma por duplicado"
    if lugar:
        frase += f" en la ciudad de {lugar}" if p["forma"] != "larga" else f" en {lugar}"
    if p["fecha"] != "ausente":
        frase += ", " + fecha_en_letra(firmada, p["forma"])
    return frase + ", en idioma español, siendo ambos textos igualmente auténticos."


def html_de(a, p, firmada):
    c = clausulas_firmadas(a, p["omitidas"], p["cifra"])
    folio = '@bottom-center { content: "Página " counter(page) " de " counter(pages); font-size: 9pt }' if p["folios"] else ""
    partes = [f"<h1>{html.escape(a.titulo)}</h1><p>{html.escape(a.partes)}</p><p>Han convenido lo siguiente:</p>"]
    for i, x in enumerate(a.clausulas):
        partes.append(f"<h2>{html.escape(encabezado(a, i))}</h2>" + "".join(f"<p>{html.escape(t)}</p>" for t in c[x.clave]))
    partes.append(f"<p>{html.escape(cierre(a, p, firmada))}</p><table><tr>")
    for quien, nombre, cargo in a.firmas:
        partes.append(f"<td>{html.escape(quien)}<div class=raya></div><b>{html.escape(nombre)}</b><br>{html.escape(cargo)}</td>")
    return (f"<html lang=es><style>@page {{ size: letter; margin: 2.4cm 2.3cm; {folio} }} body {{ font: {p['cuerpo']}pt/1.45 '{p['fuente']}' }}"
            "h1 { font-size: 1.15em; text-align: center; text-transform: uppercase } h2 { font-size: 1em; margin: 1.1em 0 .3em } p { text-align: justify; margin: .5em 0 }"
            "table { width: 100%; margin-top: 1.5em; page-break-inside: avoid } td { width: 50%; text-align: center; vertical-align: top }"
            ".raya { border-bottom: 1px solid black; height: 2.6cm; margin: 0 1cm .3em }</style>" + "".join(partes) + "</tr></table></html>")


def firmar_ultima(paginas, azar):
    """Two hands above the lines of the last page (unbroken dark rules, one in each half: a heading in capitals is as dark, and broken)."""
    import numpy
    im = paginas[-1]
    oscuro, mitad = numpy.asarray(im) < 100, im.size[0] // 2
    for desde in (0, mitad):
        filas = [y for y in range(im.size[1]) if max(map(len, oscuro[y, desde:desde + mitad].tobytes().split(b"\0"))) > im.size[0] * 0.2]
        if filas:
            escanear.firmar(im, azar, desde + int(im.size[0] * 0.14), filas[0] - 20, int(im.size[0] * 0.22))


def hacer(n, hoja=None):
    """(plan with its truth, PDF, DOCX). `hoja`: makes of a page's number, image and chance what is scanned, instead of the plan's way."""
    import weasyprint
    p, a, azar = plan(n)
    firmada = datetime.date(2026, 1 + (n * 5) % 12, 1 + (n * 7) % 28)
    declarada = firmada + datetime.timedelta(days=azar.choice((1, 30, 31))) if p["fecha"] == "difiere" else firmada
    paginas = escanear.dibujar(weasyprint.HTML(string=html_de(a, p, firmada)).write_pdf())
    if p["firmas"]:
        firmar_ultima(paginas, azar)
    total = len(paginas)
    if p["falta_pagina"] and total > 2:
        del paginas[p["falta_pagina"] - 1]
    else:
        p["falta_pagina"] = None
    if p["blanca"]:
        paginas.insert(p["blanca"] - 1, escanear.hoja_en_blanco(paginas[0], azar))
    hojas = [hoja(k, i, azar) if hoja else escanear.digitalizar(i, azar, p["ppp"], p["grados"], p["ruido"], p["borroso"], p["claro"])
             for k, i in enumerate(paginas, 1)]
    p.update(paginas=len(hojas), total_paginas=total, fecha_declarada=declarada.isoformat(), fecha_firmada=firmada.isoformat(), lugar_declarado=a.lugar,
             recomendaciones=[{"numero": i, "clausula": nombre_clausula(a, r.clave), "texto": r.texto, "incorporada": i not in p["omitidas"]}
                              for i, r in enumerate(a.recomendaciones, 1)],
             clausula_alterada=None if p["cifra"] is None else nombre_clausula(a, a.cifras[p["cifra"]][0]),
             cifra_legible=p["cifra"] is not None and p["falta_pagina"] is None, cifra_texto=None if p["cifra"] is None else list(a.cifras[p["cifra"]][1:]), reservado=n >= RESERVADO)
    return p, escanear.pdf(hojas, p["ppp"]), archivos.docx(*texto_aprobado(a))


def escribir(carpeta, n, hoja=None):
    p, pdf, docx = hacer(n, hoja)
    for extension, datos in (("pdf", pdf), ("docx", docx), ("json", json.dumps(p, ensure_ascii=False, indent=1).encode())):
        with open(os.path.join(carpeta, f"{p['id']}.{extension}"), "wb") as f:
            f.write(datos)
    return p


if __name__ == "__main__":
    destino = sys.argv[1]
    os.makedirs(destino, exist_ok=True)
    for numero in range(int(sys.argv[2]) if len(sys.argv) > 2 else CUANTOS):
        x = escribir(destino, numero)
        print(x["id"], x["ppp"], x["grados"], x["omitidas"], x["cifra"], x["falta_pagina"], x["blanca"], x["fecha"], x["lugar"], flush=True)
