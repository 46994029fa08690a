"""What the service reads by itself: the signed copy against the approved text."""

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
