"""What the service reads by itself: the signed copy against the approved text, and a version of the text against the one before."""

import time

ESPERA = 180  # seconds that it may take over one copy
DICE = {"hallada": "✓ hallada", "dudosa": "? dudosa", "no_hallada": "✗ no está", "ilegible": "? ilegible"}


def _hecho(e, clase):
    """The result of the last job of that class, once there is one."""
    url, limite = e.url + "/trabajos", time.monotonic() + ESPERA
    ident = next(t["id"] for t in e.gente["dgcp"].get(url).json["datos"] if t["clase"] == clase)
    while True:
        t = e.gente["dgcp"].get(f"/v1/trabajos/{ident}").json
        if t["estado"] == "hecho":
            return t["resultado"]
        e.exigir(t["estado"] != "fallido", f"«{clase}» falló: {t.get('problema')}")
        e.exigir(time.monotonic() < limite, f"«{clase}» no terminó en {ESPERA} s: {t['avance']}")
        time.sleep(0.5)


def copia(e, paso, faltan):
    """What the reading of the signed copy says of each recommendation. `faltan`: the texts of those that this copy leaves out, no more and no fewer;
    their lines are returned."""
    desde = time.monotonic()
    r = _hecho(e, "revisar_copia")
    e.relato.acto(paso, "El servicio", f"lee por sí mismo la copia firmada, {len(r['legibilidad']['hojas'])} hojas de imagen, en "
                                       f"{time.monotonic() - desde:.0f} s, y la coteja con el texto dictaminado")
    for x in (x for x in r["recomendaciones"] if x["tipo"] == "recomendacion"):
        donde = f" (página {x['pagina']})" if "pagina" in x else ""
        e.relato.nota(f"Recomendación {x['numero']}, {x['clausula']}: {DICE[x['resultado']]}{donde}. {x['motivo']}")
        if x["resultado"] == "hallada" and x.get("pasaje"):
            e.relato.nota(f"   «{x['pasaje'][:120]}{'…' if len(x['pasaje']) > 120 else ''}»")
    s = r["suscripcion"]
    e.relato.nota(f"Fecha de suscripción: {s['fecha']['resultado'].replace('_', ' ')}. Lugar: {s['lugar']['resultado'].replace('_', ' ')}.")
    ausentes = [x for x in r["recomendaciones"] if x["tipo"] == "recomendacion" and x["resultado"] != "hallada"]
    e.exigir({x["texto"] for x in ausentes} == set(faltan) and all(x["resultado"] == "no_hallada" for x in ausentes),
             f"de las recomendaciones se dice {[(x['numero'], x['resultado']) for x in r['recomendaciones']]}")
    return ausentes


# ---- two versions of the text --------------------------------------------------------------------------------------------------------------

CAMBIO = {"pasaje_cambiado": "cambió justo lo señalado", "clausula_cambiada": "cambió la cláusula, en otra parte",
          "clausula_quitada": "la cláusula que señalaba ya no está"}  # whatever else: the observation went unanswered


def _recorte(trozos, largo=110):
    texto = " […] ".join(t for t in (" ".join(t.split()) for t in trozos) if t)
    return texto if len(texto) <= largo else texto[:largo].rsplit(" ", 1)[0] + "…"


def _lados(cambio, titulo):
    """(taken away, put in) of a clause that changed, went or came."""
    solo = [cambio["texto"].removeprefix(titulo)] if "texto" in cambio else []
    if cambio["cambio"] == "cambiada":
        return tuple([t[que] for t in cambio["tramos"] if que in t] for que in ("quita", "agrega"))
    return (solo, []) if cambio["cambio"] == "quitada" else ([], solo)


def comparacion(e, paso, de, titulos):
    """Clause by clause from version `de` to the next one, and what became of each observation made on `de`; `titulos`: of the clauses that changed,
    no more and no fewer."""
    r = e.gente["cja"].get(e.url + "/comparacion").json
    e.exigir((r["de"]["version"], r["a"]["version"]) == (de, de + 1), f"se compararon las versiones {r['de'].get('version')} y {r['a'].get('version')}")
    libro = [x for x in e.gente["cja"].get(e.url + "/observaciones").json["datos"] if x["version_proyecto"] == de]
    numeros, cambios = {x["numero"] for x in libro}, {}
    for c in r["clausulas"]:
        parte = c.get("a") or c["de"]
        if c["cambio"] != "igual":  # one written anew went and came, under its title
            cambios.setdefault(parte.get("titulo", parte["clase"]), []).append(c)
    e.relato.acto(paso, "CJA", f"compara la versión {de + 1} con la {de}: {r['resumen']['iguales']} partes iguales; cambian {len(cambios)} cláusulas")
    for titulo, partes in cambios.items():
        cuales = sorted(numeros & {n for c in partes for n in c.get("observaciones", [])})
        responde = "responde a la observación " + ", ".join(map(str, cuales)) if cuales else "cambió sin que nadie lo pidiera"
        e.relato.nota(f"{(partes[0].get('a') or partes[0]['de']).get('numero', '')} {titulo}: {responde}".strip())
        lados = [_lados(c, titulo) for c in partes]
        for n, marca in enumerate("−+"):
            texto = _recorte(t for lado in lados for t in lado[n])
            if texto:
                e.relato.nota(f"   {marca} {texto}")
    dice = [(x["numero"], x["cambio"]["resultado"]) for x in libro]
    e.exigir(dice and all(d in CAMBIO for _, d in dice), f"el libro dice {dice}")
    e.relato.nota("En el libro: " + "; ".join(f"observación {n}, {CAMBIO[d]}" for n, d in dice) + ".")
    e.exigir(set(cambios) == titulos, f"cambiaron {', '.join(cambios)}")
