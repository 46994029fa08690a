"""Entries of the public registry as they are born: a file that went all the way, its entry, and the acts that follow."""

import time
from urllib.parse import quote


def url(numero):
    return "/v1/registro/" + quote(numero, safe="")


def esperar(que, plazo=120):
    fin = time.monotonic() + plazo
    while time.monotonic() < fin:
        v = que()
        if v:
            return v
        time.sleep(0.2)
    raise AssertionError("it did not come")


class Asiento:
    def __init__(self, mundo, local="local", **cambios):
        self.m = mundo
        self.t = mundo.tramite(local, **cambios).hasta("inscrito")
        self.numero = self.t.leer(mundo.dgcp)["registro"]["numero"]
        self.url = url(self.numero)
        self.publico = mundo.anonimo()
        esperar(lambda: self.publico.pedir("GET", self.url).status == 200)

    def ver(self, **mas):
        return self.publico.get(self.url, **mas)

    def anotar(self, acto, datos, espera=201, quien="titular", version=None, **mas):
        version = version or self.ver().etag
        return self.m.gente[quien].post(self.url + "/anotaciones", {"acto": acto, "datos": datos, **mas.pop("cuerpo", {})}, espera, if_match=version, **mas)
