"""The registry's log, written and computed a second time in Python: canonical forms, chains, the tree (RFC 9162 §2.1), straight into the tables."""

from contextlib import closing
import datetime
import hashlib
import json

from support.asientos import CONTAR

UTC = datetime.timezone.utc


def sha(b):
    return hashlib.sha256(b).digest()


def raiz(hojas):
    """MTH of leaf hashes, as the RFC defines it."""
    if not hojas:
        return sha(b"")
    if len(hojas) == 1:
        return hojas[0]
    k = 1
    while k * 2 < len(hojas):
        k *= 2
    return sha(b"\x01" + raiz(hojas[:k]) + raiz(hojas[k:]))


def nodos(hojas):
    """{(level, index): hash} of every perfect subtree."""
    v = {}
    for i, h in enumerate(hojas):
        nivel, indice = 0, i
        v[nivel, indice] = h
        while indice & 1:
            h = sha(b"\x01" + v[nivel, indice - 1] + h)
            nivel, indice = nivel + 1, indice >> 1
            v[nivel, indice] = h
    return v


def canonica(indice, asiento, n, acto, registrado_en, fecha_legal, datos, anterior):
    """RFC 8785: members sorted, nothing between them; `datos` exactly as stored. Acts of the service itself."""
    momento = registrado_en.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    legal = f'"fecha_legal":"{fecha_legal.isoformat()}",' if fecha_legal else ""
    return (f'{{"acto":"{acto}","actor":{{"rol":"sistema"}},"anterior":"{anterior.hex()}","asiento":{json.dumps(asiento)},"datos":{datos},{legal}'
            f'"indice":{indice},"n":{n},"registrado_en":"{momento}","v":1}}').encode()


def filas(base):
    return base.sql("select indice, asiento, n, acto, registrado_en, fecha_legal, datos from registro_acto order by indice")


def textos(base):
    """Canonical forms of all leaves, the chain computed anew."""
    ultimo, v = {}, []
    for indice, asiento, n, acto, registrado_en, fecha_legal, datos in filas(base):
        texto = canonica(indice, asiento, n, acto, registrado_en, fecha_legal, datos, ultimo.get(asiento, bytes(32)))
        ultimo[asiento] = sha(texto)
        v.append(texto)
    return v


def hojas(base):
    return [sha(b"\x00" + t) for t in textos(base)]


def compacta(v):
    return json.dumps(v, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fila_de_ficha(asiento, n, indice, desde, hasta, d):
    """Columns of asiento_ficha for an entry's data, in the order of FICHA."""
    mexicana, extranjera = (d.get(k, [{}])[0] for k in ("partes_mexicanas", "contrapartes"))
    listas = ([p.get("cve_ent") for p in d.get("partes_mexicanas", [])], [p.get("clase") for p in d.get("contrapartes", [])],
              [p.get("pais") for p in d.get("contrapartes", [])])
    return (asiento, n, indice, desde, hasta, *(d.get(k, "") for k in ("denominacion", "tipo", "nivel")),
            *(mexicana.get(k, "") for k in ("cve_ent", "cve_mun", "municipio")), *(extranjera.get(k, "") for k in ("clase", "pais")),
            *([x for x in v if x] for v in listas), d.get("areas", []),
            *(d.get(k) for k in ("fecha_firma", "vigencia_desde", "vigencia_hasta", "terminado_en", "inscrito_en", "antecesor")),
            d["precision_fecha"], *(d.get(k, "") for k in ("lugar_firma", "vigencia")), d.get("procedencia", {}).get("clase", ""), compacta(d))


FICHA = ("asiento, n, indice, desde, hasta, denominacion, tipo, nivel, cve_ent, cve_mun, municipio, clase, pais, entidades, clases, paises, areas, "
         "fecha_firma, vigencia_desde, vigencia_hasta, terminado_en, inscrito_en, antecesor, precision, lugar_firma, vigencia, procedencia, datos, "
         "region, regiones, busqueda")


def fichas(q):
    """The cards and the counters, made anew from the acts: each act of these tests brings the whole entry."""
    q.execute("delete from asiento_ficha")
    q.execute("select asiento, n, indice, registrado_en, lead(registrado_en) over (partition by asiento order by n), datos from registro_acto")
    for *donde, datos in q.fetchall():
        fila = fila_de_ficha(*donde, json.loads(datos)["asiento"])
        tipos = ["%s::text[]" if isinstance(x, list) else "%s" for x in fila]
        q.execute(f"insert into asiento_ficha ({FICHA}) values ({', '.join(tipos)}, '', '{{}}', '')", fila)
    q.execute("delete from registro_conteo")
    q.execute("delete from registro_par")
    q.execute("delete from registro_mes")
    for contar in CONTAR:
        q.execute(contar, {"desde": 0})


def recalcular(base):
    """Whoever owns the database can make chain, cards and tree consistent again after any change: this does."""
    ultimo = {}
    for (indice, asiento, *_), texto in zip(filas(base), textos(base)):
        base.sql("update registro_acto set anterior = %s, hash = %s where indice = %s", ultimo.get(asiento, bytes(32)), sha(texto), indice)
        ultimo[asiento] = sha(texto)
    base.sql("delete from bitacora_nodo")
    for (nivel, indice), h in nodos(hojas(base)).items():
        base.sql("insert into bitacora_nodo (nivel, indice, hash) values (%s, %s, %s)", nivel, indice, h)
    with closing(base.conectar()) as c, c.cursor() as q:
        q.execute("begin")
        fichas(q)
        q.execute("commit")


def asentar(base, *actos):
    """Adds acts (number, entry) to the journal, each entry's first one a historic load and the others corrections, and all that goes with them; in one
    transaction."""
    todas, ahora = hojas(base), datetime.datetime.now(UTC)
    with closing(base.conectar()) as c, c.cursor() as q:
        q.execute("begin")
        for asiento, entrada in actos:
            q.execute("insert into asiento (numero, inscrito_en) values (%s, %s) on conflict do nothing", (asiento, ahora))
            q.execute("select n, hash from registro_acto where asiento = %s order by n desc limit 1", (asiento,))
            n, anterior = q.fetchone() or (0, bytes(32))
            entrada = {"precision_fecha": "desconocida", **entrada}
            datos = compacta({"asiento": entrada, **({"cambios": ["denominacion"], "motivo": "Se corrige ñ"} if n else {})})
            acto = "correccion" if n else "carga"
            texto = canonica(len(todas), asiento, n + 1, acto, ahora, None, datos, bytes(anterior))
            q.execute("insert into registro_acto (indice, asiento, n, acto, registrado_en, rol, datos, anterior, hash) "
                      "values (%s, %s, %s, %s, %s, 'sistema', %s, %s, %s)",
                      (len(todas), asiento, n + 1, acto, ahora, datos, bytes(anterior), sha(texto)))
            todas.append(sha(b"\x00" + texto))
            ahora += datetime.timedelta(microseconds=1)
        for (nivel, indice), h in nodos(todas).items():
            q.execute("insert into bitacora_nodo (nivel, indice, hash) values (%s, %s, %s) on conflict do nothing", (nivel, indice, h))
        fichas(q)
        q.execute("commit")
