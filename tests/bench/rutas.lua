-- wrk: public addresses at random. BENCH_RUTAS: one path and query a line; BENCH_HOST.
local hilos = 0

function setup(thread)
  thread:set("hilo", hilos)
  hilos = hilos + 1
end

function init()
  pedidos = {}
  for linea in io.lines(os.getenv("BENCH_RUTAS")) do
    pedidos[#pedidos + 1] = "GET " .. linea .. " HTTP/1.1\r\nHost: " .. os.getenv("BENCH_HOST") .. "\r\nAccept: application/json\r\n\r\n"
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
