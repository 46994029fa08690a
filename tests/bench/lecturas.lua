-- wrk: reads of files at random. BENCH_ARCHIVOS: lines "id etag"; BENCH_SUFIJO: "" or "/pasos"; BENCH_CONDICIONAL=1 sends If-None-Match.
-- BENCH_CLAVE may be empty, BENCH_HOST.
local hilos = 0

function setup(thread)
  thread:set("hilo", hilos)
  hilos = hilos + 1
end

function init()
  local clave, sufijo, condicional = os.getenv("BENCH_CLAVE"), os.getenv("BENCH_SUFIJO"), os.getenv("BENCH_CONDICIONAL") == "1"
  local fijo = sufijo .. " HTTP/1.1\r\nHost: " .. os.getenv("BENCH_HOST") .. "\r\n"
  if clave ~= "" then
    fijo = fijo .. "Authorization: Bearer " .. clave .. "\r\n"
  end
  pedidos = {}
  for linea in io.lines(os.getenv("BENCH_ARCHIVOS")) do
    local id, etag = linea:match("^(%S+) (%S+)$")
    pedidos[#pedidos + 1] = "GET /v1/expedientes/" .. id .. fijo .. (condicional and "If-None-Match: " .. etag .. "\r\n" or "") .. "\r\n"
  end
  math.randomseed(7919 * (hilo + 1))
end

function request()
  return pedidos[math.random(#pedidos)]
end

function done(resumen, latencia)
  local e = resumen.errors
  io.write(string.format("BENCH %d %d %d %d %d %d\n", resumen.requests, resumen.duration, e.status, e.connect + e.read + e.write + e.timeout,
    latencia:percentile(50), latencia:percentile(99)))
end
