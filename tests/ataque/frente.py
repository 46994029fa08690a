"""config/nginx-ejemplo.conf before a running service, with a throw-away authority: what testssl.sh says of it, and what comes through."""

import json
import os
import shutil
import subprocess

from support import frente
from support.frente import NOMBRES

NOMBRE = NOMBRES[0]
# What testssl.sh says of any throw-away authority that the world does not know, of a name that is in no DNS, and of the openssl beside it: without
# GOST, and unable to read the session that a server without tickets did not give.
DE_LA_PRUEBA = {"cert_trust", "cert_chain_of_trust", "cert_notRevoked", "OCSP_URL", "cert_revocation", "OCSP_stapling", "DNS_CAArecord", "cert_crlDistributionPoints",
                "cert_ocspURL", "certificate_transparency", "cert_extlifeSpan", "overall_grade", "grade_cap_reason_1", "grade_cap_reason_2", "final_score",
                "cert_mustStapleExtension", "engine_problem", "sessionresumption_ticket"}


class Frente(frente.Frente):
    @property
    def tls(self):
        return self.puertos[NOMBRE]

    def pedir(self, metodo, camino, cuerpo=None, **encabezados):
        return self.abrir(NOMBRE, metodo, camino, cuerpo, **encabezados)

    def testssl(self, largo):
        """(severities counted, what it holds against the front, what against the throw-away authority); the short form leaves out the clients it can imitate."""
        salida = os.path.join(self.carpeta, "testssl.json")
        orden = [shutil.which("testssl"), "--quiet", "--color", "0", "--warnings", "batch", "--nodns", "none", "--openssl-timeout", "10",
                 "--ip", "127.0.0.1", "--add-ca", self.ca, "--jsonfile", salida,
                 *([] if largo else ["--protocols", "--std", "--server-defaults", "--headers", "--vulnerable"]), f"{NOMBRE}:{self.tls}"]
        r = subprocess.run(orden, capture_output=True, text=True, timeout=900, stdin=subprocess.DEVNULL)
        assert os.path.exists(salida), r.stdout[-3000:] + r.stderr[-2000:]
        with open(salida, encoding="utf-8") as f:
            filas = json.load(f)
        assert len(filas) > 50, r.stdout[-3000:] + r.stderr[-1000:]
        cuenta = {}
        for fila in filas:
            cuenta[fila["severity"]] = cuenta.get(fila["severity"], 0) + 1
        malas = [f"{x['id']}: {x['severity']}: {x['finding']}" for x in filas if x["severity"] in ("LOW", "MEDIUM", "HIGH", "CRITICAL", "WARN", "FATAL")]
        return cuenta, [m for m in malas if m.split(":")[0].split(" ")[0] not in DE_LA_PRUEBA], [m for m in malas if m.split(":")[0].split(" ")[0] in DE_LA_PRUEBA]
