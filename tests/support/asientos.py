"""Registry entries put straight into the database, as registro_asentar leaves them but for chain, tree and most words: for what counts and lists. The counters are kept
by the service's own statement."""

import json
import os
from contextlib import closing

from support.contrato import RAIZ

CONTAR = []
for nombre in ("contar", "contar_pares", "contar_meses"):
    with open(os.path.join(RAIZ, f"sql/queries/registro/{nombre}.sql"), encoding="utf-8") as f:
        CONTAR.append(f.read().replace("%", "%%").replace("$1", "%(desde)s"))

CAMPOS = {"denominacion": "Acuerdo", "tipo": "hermanamiento", "nivel": "municipal", "cve_ent": "14", "cve_mun": "", "municipio": "", "clase": "gubernamental",
          "pais": "US", "region": "america_del_norte", "areas": [], "fecha_firma": None, "precision": "dia", "vigencia": "indefinida",
          "vigencia_desde": None, "vigencia_hasta": None, "terminado_en": None, "inscrito_en": None, "lugar_firma": "", "desde": None, "expediente": None}


class Asientos:
    def __init__(self, base):
        self.base, self.serie = base, 0

    def agregar(self, filas):
        """One transaction. Each row: CAMPOS that differ; `numero` of an entry that exists makes another act of it. Returns the numbers."""
        with closing(self.base.conectar()) as c, c.cursor() as q:
            c.autocommit = False
            q.execute("select coalesce(max(indice) + 1, 0) from registro_acto")
            primero, = q.fetchone()
            numeros = [self._uno(q, primero + i, f) for i, f in enumerate(filas)]
            q.execute("update asiento_ficha set busqueda = to_tsvector('spanish', denominacion) || registro_marcas(entidades, nivel, clases, paises, regiones, tipo, areas,"
                      " fecha_firma, vigencia_desde, vigencia_hasta, inscrito_en, lugar_firma) where indice >= %s", (primero,))
            for contar in CONTAR:
                q.execute(contar, {"desde": primero})
            c.commit()
        return numeros

    def _uno(self, q, indice, f):
        x = {**CAMPOS, **f}
        if x["fecha_firma"] is None:
            x["precision"] = "desconocida"
        numero, n, acto = x.get("numero"), 1, "carga"
        if numero:
            q.execute("select max(n) + 1 from asiento_ficha where asiento = %s", (numero,))
            n, acto = q.fetchone()[0], "correccion"
        else:
            self.serie += 1
            numero = f"PRUEBA/{indice}/{self.serie}"
            q.execute("insert into asiento (numero, expediente_id, n, inscrito_en) values (%s, %s, %s, now())",
                      (numero, x["expediente"], 1 if x["expediente"] else None))
        q.execute("insert into registro_acto values (%s, %s, %s, %s, coalesce(%s::timestamptz, clock_timestamp()), null, null, null, 'sistema', '{}', sha256(''), sha256(''))"
                  " returning registrado_en", (indice, numero, n, acto, x["desde"]))
        desde, = q.fetchone()
        if n > 1:
            q.execute("update asiento_ficha set hasta = %s where asiento = %s and n = %s", (desde, numero, n - 1))
        q.execute(
            "insert into asiento_ficha (asiento, n, indice, desde, denominacion, tipo, nivel, cve_ent, cve_mun, municipio, clase, pais, region, entidades, clases,"
            " paises, regiones, areas, fecha_firma, precision, lugar_firma, vigencia, vigencia_desde, vigencia_hasta, terminado_en, inscrito_en, procedencia, busqueda, datos)"
            " values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', %s)",
            (numero, n, indice, desde, x["denominacion"], x["tipo"], x["nivel"], x["cve_ent"], x["cve_mun"], x["municipio"], x["clase"], x["pais"], x["region"],
             x.get("entidades", [x["cve_ent"]]), [x["clase"]], [x["pais"]] if x["pais"] else [], [x["region"]] if x["region"] else [], x["areas"],
             x["fecha_firma"], x["precision"], x["lugar_firma"], x["vigencia"], x["vigencia_desde"], x["vigencia_hasta"], x["terminado_en"], x["inscrito_en"], json.dumps({"denominacion": x["denominacion"], "precision_fecha": x["precision"], **({"fecha_firma": str(x["fecha_firma"])} if x["fecha_firma"] else {})})))
        return numero
